"""Times and headings are resolved to the paragraphs that meet them; held against days one by one, and every heading."""

from datetime import date, timedelta
from types import SimpleNamespace

import msgspec
import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.engine.answers import Passages
from indexer.engine.query import And, DateRange, DocRanges, Field, Not, Query
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui import Corpus
from searchui.search.query.field_resolver import FieldResolver
from tests.searchui.catalogues import entries
from tests.searchui.results.test_paragraph_columns import NoHeadings, owners
from tests.searchui.snapshots import snapshot_of

Triple = tuple[int, ...]
DATES = st.dates(date(2019, 1, 1), date(2022, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [SpeechDate(day.year), SpeechDate(day.year, day.month), SpeechDate(day.year, day.month, day.day)]
    )
)
PERIODS = st.builds(DateRange, st.none() | DATES, st.none() | DATES)


def known(when: SpeechDate) -> Triple:
    return tuple(part for part in (when.year, when.month, when.day) if part is not None)


def days(when: SpeechDate) -> list[Triple]:
    """Every day that a date may be."""
    year = [date(when.year, 1, 1) + timedelta(days=number) for number in range(366)]
    triples = [(day.year, day.month, day.day) for day in year]
    return [triple for triple in triples if triple[: len(known(when))] == known(when)]


def surely(period: DateRange, when: SpeechDate) -> bool:
    """Whether each of those days is in a time, by the parts of it that are known."""
    return all(
        (period.first is None or day[: len(known(period.first))] >= known(period.first))
        and (period.last is None or day[: len(known(period.last))] <= known(period.last))
        for day in days(when)
    )


def numbers(query: Query) -> list[int]:
    assert isinstance(query, DocRanges)
    assert all(start < end for start, end in query.ranges)
    return [number for start, end in query.ranges for number in range(start, end)]


@given(catalogue=entries(), period=PERIODS, dates=st.lists(DATES, min_size=8, max_size=8))
@example(
    catalogue=[Entry("a", "", SpeechDate(2020, 2), None, None, None, 1, 0, 0, 0, 0)],
    period=DateRange(None, SpeechDate(2020, 2, 29)),
    dates=[],
)
def test_a_time_holds_the_speeches_that_are_surely_in_it(
    catalogue: list[Entry], period: DateRange, dates: list[SpeechDate]
) -> None:
    dated = [
        msgspec.structs.replace(one, date=when if one.date else None)
        for one, when in zip(catalogue, dates, strict=False)
    ] or catalogue
    found = numbers(FieldResolver(snapshot_of(dated, NoHeadings())).resolve(period))
    held = [bool(entry.date) and surely(period, entry.date or SpeechDate(1)) for entry in dated]
    assert found == [number for number, speech in enumerate(owners(dated)) if held[speech]]


@given(catalogue=entries(), year=st.integers(2018, 2023))
def test_a_year_is_a_time_of_that_year(catalogue: list[Entry], year: int) -> None:
    scope = FieldResolver(snapshot_of(catalogue, NoHeadings()))
    whole = SpeechDate(year)
    assert scope.resolve(Field("year", str(year))) == scope.resolve(DateRange(whole, whole))


HEADINGS = st.lists(st.text("党建農农治 \n，", max_size=5), max_size=3).map(tuple)


@given(
    paths=st.lists(st.tuples(HEADINGS, st.integers(1, 3)), max_size=8),
    sought=st.text("党建農治 \n", min_size=1, max_size=2),
)
@example(paths=[(("党", "建"), 1)], sought="党\n")
def test_a_heading_holds_for_all_that_is_under_it(paths: list[tuple[tuple[str, ...], int]], sought: str) -> None:
    bounds = np.cumsum([0, *(size for _, size in paths)], dtype=np.int64)
    engine = SimpleNamespace(passages=lambda: Passages(bounds, [path for path, _ in paths]))
    scope = FieldResolver(snapshot_of([], engine))
    above = [path for path, size in paths for _ in range(size)]
    expected = [n for n, path in enumerate(above) if any(fold(sought) in fold(heading) for heading in path)]
    assert numbers(scope.resolve(Field("heading", sought))) == expected


def test_every_node_that_holds_others_is_resolved() -> None:
    period = DateRange(SpeechDate(2020), None)
    assert FieldResolver(snapshot_of([], NoHeadings())).resolve(And((Not(period), period))) == And(
        (Not(DocRanges(())), DocRanges(()))
    )


def test_conditions_in_a_corpus(corpus: Corpus) -> None:
    def total(query: str) -> int:
        return corpus.search(query).total

    assert total("date:2023..2024") == total("year:2023") + total("year:2024") == total("year:2023..2024") > 0
    assert total("date:>2023") + total("date:<=2023") + total("NOT date:1000..2999") == total("NOT “没有这样的话”")
    assert total("date:2023-01..2023-12") == total("year:2023")
    known_to_the_year = [entry for entry in corpus.speeches() if entry.date == SpeechDate(2023)]
    assert known_to_the_year
    assert total("year:2023") - total("date:2023-01..2023-11") >= sum(e.paragraphs for e in known_to_the_year)
    for hit in corpus.search("小标题:“激活城市社区” -“激活城市社区”").hits:
        assert any("激活城市社区" in heading for heading in hit.section_path)
    under = [
        paragraph
        for entry in corpus.speeches()
        for paragraph in corpus.speech(entry.id).paragraphs
        if any("基层" in fold(heading) for heading in paragraph.section_path)
    ]
    assert total("heading:基層") == len(under) > 0
