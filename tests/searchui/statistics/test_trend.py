"""Trends and cards: every number as a walk over all paragraphs counts it."""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import build
from indexer.engine.answers import Numbers, Occurrences
from indexer.errors import CallError, QueryError
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search import Card, Trend
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.statistics.distribution import Leading
from searchui.search.statistics.trend import trend as trend_of
from searchui.web import create_app
from tests.oracle import OracleEngine
from tests.searchui.catalogues import entries, moved
from tests.searchui.snapshots import snapshot_of
from tests.searchui.statistics.walk import NARROWINGS, Walked, spread, summed, walk

WAYS = ("year", "month", "speaker")
PHRASES = ("发展", "新质生产力", "的", "党的建设", "。", "没有这样的话")


@pytest.fixture(scope="module")
def walked(corpus: Corpus) -> list[Walked]:
    return walk(corpus)


def check_trend(trend: Trend, walked: list[Walked], phrases: tuple[str, ...], by: str) -> None:
    """A trend holds what a walk over the paragraphs that it is of counts."""
    parts = spread(walked, lambda one: one.bucket(by))
    without = parts.pop(None, [])
    assert {bucket.name for bucket in trend.buckets} == set(parts)
    assert trend.left_out == len({one.speech for one in without})
    assert [course.phrase for course in trend.courses] == list(phrases)
    for course in trend.courses:
        everywhere = summed(walked, course.phrase)
        assert msgspec.structs.asdict(course.whole) == {name: getattr(everywhere, name) for name in POINT}
        assert course.left_out == summed(without, course.phrase).occurrences
        assert (trend.whole.characters, trend.whole.speeches) == (everywhere.characters, everywhere.of_speeches)
        for bucket, point in zip(trend.buckets, course.points, strict=True):
            true = summed(parts[bucket.name], course.phrase)
            assert (bucket.characters, bucket.speeches) == (true.characters, true.of_speeches)
            assert msgspec.structs.asdict(point) == {name: getattr(true, name) for name in POINT}


POINT = ("occurrences", "speeches", "per_10k", "share")


def in_order(trend: Trend) -> bool:
    """Times ascend; speakers are from the one who has most of all phrases, then by name."""
    keys: list[Any] = [bucket.name for bucket in trend.buckets]
    if trend.by == "speaker":
        totals = [sum(course.points[place].occurrences for course in trend.courses) for place in range(len(keys))]
        keys = list(zip((-total for total in totals), keys, strict=True))
    return keys == sorted(keys)


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("narrowing", NARROWINGS, ids=str)
def test_trends_of_the_samples(corpus: Corpus, walked: list[Walked], by: str, narrowing: Filters) -> None:
    trend = corpus.trend(PHRASES, by, filters=narrowing)
    check_trend(trend, [one for one in walked if one.meets(narrowing)], PHRASES, by)
    assert in_order(trend)


def check_card(card: Card, walked: list[Walked], phrase: str) -> None:
    true = summed(walked, phrase)
    for name in ("occurrences", "paragraphs", "speeches", "characters", "of_speeches", "per_10k"):
        assert getattr(card, name) == getattr(true, name), name
    using = [one for one in walked if summed([one], phrase).occurrences]
    dated = [one.date for one in using if one.date]
    assert card.undated == len({one.speech for one in using if not one.date})
    assert (card.first and card.first.mention.date) == min(dated, key=lambda date: date.key, default=None)
    assert (card.last and card.last.mention.date) == max(dated, key=lambda date: date.key, default=None)
    for quoted in (card.first, card.last):
        if quoted:
            text = quoted.mention.paragraph.text
            assert (
                len(quoted.highlights)
                == summed([one for one in using if one.text == fold(text)][:1], phrase).occurrences
            )
    if card.years:
        years = (min(date.year for date in dated), max(date.year for date in dated))
        assert (card.years.first, card.years.last) == years
        own = {one.speech for one in walked if one.date and years[0] <= one.date.year <= years[1]}
        assert card.years.speeches == len(own)
    else:
        assert not dated
    check_leading(card.peak, walked, phrase, "year", "per_10k")
    check_leading(card.most, walked, phrase, "speaker", "occurrences")
    check_leading(card.densest, walked, phrase, "speaker", "per_10k")


