"""The query language: every form of the table, its full-width and Chinese forms, and clear errors."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.engine.query import And, DateRange, Field, Not, Or, Phrase, Proximity, Query, Wildcard, Words
from indexer.errors import QueryError
from indexer.model import SpeechDate
from searchui.search.describe import describe
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.parser import _read, read_query
from searchui.search.query.passage import is_passage


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
        ("怎么办?", Words("怎么办?")),
        ("怎么办？！", Words("怎么办？！")),
        ("？", Words("？")),
        ("小标题：治理", Field("heading", "治理")),
        ("heading:“基层 治理”", Field("heading", "基层 治理")),
        ("HEADING:治理 水", And((Field("heading", "治理"), Words("水")))),
        ("title:怎么办？", Field("title", "怎么办？")),
        ('"甲 乙"~20', Proximity(("甲", "乙"), 20)),
        ("“甲　乙”～２０", Proximity(("甲", "乙"), 20)),
        ("「甲 乙 丙」 〜 0", Proximity(("甲", "乙", "丙"), 0)),
        ('-"甲 乙"~5（丙）', And((Not(Proximity(("甲", "乙"), 5)), Words("丙")))),
        ('"甲 ?"~5"丙"', And((Proximity(("甲", "?"), 5), Phrase("丙")))),
        ("5~10岁", Words("5~10岁")),
        ("党?建设", Wildcard("党?建设")),
        ("党？建设", Wildcard("党？建设")),
        ("社会主*建设", Wildcard("社会主*建设")),
        ("社会主＊建设", Wildcard("社会主＊建设")),
        ("党?建设？", Wildcard("党?建设？")),
        ("?党建", Wildcard("?党建")),
        ("党*建 水", And((Wildcard("党*建"), Words("水")))),
        ('"党?建*"', Phrase("党?建*")),
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
        ("水 *党建", 2, "通配符"),
        ("水 党建＊", 4, "通配符"),
        ("党*？", 1, "通配符"),
        ("党?建?设?的?路?上", 9, "最多写 4 个"),
        ("水 ??党", 2, "至少要有 2 个字"),
        ("title:党?建", 6, "加引号"),
        ('title:"党 建"~3', 11, "通配符和 ~"),
        ("year:2?24", 5, "加引号"),
        ('"甲 乙"~', 5, "0 到 200"),
        ('"甲 乙"~201', 5, "0 到 200"),
        ('"甲 乙"~2.5', 5, "0 到 200"),
        ('"甲 乙"~党', 5, "0 到 200"),
        ('"甲 乙"～' + "9" * 1500, 5, "0 到 200"),
        ('"甲"~5', 3, "中间空一格"),
        ('水 "甲 乙 丙 丁 戊"~5', 2, "最多用于 4 个"),
        ("甲 ~20", 2, "引号"),
        ("党?建 " * 9, 32, "最多 8 处"),
        ("date:", 0, "没有内容"),
        ("date:2023-13", 5, "2023-13"),
        ("date:2023-02-30", 5, "2023-02-30"),
        ("title:(甲 OR 乙)", 0, "不能写括号"),
        ("date:2023-02-30..2024", 5, "看不懂"),
        ("date:2024..2023-02-30", 5, "看不懂"),
        ("date:2023年5月至13月", 5, "看不懂"),
        ("date:2023年5—6日", 5, "看不懂"),
        ("date:2023年6月至5月", 5, "晚于"),
        ("date:今年", 5, "四位"),
        ('date:"2023"~20', 5, "2023~20"),
        ("date:..", 5, "四位"),
        ("date:>", 5, "四位"),
        ("水 date:2024..2023", 7, "2023..2024"),
        ("year:2024-06..2024-05", 5, "2024-05..2024-06"),
        ("heading:", 0, "没有内容"),
        ("党" * (MAX_QUERY_LENGTH + 1), MAX_QUERY_LENGTH, "最多"),
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
    with pytest.raises(QueryError, match="100,000"):
        read_query("党" * 100_000)


YEAR, MONTH, DAY = SpeechDate(2023), SpeechDate(2023, 5), SpeechDate(2023, 5, 1)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", YEAR, YEAR),
        ("２０２３年", YEAR, YEAR),
        ("2023-05", MONTH, MONTH),
        ("２０２３－０５", MONTH, MONTH),
        ("2023年5月", MONTH, MONTH),
        ("2023.5", MONTH, MONTH),
        ("2023/05/01", DAY, DAY),
        ("2023年5月1日", DAY, DAY),
        ("“2023-05-01”", DAY, DAY),
        ("=2023", YEAR, YEAR),
        ("2023-05..2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05 .. 2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05..  2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023.05..2024.06", MONTH, SpeechDate(2024, 6)),
        ("2023-05…2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05……2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05～2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05~2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023-05 ～ 2024", MONTH, SpeechDate(2024)),
        ("2023-05 ~2024", MONTH, SpeechDate(2024)),
        ("２０２３年５月至２０２４年６月", MONTH, SpeechDate(2024, 6)),
        ("2023年5月到2024年", MONTH, SpeechDate(2024)),
        ("2023-2024", YEAR, SpeechDate(2024)),
        ("2023—2024", YEAR, SpeechDate(2024)),
        ("2023-05-2024-06", MONTH, SpeechDate(2024, 6)),
        ("2023..2023-05", YEAR, MONTH),
        ("2023年5月至12月", MONTH, SpeechDate(2023, 12)),
        ("2023年5—6月", MONTH, SpeechDate(2023, 6)),
        ("２０２３年５月 至 ６月", MONTH, SpeechDate(2023, 6)),
        ("2023年5月1日至6月3日", DAY, SpeechDate(2023, 6, 3)),
        ("2023年5月1日-3號", DAY, SpeechDate(2023, 5, 3)),
        ("2023年5月1—3日", DAY, SpeechDate(2023, 5, 3)),
        ("2023年以來", YEAR, None),
        ("2023年5月起", MONTH, None),
        ("2023年5月1日至今", DAY, None),
        ("2023年 至今", YEAR, None),
        ("2023..", YEAR, None),
        ("..2023-05", None, MONTH),
        (">2022", YEAR, None),
        ("＞2022", YEAR, None),
        ("> 2022", YEAR, None),
        (">2022-12", SpeechDate(2023, 1), None),
        (">2023-04", MONTH, None),
        (">2023-04-30", DAY, None),
        (">=2023", YEAR, None),
        ("＞＝2023", YEAR, None),
        ("≥2023-05", MONTH, None),
        ("<2024", None, YEAR),
        ("＜2024-01", None, SpeechDate(2023, 12)),
        ("<2023-05-02", None, DAY),
        ("<=2023", None, YEAR),
        ("≤ 2023年5月", None, MONTH),
        ("≦2023", None, YEAR),
    ],
)
@pytest.mark.parametrize("name", ["date:", "日期：", "year:", "年份："])
def test_times(name: str, written: str, first: SpeechDate | None, last: SpeechDate | None) -> None:
    time = (
        Field("year", "2023") if (name, written) in {("year:", "2023"), ("年份：", "2023")} else DateRange(first, last)
    )
    assert read_query(name + written) == time
    assert read_query(f"党 {name}{written} 建 2024年的水") == And((Words("党"), time, Words("建"), Words("2024年的水")))
    assert read_query(f"（{name}{written}） OR -党") == Or((time, Not(Words("党"))))


HOSTILE = st.text(
    alphabet="党建 　\"“”＂「」'（）()|｜-－:：yeardt讲话人小标题日期ANDORNT或*＊?？!~～2024０１.…年月日至<>≥＝\n\x00🙂",
    max_size=80,
)
# A piece again and again, up to the longest query.
LONG = HOSTILE.filter(bool).map(lambda piece: (piece * MAX_QUERY_LENGTH)[:MAX_QUERY_LENGTH])


@given(query=HOSTILE | LONG | st.text(max_size=60))
@example(query="!?" * 999 + "党")
@example(query="date:2023" + "." * 1990)
@example(query="year:" + "1" * 1990)
@example(query='"' + "党 " * 900 + '"~5')
@example(query="““”" * 666)
def test_any_text_is_read_or_refused_with_a_place_in_few_steps(query: str) -> None:
    with Steps() as steps:
        tree, refusal = read(query)
    assert steps.calls < 100 * MAX_QUERY_LENGTH
    if tree is not None:
        assert describe(tree, "zh")
        assert describe(tree, "en")
    if refusal is not None:
        assert 0 <= refusal.position <= len(query)
        assert refusal.text("zh")
        assert refusal.text("en")


def read(query: str) -> tuple[Query | None, QueryError | None]:
    try:
        return read_query(query), None
    except QueryError as error:
        return None, error


class Steps:
    """Counts the calls of functions, the interpreter's own too."""

    calls = 0

    def __enter__(self) -> "Steps":
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: Any) -> None:
        self.calls += event.endswith("call")


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


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        (
            '"基层 治理"~20',
            "“基层”“治理”相隔至多 20 字，不论先后",
            "“基层” and “治理” at most 20 characters apart, in any order",
        ),
        (
            '"基层 治理"~1',
            "“基层”“治理”相隔至多 1 字，不论先后",
            "“基层” and “治理” at most 1 character apart, in any order",
        ),
        ("党?建设", "含“党?建设”（? 代一个字，不跨句）", "“党?建设” (? stands for one character, within one sentence)"),
        (
            "社会主＊建？的？",
            "含“社会主＊建？的”（? 代一个字，* 代 0 至 10 个字，不跨句）（末尾的“？”是标点）",
            "“社会主＊建？的” (? stands for one character, * stands for up to 10 characters, within one sentence) (“？” at the end is punctuation)",
        ),
        (
            "怎么办？",
            "含“怎么办？”各词（末尾的“？”是标点）",
            "the words of “怎么办？” (“？” at the end is punctuation)",
        ),
        ("？", "含“？”各词", "the words of “？”"),
        ("小标题:治理", "小标题含“治理”", "heading has “治理”"),
        ("date:2020..2024", "日期 2020 至 2024", "dated 2020 to 2024"),
        ("date:>2020", "日期 2021 及以后", "dated 2021 or later"),
        ("date:<2020", "日期 2019 及以前", "dated 2019 or before"),
        (
            "date:2023-05",
            "日期 2023-05（只知道年或月的，整年整月在内才算）",
            "dated 2023-05 (a date known only by year or month must lie in it entirely)",
        ),
    ],
)
def test_what_is_not_plain_is_said(query: str, zh: str, en: str) -> None:
    assert describe(read_query(query)) == zh
    assert describe(read_query(query), "en") == en


@given(st.text("年份日期讲话人标题或者治水先治心一二三", min_size=1, max_size=19))
@example("或者")
@example("年份")
def test_chinese_characters_alone_are_read_at_once_as_they_would_be_by_tokens(text: str) -> None:
    if text != "或":  # an operator
        assert read_query(text) == Words(text) == _read(text)
        assert not is_passage(text)
