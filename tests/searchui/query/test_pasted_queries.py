"""Queries as people paste them: what of a text is only how it stood on its page, and what only looks like an operator."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.build.pipeline import build
from indexer.engine.query import And, Field, Not, Or, Phrase, Proximity, Query, Wildcard, Words
from indexer.errors import QueryError
from searchui import Corpus, open_corpus
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.parser import read_query
from searchui.search.query.pasted import unwrap
from searchui.search.query.quotes import PARTNERS

HAN = st.text("抓好落实治理发展乡村", min_size=1, max_size=8)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\n　　", " \n ", "\n\n", "\v", "\u200b\n"])
LONG = "坚持“两个毫不动摇”，促进民营经济（包括个体经济）发展壮大：怎么办？要靠改革！"
PLAIN = "坚持和完善中国特色社会主义制度推进国家治理体系现代化"


@given(left=HAN, right=HAN, around=st.sampled_from(["", " ", "　", "\n", "\t", "\u200b", " \r\n　"]), parted=BREAKS)
def test_breaks_of_lines_and_white_space_around_mean_nothing(left: str, right: str, around: str, parted: str) -> None:
    pasted = f"{around}{left}{parted}{right}{around}"
    assert read_query(f'"{pasted}"') == Phrase(left + right)
    assert read_query(pasted) == Words(left + right)


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("world\nwide web", "world wide web"),
        ("the agri-\nculture", "the agriculture"),
        ("增长5.\n2%", "增长5.2%"),
        ("20\n24年", "2024年"),
        ("GDP\n增长", "GDP增长"),
        ("甲 乙", "甲 乙"),
        ("\n\n", ""),
    ],
)
def test_lines_are_joined_as_those_of_files(pasted: str, meant: str) -> None:
    assert unwrap(pasted) == meant


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("-5℃", Phrase("-5℃")),
        ("－３．２％", Phrase("－３．２％")),
        ("−5亿元", Phrase("−5亿元")),
        ("气温 -5℃", And((Words("气温"), Phrase("-5℃")))),
        ("-5℃以下的低温天气", And((Phrase("-5"), Words("-5℃以下的低温天气")))),
        ("-甲", Not(Words("甲"))),
        ("-“5%”", Not(Phrase("5%"))),
        ("'90年代以来", Words("'90年代以来")),
        ("’80后和’90后", Words("’80后和’90后")),
        ("‘90年代", Words("‘90年代")),
        ("'90年代' 基层", And((Phrase("90年代"), Words("基层")))),
        ("’90年代‘", Phrase("90年代")),
        ("GDP：增长", Words("GDP：增长")),
        ("GDP: 增长", And((Words("GDP:"), Words("增长")))),
        ("http://example.org/a?b=1&c=*", Words("http://example.org/a?b=1&c=*")),
        ("somebody@example.org", Words("somebody@example.org")),
        ("10:30", Words("10:30")),
        ("3：1", Words("3：1")),
        ("bad:三农", Words("bad:三农")),
        ("C++", Words("C++")),
        ("R&D", Words("R&D")),
        ("A/B", Words("A/B")),
        ("和/或", Words("和/或")),
        ("+5%", Words("+5%")),
        ("5 ~ 10岁", And((Words("5 ~"), Words("10岁")))),
        ("3—5 %", Words("3—5 %")),
        ("• 推进振兴", Words("• 推进振兴")),
        ("* 推进振兴", Words("* 推进振兴")),
        ("— 推进 — 振兴", And((Words("— 推进 —"), Words("振兴")))),
        ("“甲”、“乙”。", And((Phrase("甲"), Phrase("乙")))),
        ("推进振兴（试行）。", And((Words("推进振兴"), Words("试行")))),
        ("《“甲”规划》", And((Phrase("甲"), Words("规划》")))),
        ("• “甲” —— “乙”", And((Phrase("甲"), Phrase("乙")))),
        ("-《“甲”》", Not(Phrase("甲"))),
        ("甲 OR 《“乙”》", Or((Words("甲"), Phrase("乙")))),
        ("“甲” OR 、", Or((Phrase("甲"), Words("、")))),
        ("（、）", Words("、")),
        ("“甲” + “乙”", And((Phrase("甲"), Words("+"), Phrase("乙")))),
        ("“甲” - “乙”", And((Phrase("甲"), Words("-"), Phrase("乙")))),
        ("（“甲” -）", And((Phrase("甲"), Words("-")))),
        ("-|甲", Or((Words("-"), Words("甲")))),
        ("， 。", Words("， 。")),
        ("年份:2024 ？", And((Field("year", "2024"), Words("？")))),
        ("标题:甲 、“乙”", And((Field("title", "甲"), Phrase("乙")))),
        ("title:甲 — 乙", And((Field("title", "甲"), Words("— 乙")))),
        ("讲话人：甲，“乙”", And((Field("speaker", "甲"), Phrase("乙")))),
        ("year：2024、“乙”", And((Field("year", "2024"), Phrase("乙")))),
        ("标题:乙！", Field("title", "乙！")),
        ("標題：甲 乙", And((Field("title", "甲"), Words("乙")))),
        ("講話人：甲", Field("speaker", "甲")),
        ("小標題：甲", Field("heading", "甲")),
        ("場合：甲", Field("occasion", "甲")),
        ("ｔｉｔｌｅ：甲", Field("title", "甲")),
        ("Ｙｅａｒ：２０２４", Field("year", "2024")),
        ("1）推进振兴", Words("1）推进振兴")),
        ("二)推进振兴", Words("二)推进振兴")),
        ("30″屏幕", Words("30″屏幕")),
        ("“甲“乙”丙”", Phrase("甲“乙”丙")),
        ("«党建»", Phrase("党建")),
        ("「党建』", Phrase("党建")),
        ("《报告》", Words("《报告》")),
        ('"甲\n乙"~5', Proximity(("甲", "乙"), 5)),
        ("发展 or 质量", Or((Words("发展"), Words("质量")))),
        ("发展 ｏｒ 质量", Or((Words("发展"), Words("质量")))),
        ("发展 and 质量", And((Words("发展"), Words("质量")))),
        ("发展 not 质量", And((Words("发展"), Not(Words("质量"))))),
        ("not 质量", Not(Words("质量"))),
        ("“发展” Or GDP", Or((Phrase("发展"), Words("GDP")))),
        ("research or development", And((Words("research"), Words("or"), Words("development")))),
        ("发展 or", And((Words("发展"), Words("or")))),
        ("or 质量", And((Words("or"), Words("质量")))),
        ("甲\nOR\n乙", Or((Words("甲"), Words("乙")))),
        ("甲\n或\n乙", Or((Words("甲"), Words("乙")))),
        ("甲\n标题:乙", And((Words("甲"), Field("title", "乙")))),
        (LONG, Words(LONG)),
        ("\n  ".join(LONG.partition("促进")), Words(LONG)),
        (f"“{LONG.replace('“', '').replace('”', '')}”", Phrase(LONG.replace("“", "").replace("”", ""))),
        (f"{LONG} year:2024", None),
        (f"{LONG} ＮＯＴ 甲", None),
        (LONG.replace("要", " App 或 AI "), Words(LONG.replace("要", " App 或 AI "))),
        (f"{PLAIN} or 改革", Or((Words(PLAIN), Words("改革")))),
        (f"{PLAIN} ｎｏｔ 改革", And((Words(PLAIN), Not(Words("改革"))))),
        (f"{LONG} ｙｅａｒ：2024", None),
        (f"{LONG} 標題：報告", None),
        (f"{LONG} NOT 甲", None),
        ("“党的建设” 基层治理和乡村振兴工作的重要经验做法有哪些", None),
        ("坚持和完善中国特色社会主义*制度推进国家治理体系现代化", None),
        ("社会主?现代化建设坚持和完善中国特色社会主义制度推进", None),
    ],
)
def test_what_is_pasted_is_text(query: str, tree: Query | None) -> None:
    try:
        read: Query | None = read_query(query)
    except QueryError:
        read = None
    assert read == tree if tree else not isinstance(read, Words)


def test_patterns_stay_patterns() -> None:
    assert isinstance(read_query("坚持和完善中国特色社会主义*制度推进国家治理体系现代化"), Wildcard)


@given(HAN, st.sampled_from(sorted(PARTNERS.items())))
def test_quotes_of_all_kinds_pair(text: str, pair: tuple[str, str]) -> None:
    assert read_query(f"{pair[0]}{text}{pair[1]}") == Phrase(text)


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("“党", "“党”"),
        ('党 "建设', '党 "建设"'),
        ("党「", "党"),
        ('党 ""', "党"),
        ("(乡村 OR", "(乡村)"),
        ("（乡村 或 农村", "（乡村 或 农村）"),
        ("党）", "党"),
        ("speakr:罗", "speaker:罗"),
        ("title：甲 headng:“乙", "title：甲 heading:“乙”"),
        ("党 OR", "党"),
        ("AND 党", "党"),
        ("title:党?建", 'title:"党?建"'),
        ("水 date:2024..2023", "水 date:2023..2024"),
        ("year: 2024 .. 2023 水", "year: 2023..2024 水"),
        ("水 *党建", "水 党建"),
        ('"甲 乙"~999', "甲 乙 999"),
        ("党 " * 300, ("党 " * 200).strip()),
        ("", None),
        ("“”", None),
        ("党" * (MAX_QUERY_LENGTH + 1), None),
    ],
)
def test_the_mended_query_is_given(query: str, mended: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query)
    assert caught.value.mended == mended


@given(st.text("党建 “”「\"'（)|-:：~*?ORANDNOTtileyar2024\n.", max_size=30))
def test_what_mends_a_query_can_be_read(query: str) -> None:
    mended = mended_query(query)
    assert mended is None or read_query(mended)
    assert mended or mended == query or "党" not in query


def mended_query(query: str) -> str | None:
    """What mends a query; itself where nothing is wrong with it."""
    try:
        read_query(query)
    except QueryError as error:
        return error.mended
    return query or None


def test_the_place_is_that_in_the_query_as_it_was_written() -> None:
    with pytest.raises(QueryError) as caught:
        read_query("\u200b党\u200b \u200b“建")
    assert caught.value.position == 5


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    seeds, index = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("index") / "index"
    text = "在会议上的讲话\n（2021年3月5日）\n温度 -5℃ 时要保供，5℃ 时也要。\n'90年代以来，要抓好落实。\n最高气温5℃。\n"
    Path(seeds, "a.txt").write_text(text, encoding="utf-8")
    build(seeds, index)
    with open_corpus(index) as corpus:
        yield corpus


@pytest.mark.parametrize(
    ("query", "total"), [("-5℃", 1), ("'90年代以来", 1), ('"抓好落实\n"', 1), ("抓\n好\n落实", 1), ('"5℃"', 2)]
)
def test_pasted_queries_find(pasted: Corpus, query: str, total: int) -> None:
    assert pasted.search(query).total == total


@pytest.mark.parametrize("phrase", ["抓好落实\n", " 抓好落实 ", "抓好\n落实", "　抓好\r\n　落实"])
def test_pasted_phrases_are_counted(pasted: Corpus, phrase: str) -> None:
    assert pasted.count(phrase).occurrences == 1
    assert pasted.kwic(phrase).lines[0].match == "抓好落实"
    assert pasted.card(phrase).phrase == "抓好落实"
