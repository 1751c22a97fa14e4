"""The query language: every form of the table, its full-width and Chinese forms, and clear errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.query import And, Field, Not, Or, Phrase, Query, Words
from indexer.errors import QueryError
from searchui.search.language import LONGEST, read_query
from searchui.search.reading import describe


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("基层治理", Words("基层治理")),
        ("基层 治理", And((Words("基层"), Words("治理")))),
        ("基层　治理", And((Words("基层"), Words("治理")))),
        ("基层 AND 治理", And((Words("基层"), Words("治理")))),
        ("基层 ＡＮＤ 治理", And((Words("基层"), Words("治理")))),
        ('"党的建设"', Phrase("党的建设")),
        ("“党的建设”", Phrase("党的建设")),
        ("”党的建设“", Phrase("党的建设")),
        ("＂党的建设＂", Phrase("党的建设")),
        ("「黨的建設」", Phrase("黨的建設")),
        ("『黨的建設』", Phrase("黨的建設")),
        ("‘党的建设’", Phrase("党的建设")),
        ("'党的建设'", Phrase("党的建设")),
        ('"“四个意识”"', Phrase("“四个意识”")),
        ('"党 的"', Phrase("党 的")),
        ('"党"建', And((Phrase("党"), Words("建")))),
        ("甲 OR 乙", Or((Words("甲"), Words("乙")))),
        ("甲 | 乙", Or((Words("甲"), Words("乙")))),
        ("甲｜乙", Or((Words("甲"), Words("乙")))),
        ("甲 或 乙", Or((Words("甲"), Words("乙")))),
        ("甲或乙", Words("甲或乙")),
        ("NOT 甲", Not(Words("甲"))),
        ("-甲", Not(Words("甲"))),
        ("－甲", Not(Words("甲"))),
        ("乙 -“甲”", And((Words("乙"), Not(Phrase("甲"))))),
        ("COVID-19", Words("COVID-19")),
        ("甲 乙 OR 丙", Or((And((Words("甲"), Words("乙"))), Words("丙")))),
        ("甲 (乙 OR 丙)", And((Words("甲"), Or((Words("乙"), Words("丙")))))),
        ("（东京 NOT 秘密）OR 法案", Or((And((Words("东京"), Not(Words("秘密")))), Words("法案")))),
        ("year:2024", Field("year", "2024")),
        ("年份：２０２４", Field("year", "2024")),
        ("speaker:罗安禾 水", And((Field("speaker", "罗安禾"), Words("水")))),
        ("讲话人：“罗 安”", Field("speaker", "罗 安")),
        ("标题:报告", Field("title", "报告")),
        ("场合:论坛", Field("occasion", "论坛")),
        ("同志们：大家好", Words("同志们：大家好")),
        ("ＧＤＰ", Words("ＧＤＰ")),
        ("怎么办？", Words("怎么办？")),
    ],
)
def test_forms(query: str, tree: Query) -> None:
    assert read_query(query) == tree


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "请写下"),
        ("　 ", 0, "请写下"),
        ('党 "建设', 2, "没有配对"),
        ("“党", 0, "”"),
        ("「党", 0, "」"),
        ('党 ""', 2, "没有文字"),
        ("(党", 0, "没有配对"),
        ("（党", 0, "补上 ）"),
        ("党）", 1, "没有对应"),
        ("()", 1, "缺少"),
        ("AND 党", 0, "AND"),
        ("党 OR", 4, "OR"),
        ("党 AND OR 建", 6, "OR"),
        ("NOT", 3, "NOT"),
        ("year:", 0, "没有内容"),
        ("year:20", 5, "四位"),
        ("year:二零", 5, "四位"),
        ("speakr:罗", 0, "speakr"),
        ("党*建", 1, "通配符"),
        ("党 建?", 3, "通配符"),
        ('"甲 乙"~20', 5, "临近"),
        ("党" * (LONGEST + 1), LONGEST, "最多"),
        ("党 " * 300, 400, "部分"),
        ("(" * 50 + "党" + ")" * 50, 30, "太深"),
        ("NOT " * 100 + "党", 120, "太深"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(query: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query)
    assert caught.value.position == position
    assert says in caught.value.text("zh")
    assert caught.value.text("en") != caught.value.text("zh")


def test_a_query_of_100000_characters_is_refused_at_once() -> None:
    with pytest.raises(QueryError, match="100000"):
        read_query("党" * 100_000)


@given(st.text(alphabet='党建 "“”「」()（）|-:：year讲话人ANDORNT或*?~2024', max_size=60))
def test_any_text_is_read_or_refused_with_a_place(query: str) -> None:
    refusal = None
    try:
        tree = read_query(query)
    except QueryError as error:
        refusal = error
    if refusal is None:
        assert describe(tree, "zh")
        assert describe(tree, "en")
    else:
        assert 0 <= refusal.position <= len(query)
        assert refusal.text("zh")
        assert refusal.text("en")


def test_reading_in_words() -> None:
    tree = read_query('"党的建设" (基层 或 农村) -城镇 year:2024')
    assert (
        describe(tree)
        == "一字不差含“党的建设”，且（含“基层”各词，或含“农村”各词），且不要（含“城镇”各词），且年份 2024"
    )
    assert describe(tree, "en") == (
        "exactly “党的建设”, and (the words of “基层”, or the words of “农村”), "
        "and not (the words of “城镇”), and year 2024"
    )