def check_leading(leading: Leading, walked: list[Walked], phrase: str, by: str, measure: str) -> None:
    """Those named are all who share the first place, or the first ten of them; nobody where there is too little text."""
    parts = spread(walked, lambda one: one.bucket(by))
    parts.pop(None, None)
    sums = {str(name): summed(part, phrase) for name, part in parts.items()}
    based = {name for name, each in sums.items() if each.of_speeches >= 3 and each.characters >= 10_000}
    may_lead = {name for name in based if sums[name].occurrences >= 2}
    among = sums.keys() if measure == "occurrences" else may_lead
    top = max((getattr(sums[name], measure) or 0 for name in among), default=0)
    best = sorted(name for name in among if top and getattr(sums[name], measure) == top)
    if not may_lead.issuperset(best) or (measure == "per_10k" and len(based) < 2):
        best = []
    assert leading.tied == len(best)
    assert [use.name for use in leading.named] == best[:10]
    assert leading.too_few == sum(each.occurrences > 0 for name, each in sums.items() if name not in based)
    assert leading.compared == (len(based) if any(each.occurrences for each in sums.values()) else 0)
    for use in leading.named:
        known = {name: getattr(sums[use.name], name) for name in msgspec.structs.asdict(use) if name != "name"}
        assert msgspec.structs.asdict(use) == {"name": use.name, **known}


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("narrowing", NARROWINGS, ids=str)
def test_cards_of_the_samples(corpus: Corpus, walked: list[Walked], phrase: str, narrowing: Filters) -> None:
    card = corpus.card(phrase, filters=narrowing)
    check_card(card, [one for one in walked if one.meets(narrowing)], phrase)
    page = corpus.search(f"“{phrase}”", filters=narrowing)
    assert (card.paragraphs, card.speeches) == (page.total, page.speeches)
    if narrowing == NO_FILTERS:
        counted, told = corpus.count(phrase).as_json(), card.as_json()
        for end in ("first", "last"):
            if told[end]:
                told[end].pop("highlights")
        assert counted == {name: told[name] for name in counted}


# Of each speaker: how many speeches, of how many characters each, in which year, and how often each uses the phrase.
SPOKEN = {
    "林知远": (3, 4_000, 2021, (3, 2, 1)),
    "何清和": (3, 4_000, 2022, (1, 0, 0)),
    "石明川": (2, 8_000, 2023, (9, 9)),
    "宋怀谷": (4, 2_000, 2024, (8, 8, 8, 8)),
}


