"""The variants of a wording: found among others, counted to the letter, with sentences that show them, and never claimed."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from indexer.analysis import Analysis, fold
from indexer.build.pipeline import build
from indexer.errors import CallError
from searchui import Corpus, open_corpus
from searchui.search.variants.variant import Kind, Variants
from tests.searchui.variants.reports import SUCCESSIONS, TURN, YEARS, siblings, write_reports

FIRST = 5
BOTH_WAYS = [pair for _, old, new, _ in SUCCESSIONS for pair in ((old, new), (new, old))]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    index = tmp_path_factory.mktemp("variants") / "index"
    build(write_reports(tmp_path_factory.mktemp("reports")), index)
    with open_corpus(index) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def variants_of(reports: Corpus) -> Callable[[str], Variants]:
    """The variants of a phrase, asked for once."""
    return cache(reports.variants)


@pytest.mark.parametrize(("asked", "expected"), BOTH_WAYS)
def test_what_succeeded_a_wording_is_among_the_first(
    variants_of: Callable[[str], Variants], asked: str, expected: str
) -> None:
    assert expected in [one.text for one in variants_of(asked).variants[:FIRST]]


def test_every_number_is_that_of_a_count(reports: Corpus) -> None:
    """Against `count`, and by year against `trend`."""
    for _, old, _, _ in SUCCESSIONS[::4]:
        found = reports.variants(old)
        for wording in (found.phrase, *(one.wording for one in found.variants)):
            count = reports.count(wording.text)
            assert (wording.occurrences, wording.speeches) == (count.occurrences, count.speeches)
            assert (wording.first, wording.last, wording.undated) == (count.first, count.last, count.undated)
            trend = reports.trend([wording.text])
            assert wording.by_year == tuple(point.occurrences for point in trend.courses[0].points)
            assert found.years == trend.buckets


def test_sentences_of_two_speeches_show_one_where_the_other_stood(variants_of: Callable[[str], Variants]) -> None:
    shown = 0
    for _, old, _, _ in SUCCESSIONS:
        for one in variants_of(old).variants:
            assert len(one.examples) <= one.pairs
            for pair in one.examples:
                assert fold(pair.phrase.parts[1]) == old
                assert fold(pair.variant.parts[1]) == one.text
                assert pair.phrase.mention.speech.id != pair.variant.mention.speech.id
                before, after = (use.mention.date for use in pair.by_date)
                assert before is not None
                assert after is not None
                assert before.key <= after.key
                assert _same_around(pair.phrase.parts, pair.variant.parts)
                shown += 1
    assert shown > len(SUCCESSIONS)


def _same_around(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two characters at least before it or after it are the same."""
    return one[0][-2:] == other[0][-2:] or one[2][:2] == other[2][:2]


def test_how_a_variant_differs_is_said(variants_of: Callable[[str], Variants]) -> None:
    kinds = {"replaced": Kind.REPLACED, "longer": Kind.LONGER, "shorter": Kind.SHORTER, "order": Kind.ORDER}
    for kind, old, new, _ in SUCCESSIONS:
        if kind in kinds:
            one = next(one for one in variants_of(old).variants if one.text == new)
            assert one.kind is kinds[kind]
            assert "".join(piece.said for piece in one.differences) == old
            assert "".join(piece.source for piece in one.differences) == new


def test_one_stands_before_the_other(reports: Corpus) -> None:
    found = reports.variants("国营林场改造")
    one = next(one for one in found.variants if one.text == "国有林场改造")
    last, first = found.phrase.last, one.wording.first
    assert last is not None
    assert first is not None
    assert (str(last.date)[:4], str(first.date)[:4]) == (str(TURN["国营林场改造"] - 1), str(TURN["国营林场改造"]))


def test_an_undated_speech_is_counted_apart_and_shows_nothing(reports: Corpus) -> None:
    found = reports.variants("河湖整治工程")
    one = next(one for one in found.variants if one.text == "河湖治理工程")
    assert one.wording.undated == 1
    assert sum(one.wording.by_year) == one.wording.occurrences - 1
    assert all(use.mention.date for pair in one.examples for use in pair.by_date)


def test_a_phrase_that_is_nowhere_has_a_count_of_none(reports: Corpus) -> None:
    found = reports.variants("河湖疏浚工程")
    assert found.phrase.occurrences == 0
    assert found.phrase.first is None
    assert {"河湖治理工程", "河湖整治工程"} <= {one.text for one in found.variants}


def test_script_and_width_make_no_variant(reports: Corpus) -> None:
    simplified, traditional = reports.variants("国营林场改造"), reports.variants("國營林場改造")
    assert traditional.phrase.text == "國營林場改造"
    assert [one.text for one in traditional.variants] == [one.text for one in simplified.variants]
    assert traditional.phrase.by_year == simplified.phrase.by_year


def test_no_variant_cuts_a_word_or_is_the_phrase(variants_of: Callable[[str], Variants]) -> None:
    for _, old, new, others in SUCCESSIONS:
        known = {text for row in SUCCESSIONS for text in (*row[1:3], *row[3], *siblings(*row[1:3]))}
        found = variants_of(old)
        texts = [one.text for one in found.variants]
        assert old not in texts
        assert len(set(texts)) == len(texts)
        cut = [
            text
            for text in texts
            if text not in known and any(text in word and len(text) == len(word) - 1 for word in known)
        ]
        assert not cut, (old, new, others, cut)


