"""Made-up catalogues: speeches and conversations with and without dates and speakers, some of them empty."""

from itertools import pairwise

from hypothesis import strategies as st

from indexer.catalogue import Entry, Turn
from indexer.model import SpeechDate

NAMES = ("江某", "李某", "陸某", "王某")
DATES = st.builds(SpeechDate, st.integers(2019, 2022), st.sampled_from([None, 1, 7]))


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Up to eight entries of a catalogue."""
    return [draw(_entry(number)) for number in range(draw(st.integers(0, 8)))]


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
        turns=tuple(draw(_turns(paragraphs))) if draw(st.booleans()) else (),
    )


@st.composite
def _turns(draw: st.DrawFn, paragraphs: int) -> list[Turn]:
    """Turns that ascend and do not overlap; the paragraphs between them are nobody's turn."""
    edges = sorted(draw(st.sets(st.integers(0, paragraphs))))
    turns = [Turn(draw(st.sampled_from(NAMES)), start, end) for start, end in pairwise(edges)]
    return [turn for turn in turns if draw(st.booleans())]
