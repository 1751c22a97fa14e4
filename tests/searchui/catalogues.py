"""Made-up catalogues: speeches and conversations with and without dates and speakers, some of them empty."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
from hypothesis import strategies as st

from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry, Turn

NAMES = ("江某", "李某", "陸某", "王某")
DATES = st.builds(SpeechDate, st.integers(2019, 2022), st.sampled_from([None, 1, 7]))


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Up to eight entries of a catalogue."""
    return placed([draw(_entry(number)) for number in range(draw(st.integers(0, 8)))])


def placed(catalogue: Sequence[Entry]) -> list[Entry]:
    """The entries with their paragraphs one after another, as a new index has them."""
    first, entries = 0, []
    for entry in catalogue:
        entries.append(msgspec.structs.replace(entry, first=first))
        first += entry.paragraphs
    return entries


@st.composite
def moved(draw: st.DrawFn, catalogue: Sequence[Entry]) -> list[Entry]:
    """The same entries with their paragraphs elsewhere, as an index has them that was updated: any order, with gaps."""
    first, places = 0, {}
    for number in draw(st.permutations(range(len(catalogue)))):
        first += draw(st.integers(0, 3))
        places[number] = first
        first += catalogue[number].paragraphs
    return [msgspec.structs.replace(entry, first=places[number]) for number, entry in enumerate(catalogue)]


@st.composite
def _entry(draw: st.DrawFn, number: int) -> Entry:
    paragraphs = draw(st.integers(0, 9))
    return Entry(
        id=f"s{number}",
        title=draw(st.sampled_from(["在会议上的讲话", "在會議上的發言", "致辞"])),
        date=draw(st.none() | DATES),
        speaker=draw(st.none() | st.sampled_from(NAMES)),
        office=None,
        occasion=draw(st.sampled_from([None, "会议", "论坛"])),
        paragraphs=paragraphs,
        characters=0,
        offset=0,
        size=0,
        first=0,
        turns=tuple(draw(_turns(paragraphs))) if draw(st.booleans()) else (),
    )


@st.composite
def _turns(draw: st.DrawFn, paragraphs: int) -> list[Turn]:
    """Turns that ascend and do not overlap; the paragraphs between them are nobody's turn."""
    edges = sorted(draw(st.sets(st.integers(0, paragraphs))))
    turns = [Turn(draw(st.sampled_from(NAMES)), start, end) for start, end in pairwise(edges)]
    return [turn for turn in turns if draw(st.booleans())]
