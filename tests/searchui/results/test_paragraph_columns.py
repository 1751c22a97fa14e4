"""Facets and fields are counted by columns; held against a walk over all paragraphs."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.engine.answers import Matches, Numbers, Passages
from indexer.engine.query import And, DocRanges, Field, Not, Or, Query, Words
from indexer.store.speech_catalogue import Entry, Turn
from searchui.search.filters.columns import Columns
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import facet_counts
from searchui.search.filters.filters import Filters
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.ranking.ordering import Sort, best_places
from tests.searchui.catalogues import NAMES, entries, moved
from tests.searchui.snapshots import snapshot_of

FIELDS = st.one_of(
    st.builds(Field, st.just("year"), st.sampled_from(["2019", "2021", "1999"])),
    st.builds(Field, st.just("speaker"), st.sampled_from(["江", "陆某", "陸", "某", "无"])),
    st.builds(Field, st.just("title"), st.sampled_from(["会议", "會議", "致", "无"])),
    st.builds(Field, st.just("occasion"), st.sampled_from(["会", "论坛", "无"])),
)


class NoHeadings:
    """An engine whose paragraphs are under no headings."""

    def passages(self) -> Passages:
        return Passages(np.zeros(1, dtype=np.int64), [])


def counts(columns: Columns, facet: str, paragraphs: Numbers) -> dict[object, int]:
    """The counts of a facet over some paragraphs."""
    descending = FACETS[facet].descending
    return dict(facet_counts(columns.of(facet), columns.run_of[paragraphs], descending=descending))


def voices(catalogue: list[Entry]) -> list[str | None]:
    """Who speaks in each paragraph."""
    found: list[str | None] = []
    for entry in catalogue:
        own = [None if entry.turns else entry.speaker] * entry.paragraphs
        for turn in entry.turns:
            own[turn.start : turn.end] = [turn.speaker] * (turn.end - turn.start)
        found += own
    return found


def owners(catalogue: list[Entry]) -> list[int]:
    """The speech of each paragraph."""
    return [number for number, entry in enumerate(catalogue) for _ in range(entry.paragraphs)]


@given(catalogue=entries(), data=st.data())
def test_facets_are_what_paragraphs_count_up_to(catalogue: list[Entry], data: st.DataObject) -> None:
    speech_of, voice_of = owners(catalogue), voices(catalogue)
    numbers = sorted(data.draw(st.sets(st.sampled_from(range(len(speech_of)))))) if speech_of else []
    columns = Columns(catalogue)
    own = np.array(numbers, dtype=np.int64)
    dates = [catalogue[speech_of[number]].date for number in numbers]
    years = Counter(date.year for date in dates if date)
    speakers = Counter(voice for number in numbers if (voice := voice_of[number]) is not None)
    undated, unnamed = dates.count(None), [voice_of[number] for number in numbers].count(None)
    by_year, by_speaker = counts(columns, "year", own), counts(columns, "speaker", own)
    assert list(by_year.items()) == [*sorted(years.items(), reverse=True), *([(None, undated)] if undated else [])]
    ordered = sorted(speakers.items(), key=lambda item: (-item[1], item[0]))
    assert list(by_speaker.items()) == [*ordered, *([(None, unnamed)] if unnamed else [])]
    assert columns.speeches_in(columns.run_of[own]).tolist() == sorted({speech_of[number] for number in numbers})
    wanted = data.draw(st.lists(st.sampled_from(NAMES), min_size=1))
    kept = columns.mask(Filters(speaker=wanted))[columns.run_of[own]]
    assert kept.tolist() == [voice_of[number] in wanted for number in numbers]


def meets(field: Field, entry: Entry, voice: str | None) -> bool:
    value = fold(field.value)
    if field.name == "year":
        return entry.date is not None and str(entry.date.year) == value
    if field.name == "speaker":
        return value in fold(voice or "")
    return value in fold((entry.title if field.name == "title" else entry.occasion) or "")


@given(catalogue=entries(), field=FIELDS)
def test_a_field_holds_in_the_paragraphs_that_meet_it(catalogue: list[Entry], field: Field) -> None:
    within = FieldResolver(snapshot_of(catalogue, NoHeadings())).resolve(field)
    assert isinstance(within, DocRanges)
    paragraphs = zip(owners(catalogue), voices(catalogue), strict=True)
    expected = [n for n, (speech, voice) in enumerate(paragraphs) if meets(field, catalogue[speech], voice)]
    assert [number for start, end in within.ranges for number in range(start, end)] == expected
    assert all(start < end for start, end in within.ranges)


def test_only_fields_are_resolved() -> None:
    def tree(leaf: Query) -> Query:
        return And((Words("农"), Or((Not(leaf), Words("水")))))

    assert FieldResolver(snapshot_of([], NoHeadings())).resolve(tree(Field("year", "2024"))) == tree(DocRanges(()))


def test_in_a_conversation_everybody_has_his_turns_and_nobody_the_rest() -> None:
    turns = (Turn("李某", 1, 2), Turn("王某", 3, 4))
    talk = Entry("s0", "座谈", None, "江某", None, None, 5, 0, 0, 0, 0, turns)
    scope = FieldResolver(snapshot_of([talk], NoHeadings()))
    assert scope.resolve(Field("speaker", "江")) == DocRanges(())
    assert scope.resolve(Field("speaker", "李")) == DocRanges(((1, 2),))
    assert scope.resolve(Field("speaker", "王")) == DocRanges(((3, 4),))


@given(catalogue=entries(), data=st.data())
def test_where_a_speech_stands_in_the_engine_changes_nothing(catalogue: list[Entry], data: st.DataObject) -> None:
    """After an update paragraphs have other numbers, with gaps: order, facets and fields are those of a new index."""
    elsewhere = data.draw(moved(catalogue))
    pairs = zip(catalogue, elsewhere, strict=True)
    new = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(np.arange(one.paragraphs) + other.first for one, other in pairs)]
    )
    old = {int(number): place for place, number in enumerate(new)}
    places = np.array(sorted(data.draw(st.sets(st.sampled_from(range(len(new)))))) if len(new) else [], dtype=np.int64)
    one, other, numbers = Columns(catalogue), Columns(elsewhere), np.sort(new[places])
    scores = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(places), max_size=len(places))), dtype=float)
    matches = Matches(places, scores)
    again = Matches(numbers, np.array([scores[places.searchsorted(old[number])] for number in numbers.tolist()]))
    for sort in Sort:
        found = again.paragraphs[best_places(again, other, sort, 5)].tolist()
        assert [old[number] for number in found] == places[best_places(matches, one, sort, 5)].tolist()
    assert counts(one, "year", places) == counts(other, "year", numbers)
    assert list(counts(one, "speaker", places).items()) == list(counts(other, "speaker", numbers).items())
    assert set(one.speeches_in(one.run_of[places]).tolist()) == set(other.speeches_in(other.run_of[numbers]).tolist())
    assert len(other.speeches_in(other.run_of[numbers])) == len(set(one.speech_of(places).tolist()))
    field = data.draw(FIELDS)
    within, again_within = (
        FieldResolver(snapshot_of(own, NoHeadings())).resolve(field) for own in (catalogue, elsewhere)
    )
    assert isinstance(within, DocRanges)
    assert isinstance(again_within, DocRanges)
    having = {number for start, end in again_within.ranges for number in range(start, end)} & set(old)
    assert {old[number] for number in having} == {n for start, end in within.ranges for n in range(start, end)}