@pytest.mark.parametrize("phrase", ["", "  ", "林" * 31])
def test_what_cannot_be_asked_is_said(reports: Corpus, phrase: str) -> None:
    with pytest.raises(CallError):
        reports.variants(phrase)


@pytest.mark.parametrize("limit", [0, 51])
def test_a_limit_that_is_too_small_or_too_large_is_said(reports: Corpus, limit: int) -> None:
    with pytest.raises(CallError):
        reports.variants("国营林场改造", limit=limit)


def test_of_very_many_variants_some_are_listed_and_how_many_there_are_is_said(tmp_path: Path) -> None:
    """Thousands of wordings with one word in common."""
    signs = [chr(0x4E00 + 37 * number) for number in range(120)]
    lines = [f"今年抓好{one}{other}工程，成效很好。" for one in signs[:60] for other in signs[60:]]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2020-01-02-沈知远-讲话.txt").write_text("讲话\n" + "\n".join(lines), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        found = corpus.variants(f"{signs[0]}{signs[60]}工程", limit=50)
        assert len(found.variants) <= 50 < found.found
        assert all(one.wording.occurrences == corpus.count(one.text).occurrences for one in found.variants)


def test_real_speeches_have_the_counts_of_their_own(corpus: Corpus) -> None:
    for phrase in (*corpus.set_phrases(8), "的", "党"):
        for one in corpus.variants(phrase[:30], limit=20).variants:
            assert one.wording.occurrences == corpus.count(one.text).occurrences > 0


def test_years_of_the_reports(reports: Corpus) -> None:
    assert [bucket.name for bucket in reports.variants("国营林场改造").years] == [str(year) for year in YEARS]


def test_what_is_used_once_comes_after_what_is_used_more(tmp_path: Path) -> None:
    """The phrase with words before it or after it that stand there but once; and what always goes on is shown whole."""
    lines = [
        *["今年要推动清水渠建设，做好准备。"] * 4,
        *["各乡整修清水渠建设和山塘加固，进展顺利。"] * 3,
        *["大家看好清溪渠建设，群众满意。"] * 2,
        "报告体现清水渠建设的分量。",
        "我们认为清水渠建设任务还很重。",
    ]
    (tmp_path / "seeds").mkdir()
    for year in (2020, 2021):
        text = "讲话\n" + "\n".join(lines if year == 2020 else lines[:-2])
        (tmp_path / "seeds" / f"{year}-01-02-沈知远-讲话.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        variants = corpus.variants("清水渠建设").variants
    texts, uses = [one.text for one in variants], [one.wording.occurrences for one in variants]
    assert "体现清水渠建设" in texts
    assert 1 not in uses[: sum(count > 1 for count in uses)]
    assert "整修清水渠建设和山塘加固" in texts or "清水渠建设和山塘加固" in texts
    assert "清水渠建设和" not in texts
    assert "清水渠建设和山塘" not in texts


def test_a_wording_goes_as_far_as_it_always_goes_on(tmp_path: Path) -> None:
    """排放双控 is always said as 碳排放双控, which does not go on to what is said beside it, before 和."""
    old = ["各县落实能耗双控要求。", "工厂都懂得能耗双控。", "能耗双控的账目公开了。"]
    new = ["林场和碳排放双控一起办。", "渡口和碳排放双控两不误。", "山塘和碳排放双控，样样都抓。"]
    assert "碳排放双控" in (found := _told(tmp_path, old, new, "能耗双控"))
    assert "排放双控" not in found


def test_a_longer_wording_that_is_most_of_a_listed_one_is_listed_too(tmp_path: Path) -> None:
    """党纪学习教育成果 beside 学习教育成果, of which it is more than half."""
    old = ["我们巩固主题教育成果。", "村里宣讲主题教育成果，人人叫好。"]
    new = ["各县检查党纪学习教育成果。", "码头上说起党纪学习教育成果。", "我们巩固学习教育成果。"]
    found = _told(tmp_path, old, new, "主题教育成果")
    assert "党纪学习教育成果" in found
    assert "学习教育成果" in found


def _told(folder: Path, old: list[str], new: list[str], phrase: str) -> list[str]:
    """The variants of a phrase in four reports that say the old sentences, and four later ones with the new ones."""
    for year in range(2018, 2026):
        head = f"政府工作报告\n（{year}年3月2日）\n\n"
        (folder / f"{year}-政府工作报告.txt").write_text(head + "".join(old if year < 2022 else new), encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as corpus:
        return [one.text for one in corpus.variants(phrase).variants]


def test_the_last_word_of_a_phrase_that_is_a_single_word_may_be_another(tmp_path: Path) -> None:
    """劳动模范 is a word; 劳动能手 is said of the same, with nothing around it that is the same."""
    old = ["各县评选劳动模范。", "劳动模范的名单公开了，人人叫好。"]
    new = ["渡口上来了一批劳动能手，技术过硬。", "林场里劳动能手带头干。"]
    assert Analysis().cut("劳动模范") == ["劳动模范"]
    assert "劳动能手" in _told(tmp_path, old, new, "劳动模范")
