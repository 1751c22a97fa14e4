"""A list of speeches is what walking over all of them finds: its numbers, its order, its pages."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import CallError, PageError
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, Filters
from searchui.search.browsing.speech_list import SPEECHES_PER_PAGE, SpeechList, list_speeches
from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.filters.facet import FACETS, Value
from searchui.search.filters.number_range import NumberRange
from searchui.search.statistics.collation import Collation, sort_key
from tests.searchui.catalogues import NAMES, entries
from tests.searchui.snapshots import snapshot_of

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "year": st.lists(st.sampled_from([2019, 2021, None, NumberRange(2020, 2022)]), min_size=1, max_size=2),
        "speaker": st.lists(st.sampled_from([*NAMES, None]), min_size=1, max_size=2),
        "occasion": st.lists(st.sampled_from(["会议", "论坛", None]), min_size=1, max_size=2),
        "genre": st.lists(st.sampled_from(["讲话", "发言", "对话"]), min_size=1, max_size=2),
    },
).map(lambda chosen: Filters(**{facet: values for facet, values in chosen.items() if isinstance(values, list)}))


@st.composite
def catalogues(draw: st.DrawFn) -> list[Entry]:
    """Some entries are versions of the first; all have sizes of their own."""
    made = draw(entries())
    return [
        msgspec.structs.replace(
            entry,
            characters=draw(st.integers(0, 3)),
            version_of=made[0].id if number and draw(st.booleans()) else None,
        )
        for number, entry in enumerate(made)
    ]


def values(entry: Entry, facet: str) -> set[Value]:
    """Those that a speech has of a facet: a conversation has several speakers."""
    if facet != "speaker":
        return {FACETS[facet].of_speech(entry)}
    return {turn.speaker for turn in entry.turns} or {entry.speaker}


def meets(entry: Entry, filters: Filters) -> bool:
    return all(
        any(
            value in one if isinstance(one, NumberRange) else value == one
            for one in chosen
            for value in values(entry, facet)
        )
        for facet, chosen in filters.selected().items()
    )


def own(catalogue: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in catalogue if entry.version_of is None]


def listed(
    catalogue: Sequence[Entry], filters: Filters, sort: str = "newest", per_page: int | None = None
) -> SpeechList:
    return list_speeches(snapshot_of(catalogue), filters, sort, 1, per_page)


@given(catalogue=catalogues(), filters=FILTERS)
def test_it_has_the_speeches_that_meet_the_filters(catalogue: list[Entry], filters: Filters) -> None:
    found = listed(catalogue, filters)
    expected = [entry for entry in own(catalogue) if meets(entry, filters)]
    assert {entry.id for entry in found.speeches} == {entry.id for entry in expected}
    assert found.total == len(found.speeches) == len(expected)
    assert found.characters == sum(entry.characters for entry in expected)
    assert found.undated == sum(entry.date is None for entry in expected)


@given(catalogue=catalogues(), filters=FILTERS)
def test_each_facet_is_counted_in_speeches_under_the_filters_of_the_others(
    catalogue: list[Entry], filters: Filters
) -> None:
    found = listed(catalogue, filters)
    for facet in FACETS:
        others = [entry for entry in own(catalogue) if meets(entry, filters.without(facet))]
        assert dict(found.facets[facet]) == Counter(value for entry in others for value in values(entry, facet)), facet


@given(catalogue=catalogues(), filters=FILTERS)
def test_a_value_that_is_chosen_gives_as_many_as_were_promised(catalogue: list[Entry], filters: Filters) -> None:
    for facet, counts in listed(catalogue, filters).facets.items():
        for value, count in counts.items():
            assert listed(catalogue, Filters(**{**filters.selected(), facet: [value]})).total == count


@given(catalogue=catalogues(), sort=st.sampled_from(SpeechSort))
def test_the_order_is_total_and_what_it_says(catalogue: list[Entry], sort: SpeechSort) -> None:
    found = listed(catalogue, Filters(), sort).speeches
    assert found == listed(catalogue[::-1], Filters(), sort).speeches
    dates = [entry.date.key if entry.date else None for entry in found]
    known = [date for date in dates if date is not None]
    if sort in (SpeechSort.NEWEST, SpeechSort.OLDEST):
        assert dates == [*sorted(known, reverse=sort is SpeechSort.NEWEST), *[None] * (len(dates) - len(known))]
    elif sort is SpeechSort.LENGTH:
        assert [entry.characters for entry in found] == sorted((entry.characters for entry in found), reverse=True)
    elif sort is SpeechSort.TITLE:
        in_order = ["在會議上的發言", "在会议上的讲话", "致辞"]  # zài … fā, zài … jiǎng, zhì
        places = [in_order.index(entry.title) for entry in found]
        assert places == sorted(places)


@given(catalogue=catalogues(), sort=st.sampled_from(SpeechSort), per_page=st.integers(1, 4))
def test_pages_are_the_list_in_pieces(catalogue: list[Entry], sort: SpeechSort, per_page: int) -> None:
    snapshot, whole = snapshot_of(catalogue), listed(catalogue, Filters(), sort).speeches
    first = list_speeches(snapshot, Filters(), sort, 1, per_page)
    pages = [list_speeches(snapshot, Filters(), sort, page, per_page) for page in range(1, first.pages + 1)]
    assert tuple(entry for page in pages for entry in page.speeches) == whole
    with pytest.raises(PageError):
        list_speeches(snapshot, Filters(), sort, first.pages + 1, per_page)


def test_names_stand_by_their_pinyin() -> None:
    """Jiāng, Lǐ, Lù, Wáng; a traditional form where its simplified one is; a text before what goes on from it."""
    assert sorted(["王某", "陸某", "李某", "江某"], key=lambda name: sort_key(name, Collation.PINYIN)) == [
        *("江某", "李某", "陸某", "王某")
    ]
    ranked = sorted(["李某某", "李某", "2024年", "Abc"], key=lambda name: sort_key(name, Collation.PINYIN))
    assert ranked == ["2024年", "Abc", "李某", "李某某"]
    assert sort_key("陸", Collation.PINYIN) == sort_key("陆", Collation.PINYIN)


def test_speakers_are_listed_by_name_and_nobody_last(corpus: Corpus) -> None:
    found = corpus.list_speeches(sort="speaker", per_page=None).speeches
    named = [entry.voices[0] for entry in found if entry.voices]
    assert named == sorted(named, key=lambda name: sort_key(name, Collation.PINYIN))
    assert all(not entry.voices for entry in found[len(named) :])
    for one, other in pairwise(found):
        if one.voices == other.voices and one.date and other.date:
            assert one.date.key >= other.date.key


def test_what_there_is_not_is_said(corpus: Corpus) -> None:
    with pytest.raises(CallError, match="newest"):
        corpus.list_speeches(sort="best")
    with pytest.raises(CallError):
        corpus.list_speeches(per_page=0)
    assert corpus.list_speeches(filters=Filters(year=[1900])).total == 0


def test_all_ways_list_the_same(corpus: Corpus) -> None:
    found = corpus.list_speeches(filters=Filters(year=["2020..2023"]), sort="length")
    assert len(found.speeches) == found.total < SPEECHES_PER_PAGE
    rows, answer = found.to_dicts(), found.as_json()
    assert (
        [row["speech"] for row in rows] == [one["id"] for one in answer["speeches"]] == [e.id for e in found.speeches]
    )
    assert (
        sum(answer["facets"]["genre"].values())
        == answer["total"]
        == corpus.selection(Filters(year=["2020..2023"])).speeches
    )
