"""Two texts side by side: nothing is lost, nothing is told twice, and what is told is what a reader would say."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, permutations
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.errors import CallError, NotFoundError
from indexer.model import Span
from searchui import Corpus
from searchui.search.comparison.abbreviations import shortened
from searchui.search.comparison.alignment import _in_order, _paired
from searchui.search.comparison.compared_text import draft_text
from searchui.search.comparison.comparer import MAX_SENTENCES, linked
from searchui.search.comparison.comparison import ComparedRow, Comparison, RowKind, SectionKind
from searchui.search.comparison.likelihood import AT_SIGHT, Sentences, _Known, likelihood
from searchui.search.comparison.neighbourhood import together
from searchui.search.comparison.numbers import number_changes
from searchui.search.comparison.phrases import _maximal
from searchui.search.comparison.rows import rows
from searchui.search.comparison.sections import section_rows
from searchui.search.comparison.similarity import IN_A_ROW, Similarities, _grams, frame
from tests.searchui.comparison.speeches import NEWER, OLDER

CUT = Analysis().cut
WORDS = st.sampled_from(
    ["河湖", "治理", "水网", "加快", "建设", "2023年", "5.5%", "，", "、", " ", "的", "我们", "x", "—"]
)
SENTENCES = st.lists(WORDS, max_size=9).map("".join)
TEXTS = st.lists(
    st.tuples(SENTENCES, st.sampled_from(["。", "；", "\n", "。”\n", "！！", "\n\n", "……", ""])).map("".join),
    max_size=12,
).map("".join)


def compared(a: str, b: str) -> tuple[ComparedRow, ...]:
    one, other = draft_text(a), draft_text(b)
    return rows(one, other, linked(one, other), CUT)


def joined(text: str, spans: Sequence[Span | None]) -> str:
    return "".join(text[span.start : span.end] for span in sorted(span for span in spans if span))


@given(TEXTS, TEXTS)
@example("河湖治理 河湖。", "河湖\n治理。")  # what folds alike is another character in either text
def test_rows_give_both_texts_back(a: str, b: str) -> None:
    """Every sentence stands in exactly one row, and edits are true slices that lead from one text to the other."""
    found = compared(a, b)
    assert joined(a, [row.a for row in found]) == (a if a.strip() else "")
    assert joined(b, [row.b for row in found]) == (b if b.strip() else "")
    for row in found:
        assert (row.a is None) is (row.kind is RowKind.NEW)
        assert (row.b is None) is (row.kind is RowKind.DROPPED)
        assert all(b[edit.span.start : edit.span.end] == edit.said for edit in row.edits)
        assert all(edit.source in a for edit in row.edits)
        assert not row.edits or row.kind is not RowKind.KEPT


@given(TEXTS)
def test_a_text_with_itself_is_kept(text: str) -> None:
    assert {row.kind for row in compared(text, text)} <= {RowKind.KEPT}


@given(TEXTS, TEXTS)
def test_both_directions_pair_alike(a: str, b: str) -> None:
    forth = {(row.a, row.b, row.moved) for row in compared(a, b)}
    back = {(row.b, row.a, row.moved) for row in compared(b, a)}
    assert forth == back


REPEATED = st.lists(st.sampled_from(["甲乙丙丁戊。", "甲乙丙丁己。", "子丑寅卯辰。", "子丑丙丁戊。"]), max_size=8).map(
    "".join
)


@given(REPEATED, REPEATED)
def test_what_is_said_again_pairs_alike_too(a: str, b: str) -> None:
    """Where several sentences would do as well, the same are taken in both directions."""
    forth = {(row.a, row.b, row.moved) for row in compared(a, b)}
    assert forth == {(row.b, row.a, row.moved) for row in compared(b, a)}


def test_a_sentence_that_two_could_take_is_taken_once() -> None:
    a = "甲乙丙丁戊己，子丑寅卯辰巳。\n子丑寅卯辰巳，天地玄黄宇宙。"
    b = "甲乙丙丁戊己。\n子丑寅卯辰巳。\n天地玄黄宇宙。"
    for one, other in ((a, b), (b, a)):
        found = compared(one, other)
        assert joined(one, [row.a for row in found]) == one
        assert joined(other, [row.b for row in found]) == other
        assert len(found) == 2


def test_what_was_dropped_is_told_behind_what_stood_before_it() -> None:
    a = "河湖治理要抓紧。\n旧的码头拆掉了。\n公路修到家门口。"
    kinds = [row.kind for row in compared(a, "河湖治理要抓紧。\n公路修到家门口。")]
    assert kinds == [RowKind.KEPT, RowKind.DROPPED, RowKind.KEPT]


def test_of_phrases_inside_each_other_the_longest_is_told() -> None:
    times = {"加快建设现代水网": 2, "建设现代水网": 2, "现代水网": 3}
    assert _maximal(times) == ["加快建设现代水网", "现代水网"]


@given(st.lists(SENTENCES, max_size=300), st.lists(SENTENCES, max_size=8))
def test_similarity_is_the_weighted_share_of_what_is_common(a: list[str], b: list[str]) -> None:
    """All at once as each by itself."""
    alike = Similarities(a, b)
    expected = [[alike.of([row], [column]) for column in range(len(b))] for row in range(len(a))]
    assert np.allclose(alike.matrices().alike, np.array(expected).reshape(len(a), len(b)), atol=1e-5)
    assert all(0 <= value <= 1 + 1e-9 for row in expected for value in row)


@given(st.lists(SENTENCES, max_size=300), st.lists(SENTENCES, max_size=8))
def test_what_is_rare_weighs_by_how_many_sentences_have_it(a: list[str], b: list[str]) -> None:
    """All at once as each by itself: 1 for what stands nowhere else, and the third power of the weight beside that."""
    having, every = Counter(gram for text in (*a, *b) for gram in _grams(text)), len(a) + len(b)
    expected = [
        [
            sum((log(1 + every / having[gram]) / log(1 + every)) ** 3 for gram in _grams(one) & _grams(other))
            for other in b
        ]
        for one in a
    ]
    assert np.allclose(Similarities(a, b).matrices().rare, np.array(expected).reshape(len(a), len(b)), atol=1e-4)


def test_sentences_that_share_what_is_rare_belong_together() -> None:
    """Of two that are as alike, as long, that one which has the name that stands nowhere else."""
    rare = (
        Similarities(["全面推进独山玉产业振兴"], ["全面推进独山玉园区建设", "全面推进各项产业振兴", "推进产业振兴"])
        .matrices()
        .rare
    )
    assert rare[0].argmax() == 0


def test_what_is_said_in_short_is_known_of_what_is_said_in_full() -> None:
    """文旅 of 文化旅游: its characters stand side by side in one of both, and near each other in the other."""
    short = ["壮大文旅产业", "办好图书馆"]
    found = shortened(short, ["让文化旅游更兴旺", "文章写到旅途"])
    assert found[0, 0] > 0
    assert not found[0, 1]
    assert not found[1].any()
    assert np.array_equal(found.T, shortened(["让文化旅游更兴旺", "文章写到旅途"], short))


@given(st.lists(SENTENCES, max_size=30), st.lists(SENTENCES, max_size=8))
def test_pairs_of_characters_near_each_other_are_found_all_at_once_as_each_by_itself(
    a: list[str], b: list[str]
) -> None:
    near = {text: {text[at] + two for at in range(len(text)) for two in text[at + 1 : at + 4]} for text in (*a, *b)}
    having, every = Counter(pair for text in (*a, *b) for pair in near[text]), len(a) + len(b)
    expected = [
        [
            sum(
                (log(1 + every / having[pair]) / log(1 + every)) ** 2
                for pair in near[one] & near[other]
                if (pair in one or pair in other) and having[pair] <= max(2, 0.03 * every)
            )
            for other in b
        ]
        for one in a
    ]
    assert np.allclose(shortened(a, b), np.array(expected).reshape(len(a), len(b)), atol=1e-4)


def test_headings_are_told_from_sentences() -> None:
    text = draft_text(
        "一、河湖治理\n河湖治理要抓紧。渔民上岸了，\n二是修路。\n　　码头与渡口\n旧的码头拆掉了；新的建好了"
    )
    assert [text.is_heading(one) for one in text.sentences] == [True, False, False, True, True, False, False]


def in_one_section(frames: list[str], headings: list[bool]) -> Sentences:
    return Sentences(frames, headings, frames, [0] * len(frames), [0] * len(frames))


def test_headings_belong_to_headings() -> None:
    """Of two sentences as alike, as near and as long, that which heads others as the first one does."""
    a, b = ["河湖治理与码头"], ["渡口河湖修路", "修路河湖渡口"]
    alike = Similarities(a, b)

    def likely(headings: list[bool]) -> list[float]:
        known = _Known(alike, in_one_section(a, [True]), in_one_section(b, headings))
        return [float(one) for one in known.likely(AT_SIGHT, (), None)[0]]

    first, last = likely([False, True]), likely([True, False])
    assert first[1] > 2 * last[1]
    assert last[0] > 2 * first[0]


def test_sentences_among_likely_pairs_are_likelier() -> None:
    """The same two sentences, alone in two texts and where the pairs before and after them go along."""
    course = [f"{one}的事{one}们来办" for one in "渔樵耕读医卜"]
    a, b = [*course[:3], "码头修好", *course[3:]], [*course[:3], "新建码头", *course[3:]]
    strangers = [f"{one}在{one}上" for one in "风花雪月山水"]
    alone = [*strangers[:3], "新建码头", *strangers[3:]]

    def likely(there: list[str]) -> float:
        plain = [False] * len(a)
        sentences = in_one_section(a, plain), in_one_section(there, plain)
        return float(likelihood(Similarities(a, there), sentences, _in_order)[3, 3])

    assert likely(b) > likely(alone) + 0.1


@given(st.data())
def test_sections_belong_together_by_the_likely_pairs_of_their_other_sentences(data: st.DataObject) -> None:
    """All at once as each two by themselves."""
    rows, columns = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    a, b = (data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)) for size in (rows, columns))
    chances = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=rows * columns, max_size=rows * columns)
    likely = np.array(data.draw(chances), dtype=np.float32).reshape(rows, columns)

    def cosine(row: int, column: int) -> float:
        others = [(x, y) for x in range(rows) for y in range(columns) if x != row and y != column]
        own = sum(likely[x, y] for x, y in others if a[x] == a[row])
        there = sum(likely[x, y] for x, y in others if b[y] == b[column])
        both = sum(likely[x, y] for x, y in others if a[x] == a[row] and b[y] == b[column])
        return float(both / sqrt((own + 1) * (there + 1)))

    expected = [[cosine(row, column) for column in range(columns)] for row in range(rows)]
    assert np.allclose(together(likely, a, b), expected, atol=1e-5)


def test_headings_of_sections_that_go_along_belong_together() -> None:
    """However they are renamed: what stands below them tells it."""
    below = ["渔民上岸", "码头改成茶馆", "清淤二十里", "岸边种柳树"], ["公路修到村口", "铺上柏油路面", "客车一天两班"]
    a, b = ["河湖治理", *below[0], "修路架桥", *below[1]], ["让河水清起来", *below[0], "好路通四方", *below[1]]
    own, there = (in_one_section(text, [False] * len(text)) for text in (a, b))

    def likely(sections: list[int]) -> float:
        sides = own._replace(sections=[0] * 5 + [1] * 4), there._replace(sections=sections, chapters=sections)
        return float(likelihood(Similarities(a, b), sides, _in_order)[0, 0])

    assert likely([0] * 5 + [1] * 4) > 1.5 * likely([1] + [0] * 4 + [1] * 4)


def test_what_is_spoken_of_in_the_same_places_is_alike() -> None:
    """Sentences without a pair of characters in common, the words of which stand beside the same ones elsewhere."""
    care = ["养老助餐", "托育服务", "养老托育", "助餐服务", "养老服务", "助餐托育", "托育养老"]
    roads = ["公路修桥", "客车进村", "公路客车", "修桥进村", "公路进村", "修桥客车", "客车公路"]
    assert len(care) == IN_A_ROW
    a, b = [*care, *roads], [*roads[::-1], *care[::-1]]
    found = Similarities(a, b).topics()
    assert not {*pairwise(care[0])} & {*pairwise(care[1])}
    assert found[:7, 7:].min() > 0.9
    assert found[7:, :7].min() > 0.9
    assert abs(found[:7, :7]).max() < 0.1
    assert np.allclose(found, Similarities(b, a).topics().T, atol=1e-4)


def test_each_sentence_has_its_likeliest_one() -> None:
    """Though more pairs would be in order: of the second and the third the third is likelier of the second."""
    frames = ["河湖治理要抓紧", "渔民上岸得安居", "公路修到村口来"]
    sides = in_one_section(frames, [False] * 3), in_one_section(frames, [False] * 3)
    likely = np.array([[0, 0.5, 0.9], [0, 0, 0], [0.5, 0, 0]], dtype=np.float32)
    assert _paired(likely, sides, 0.4) == ([(0, 2)], frozenset())
    likely[2, 0] = 0.8
    assert _paired(likely, sides, 0.4) == ([(0, 2)], frozenset({(2, 0)}))


def test_a_pair_that_would_not_be_moved_leaves_its_sentences_to_others() -> None:
    frames = ["河湖治理要抓紧", "渔民上岸得安居", "公路修到村口来"]
    sides = in_one_section(frames, [False] * 3), in_one_section(frames, [False] * 3)
    likely = np.array([[0.5, 0, 0], [0, 0.9, 0], [0.6, 0, 0]], dtype=np.float32)
    assert _paired(likely, sides, 0.4) == ([(0, 0), (1, 1)], frozenset())


def test_no_pair_is_moved_that_is_too_unlikely_for_it() -> None:
    """However many others a sentence might be moved to."""
    frames = [f"{one}字写成的一句话" for one in "甲乙丙丁戊己庚辛"]
    sides = in_one_section(frames, [False] * 8), in_one_section(frames, [False] * 8)
    likely = np.zeros((8, 8), dtype=np.float32)
    likely[0, 7] = 0.9
    likely[1, :7] = 0.6
    assert _paired(likely, sides, 0.4) == ([(0, 7)], frozenset())


def test_what_is_compared_of_a_sentence() -> None:
    assert frame("一、2024年工作 回顾：") == frame("（三）2025年工作回顾。")
    assert frame("增长 1 2.5％！") == frame("增长3%。")
    assert frame("——") == "——"


@pytest.fixture(scope="module")
def years(reports: Corpus) -> Comparison:
    """Two reports of a series."""
    return reports.compare("report-2023.txt", "report-2025.txt")


def told(found: Comparison, kind: RowKind) -> list[tuple[str, str]]:
    return [(found.a.of(row.a), found.b.of(row.b)) for row in found.rows if row.kind is kind]


def test_each_kind_of_row(years: Comparison) -> None:
    assert ("一、2022年工作回顾", "一、2024年工作回顾") in told(years, RowKind.NUMBERS)
    assert ("全市地区生产总值增长5.5%，城镇新增就业3.2万人。", "全市地区生产总值增长5%，城镇新增就业2.8万人。") in told(
        years, RowKind.NUMBERS
    )
    assert ("严格保护饮用水源。", "严格保护饮用水源。") in told(years, RowKind.KEPT)
    assert ("我们常怀为民之心，多办利民之事。",) * 2 in told(years, RowKind.KEPT)
    assert told(years, RowKind.MOVED) == [
        (
            "老城区的旧桥全部修缮完毕，码头仓库改成了书店和茶馆。",
            "老城区的旧桥全部修缮完毕，码头仓库改成了书店、茶馆和画室。",
        )
    ]
    assert [a for a, _b in told(years, RowKind.SPLIT)] == [
        "我们要加快建设现代水网，让清水流进千家万户，让每条河都清起来、活起来。",
        "扩建城东客运站，方便乡亲们赶集和就医，节假日增开夜间班次，春运期间延长售票时间。",
    ]
    assert [b for _a, b in told(years, RowKind.MERGED)] == [
        "在每个社区办一所老年食堂，价格公道，饭菜可口，定期公布账目，开设夜间门诊。"
    ]
    assert ("", "引进三家造纸企业，产品远销海外。") in told(years, RowKind.NEW)
    assert ("推广“一门通办”服务，群众办事少跑路。", "") in told(years, RowKind.DROPPED)
    assert told(years, RowKind.CHANGED) == [
        ("市长 沈知远", "市长 叶舒禾"),
        ("（二）把路修到家门口", "（二）把路修到乡亲家门口"),
    ]
    assert set(years.counts) == set(RowKind)
    assert all(years.counts.values())


def test_numbers_are_told_apart(years: Comparison) -> None:
    changes = [(years.a.of(one.a), years.b.of(one.b)) for one in years.numbers]
    assert ("5.5%", "5%") in changes
    assert ("3.2万", "2.8万") in changes
    assert ("860", "640") in changes
    assert not any(a == b for a, b in changes)
    turned = "一、甲乙丙丁\n二、子丑寅卯\n", "二、甲乙丙丁\n三、子丑寅卯\n"
    found = number_changes(draft_text(turned[0]), draft_text(turned[1]), compared(*turned))
    assert found == (), "the number of a heading is no figure"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("首先抓好三件事：（1）修好渡口；", "首先抓好三件事：（2）修好渡口；", []),
        ("会议提出，第一，坚持修好渡口不动摇。", "会议提出，第三，坚持修好渡口不动摇。", []),
        ("要做两件事，一是把渡口修好。", "要做两件事，二是把渡口修好。", []),
        ("会议提出，第一，修好渡口3座。", "会议提出，第二，修好渡口5座。", [("3", "5")]),
        ("渡口今年修好（共3座）。", "渡口今年修好（共5座）。", [("3", "5")]),
        ("目标是：3.5%以上的渡口修好。", "目标是：4.5%以上的渡口修好。", [("3.5%", "4.5%")]),
        ("各县排第三位的渡口修好。", "各县排第四位的渡口修好。", [("三", "四")]),
    ],
)
def test_what_counts_items_is_no_figure(a: str, b: str, told: list[tuple[str, str]]) -> None:
    changes = number_changes(draft_text(a), draft_text(b), compared(a, b))
    assert [(a[one.a.start : one.a.end], b[one.b.start : one.b.end]) for one in changes] == told


def test_sections_by_the_vote_of_their_sentences(years: Comparison) -> None:
    named = {(row.kind, *(one.heading for one in (*row.a, *row.b))) for row in years.sections}
    assert (SectionKind.SAME, "一、2022年工作回顾", "一、2024年工作回顾") in named
    assert (SectionKind.SAME, "（一）把河湖治理好", "（一）把河湖治理好") in named
    assert (SectionKind.RENAMED, "（二）把路修到家门口", "（二）把路修到乡亲家门口") in named
    for side, text in ((0, years.a), (1, years.b)):
        told_of = [one for row in years.sections for one in ((row.a, row.b)[side])]
        assert sorted(told_of, key=lambda one: one.span) == list(text.sections), "each section in one row"


def test_sections_that_were_split_and_merged() -> None:
    whole = "一、水和路\n加快建设现代水网。\n严格保护饮用水源。\n新建农村公路三条。\n改造老旧渡口五处。\n"
    parts = "一、水\n加快建设现代水网。\n严格保护饮用水源。\n二、路\n新建农村公路三条。\n改造老旧渡口五处。\n"
    one, other = draft_text(whole), draft_text(parts)
    assert [len(text.sections) for text in (one, other)] == [1, 2]
    assert [row.kind for row in section_rows(one, other, rows(one, other, linked(one, other), CUT))] == [
        SectionKind.SPLIT
    ]
    assert [row.kind for row in section_rows(other, one, rows(other, one, linked(other, one), CUT))] == [
        SectionKind.MERGED
    ]


def test_a_part_that_went_into_the_next_sentence_went_with_it() -> None:
    """Though that says something else besides, so that both together are no more alike than the one alone."""
    before = "我们坚持以人民为中心，着力解决急难愁盼问题，民生保障不断加强。"
    after = "我们始终坚持以人民为中心，着力解决群众急难愁盼问题。民生保障不断加强，老旧小区换了新颜。"
    apart = "我们始终坚持以人民为中心，着力解决群众急难愁盼问题。老旧小区换了新颜，停车位增加三成。"
    assert [row.kind for row in compared(before, after)] == [RowKind.SPLIT]
    assert [row.kind for row in compared(after, before)] == [RowKind.MERGED]
    assert [row.kind for row in compared(before, apart)] == [RowKind.CHANGED, RowKind.NEW]


def test_phrases_are_counted_exactly(reports: Corpus, years: Comparison) -> None:
    own, other = fold(years.a.text), fold(years.b.text)
    phrases = {change.phrase: change for change in years.phrases}
    for phrase, change in phrases.items():
        assert (change.in_a, change.in_b) == (own.count(phrase), other.count(phrase))
        assert bool(change.in_a) is not bool(change.in_b)
        counted = reports.count(phrase)
        assert change.evidence.count == counted.occurrences
        assert change.evidence.first == counted.first
        assert change.evidence.last == counted.last
    assert phrases["一键即办"].appeared
    assert phrases["一键即办"].evidence.first is not None
    assert phrases["一键即办"].evidence.first.speech.title == "青禾市政府工作报告"
    appeared = [change for change in years.phrases if change.appeared]
    for one, another in permutations(appeared, 2):
        assert one.phrase not in another.phrase or one.in_b != another.in_b, "only the longest"


def test_a_version_is_compared_character_by_character() -> None:
    """Where most stands in both, little that sentences have in common is enough for them to belong together."""
    kept = [f"第{number}段说的是河湖治理的第{number}件事，要一件一件办好。" for number in "甲乙丙丁戊己"]
    one, other = [*kept, "这里的人们都很满意。"], [*kept, "这里的群众非常满意。"]
    last = compared("\n".join(one), "\n".join(other))[-1]
    assert last.kind is RowKind.CHANGED
    assert [(edit.source, edit.said) for edit in last.edits] == [("人们都很", "群众非常")]


def test_what_goes_on_without_end_is_compared_by_clauses() -> None:
    """Character by character it would take a minute."""
    clauses = [f"第{number}件事要逐件办好" for number in range(600)]
    one, other = "，".join(clauses), "，".join([*clauses[:300], "这件是新添的", *clauses[301:]])
    (row,) = compared(one, other)
    assert [(edit.source, edit.said) for edit in row.edits] == [("第300件事要逐件办好，", "这件是新添的，")]


def test_speeches_and_drafts(reports: Corpus) -> None:
    draft = NEWER.replace("640公里", "700公里")
    found = reports.compare("report-2025.txt", draft)
    assert found.a.entry is not None
    assert found.b.entry is None
    changed = [row for row in found.rows if row.kind is not RowKind.KEPT]
    assert [(edit.source, edit.said) for row in changed for edit in row.edits] == [("640", "700")]
    assert not found.is_same
    assert reports.compare("report-2025.txt", "report-2025.txt").is_same
    assert reports.compare(OLDER, OLDER).is_same


def test_where_there_is_nothing_to_compare(reports: Corpus) -> None:
    assert reports.compare("", "\n").rows == ()
    assert reports.compare("", OLDER + "\n\n").b.sentences[-1].end == len(OLDER) + 2
    assert {row.kind for row in reports.compare("", OLDER).rows} == {RowKind.NEW}


def test_what_cannot_be_compared_is_said(reports: Corpus) -> None:
    with pytest.raises(NotFoundError, match="没有编号为“no-such-speech”"):
        reports.compare("report-2023.txt", "no-such-speech")
    with pytest.raises(CallError, match=r"100,000 句"):
        reports.compare("report-2023.txt", "水网建设好。" * 100_000)
    assert MAX_SENTENCES >= 3_000


def test_json_and_tables_say_the_same(years: Comparison) -> None:
    answer = years.as_json()
    assert answer["counts"] == {kind.value: count for kind, count in years.counts.items()}
    assert [row["kind"] for row in answer["rows"]] == [row.kind.value for row in years.rows]
    table = years.to_dicts()
    assert [row["kind"] for row in table] == [row["kind"] for row in answer["rows"]]
    assert [row["b"] for row in table] == [row["b"] and row["b"]["text"] for row in answer["rows"]]