def made_corpus(folder: Path, spoken: Mapping[str, tuple[int, int, int, tuple[int, ...]]]) -> Path:
    """An index of speeches that say little but are as long as they are to be."""
    seeds = folder / "seeds"
    seeds.mkdir()
    for speaker, (speeches, characters, year, uses) in spoken.items():
        for number, times in zip(range(speeches), uses, strict=True):
            body = [f"我们第{line}次说到青山常在。" for line in range(times)]
            filling = f"{speaker}在第{number}次会上说今天的天气很好，各项准备已经就绪。"
            body += [f"{line}，{filling}" for line in range(characters // len(filling) + 1)]
            head = f"---\ntitle: 第{number}次会上的讲话\nspeaker: {speaker}\ndate: {year}-0{number + 1}-03\n---\n"
            (seeds / f"{speaker}-{number}.md").write_text(head + "\n\n".join(body), encoding="utf-8")
    build(seeds, folder / "index")
    return folder / "index"


def test_who_has_no_base_is_not_named(tmp_path: Path) -> None:
    """Two speeches are too few, 10,000 characters of four short ones too, and one use is none."""
    with open_corpus(made_corpus(tmp_path, SPOKEN)) as corpus:
        walked = walk(corpus)
        for narrowing in (NO_FILTERS, Filters(year=[2021, 2022]), Filters(year=[2021]), Filters(year=[2022])):
            check_card(
                corpus.card("青山常在", filters=narrowing), [one for one in walked if one.meets(narrowing)], "青山常在"
            )
        card = corpus.card("青山常在")
        assert (card.densest.named[0].name, card.densest.compared, card.densest.too_few) == ("林知远", 2, 2)
        assert card.peak.named[0].name == "2021"
        assert card.most.is_left_out  # 宋怀谷 uses it most, in fewer than 10,000 characters
        two = corpus.card("青山常在", filters=Filters(year=[2021, 2022]))
        assert (two.most.named[0].name, two.densest.named[0].name) == ("林知远", "林知远")
        alone = corpus.card("青山常在", filters=Filters(year=[2021]))
        assert (alone.most.tied, alone.densest.tied, alone.densest.is_left_out) == (1, 0, True)  # denser than nobody
        once = corpus.card("青山常在", filters=Filters(year=[2022]))
        assert (once.occurrences, once.most.tied, once.peak.tied) == (1, 0, 0)
    shown = CliRunner().invoke(commands, ["count", "青山常在", "--index", str(tmp_path / "index")]).stdout
    assert "次数最多 没有列：只比有 3 篇、10,000 字以上的年份和讲话人" in shown
    page = create_app(tmp_path / "index").test_client().get("/search?q=“青山常在”").text
    assert "不够比的没有列：次数最多" in page
    assert "宋怀谷 32 次" not in page


@pytest.mark.slow
def test_real_texts(real_corpus: Corpus) -> None:
    """Reports by year, and conversations in which many speak: these have their own paragraphs' characters only."""
    walked = walk(real_corpus)
    assert any(entry.turns for entry in real_corpus.speeches())
    for by in WAYS:
        trend = real_corpus.trend(("发展", "台湾"), by)
        check_trend(trend, walked, ("发展", "台湾"), by)
        assert in_order(trend)
    for phrase in ("高质量发展", "资通", "谢谢"):
        check_card(real_corpus.card(phrase), walked, phrase)
    speaker = real_corpus.trend(["台湾"], "speaker").buckets[0].name
    narrowing = Filters(speaker=(speaker,))
    own = [one for one in walked if one.meets(narrowing)]
    check_trend(real_corpus.trend(["台湾"], "year", filters=Filters(speaker=[speaker])), own, ("台湾",), "year")
    check_card(real_corpus.card("台湾", filters=Filters(speaker=[speaker])), own, "台湾")


class Made(OracleEngine):
    """An engine whose paragraphs have so many characters, and so many uses of anything."""

    def __init__(self, characters: list[int], uses: list[int]) -> None:
        self._characters = np.array(characters, dtype=np.int64)
        self._uses = np.array(uses, dtype=np.int64)

    @property
    def characters(self) -> Numbers:
        return self._characters

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        found = self._uses.nonzero()[0]
        return Occurrences(found, self._uses[found])


@given(catalogue=entries(), data=st.data())
def test_speeches_may_stand_anywhere(catalogue: list[Entry], data: st.DataObject) -> None:
    """Made-up speeches and conversations, in any order and with gaps between them."""
    placed = data.draw(moved(catalogue))
    size = max((entry.first + entry.paragraphs for entry in placed), default=0) + data.draw(st.integers(0, 2))
    characters = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    uses = data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    placed = [
        msgspec.structs.replace(entry, characters=sum(characters[entry.first : entry.first + entry.paragraphs]))
        for entry in placed
    ]
    living = {number for entry in placed for number in range(entry.first, entry.first + entry.paragraphs)}
    uses = [times if number in living else 0 for number, times in enumerate(uses)]
    walked = []
    for entry in placed:
        voices = [None if entry.turns else entry.speaker] * entry.paragraphs
        for turn in entry.turns:
            voices[turn.start : turn.end] = [turn.speaker] * (turn.end - turn.start)
        for number, voice in enumerate(voices, entry.first):
            text = "用" * uses[number]
            walked.append(Walked(text, characters[number], entry.id, entry.date, voice, entry.occasion, ""))
    snapshot = snapshot_of(placed, Made(characters, uses))
    narrowing = data.draw(st.sampled_from([NO_FILTERS, Filters(year=(2019, 2021)), Filters(speaker=("江某", "無"))]))
    for by in WAYS:
        own = [one for one in walked if one.meets(narrowing)]
        check_trend(trend_of(snapshot, ["用"], by, narrowing, PLAIN), own, ("用",), by)


def test_the_manner_of_phrases_counts(corpus: Corpus) -> None:
    for match_options in (MatchOptions(exact=True), MatchOptions(loose=True), MatchOptions(numbers=True)):
        for phrase in ("新质生产力", "2,600名", "办好，"):
            counted = corpus.count(phrase, match_options=match_options)
            assert corpus.card(phrase, match_options=match_options).occurrences == counted.occurrences
            (course,) = corpus.trend([phrase], match_options=match_options).courses
            assert course.whole.occurrences == counted.occurrences
            assert sum(point.occurrences for point in course.points) + course.left_out == counted.occurrences


@pytest.mark.parametrize("phrases", [[], ["党"] * 7, [""], ["党", ""], ["党" * 2001]])
def test_what_cannot_be_compared(corpus: Corpus, phrases: list[str]) -> None:
    with pytest.raises(CallError):
        corpus.trend(phrases)


def test_ways_and_manners_that_are_none(corpus: Corpus) -> None:
    with pytest.raises(CallError, match="没有“week”"):
        corpus.trend(["党"], "week")
    with pytest.raises(QueryError):
        corpus.trend(["，"], match_options=MatchOptions(loose=True))
    with pytest.raises(CallError, match="请写下"):
        corpus.card("")


def run(index: Path, *words: str) -> Any:
    return CliRunner().invoke(commands, [*words, "--index", str(index)])


@pytest.mark.parametrize("by", WAYS)
def test_the_command_prints_the_same(corpus: Corpus, sample_index: Path, by: str) -> None:
    trend = corpus.trend(["发展", "人民"], by, filters=Filters(year=[2024, 2025]))
    words = ("trend", "发展", "人民", "--by", by, "--year", "2024", "--year", "2025")
    assert json.loads(run(sample_index, *words, "--json").stdout) == json.loads(json.dumps(trend.as_json()))
    rows = list(csv.reader(StringIO(run(sample_index, *words, "--csv").stdout)))[1:]
    told = [(row[1], row[0], int(row[2]), float(row[3])) for row in rows]
    assert told == [
        (course.phrase, bucket.name, point.occurrences, point.per_10k)
        for bucket, points in zip(trend.buckets, zip(*(c.points for c in trend.courses), strict=True), strict=True)
        for course, point in zip(trend.courses, points, strict=True)
    ]
    shown = run(sample_index, *words)
    assert shown.exit_code == 0
    lines = [line.split("\t") for line in shown.stdout.splitlines()]
    assert [line[0] for line in lines[2:]][: len(trend.buckets)] == [bucket.name for bucket in trend.buckets]


def test_the_command_ends_as_others_do(sample_index: Path) -> None:
    assert run(sample_index, "trend", "没有这样的话").exit_code == 1
    assert run(sample_index, "trend", "党", "--by", "week").exit_code == 2
    assert run(sample_index, "trend").exit_code == 2


def test_count_prints_the_card(corpus: Corpus, sample_index: Path) -> None:
    card = corpus.card("新质生产力", filters=Filters(speaker=["沈怀疆"]))
    words = ("count", "新质生产力", "--speaker", "沈怀疆")
    assert json.loads(run(sample_index, *words, "--json").stdout) == json.loads(json.dumps(card.as_json()))
    shown = run(sample_index, *words).stdout
    assert f"每万字 {card.per_10k:.2f} 次（所查 3 篇共 5,537 字，不计空白）" in shown
    assert "高峰年份、次数最多、每万字最多 没有列：只比有 3 篇" in shown
    assert set(FACETS) <= {param.name for param in commands.commands["count"].params if param.name}
