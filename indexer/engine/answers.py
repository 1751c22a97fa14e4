"""What an engine answers: whole arrays, one entry a paragraph or an occurrence.

Paragraphs are numbered from 0 in the order in which they are added: speech by speech, each in reading order. Numbers
of speeches that were taken out since are not given to others; no answer has them.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.floating[Any]]
CodePoints: TypeAlias = npt.NDArray[np.uint32]
TextHashes: TypeAlias = npt.NDArray[np.uint64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Scorer: TypeAlias = Callable[[Numbers | None], Scores]

Arrays: TypeAlias = dict[str, npt.NDArray[Any]]

NO_TEXT_HASH = 0


class ScorePart(StrEnum):
    """What an engine's score adds up: words of the paragraph, of the headings above it, of the title; whole texts;
    pairs of characters.
    """

    BODY = "body"
    HEADINGS = "headings"
    TITLE = "title"
    VERBATIM = "verbatim"
    PAIRS = "pairs"


class Matches:
    """The numbers of all matching paragraphs, ascending, and the score of each: arrays of one length.

    Scores may be given as a function of places among the paragraphs (None: all), and are then worked out when they
    are asked for: the newest ten of thousands need ten.
    """

    def __init__(self, paragraphs: Numbers, scores: Scores | Scorer) -> None:
        self.paragraphs = paragraphs
        self._scorer = of_array(scores) if isinstance(scores, np.ndarray) else scores

    @cached_property
    def scores(self) -> Scores:
        return self._scorer(None)

    def at(self, places: Numbers) -> "Matches":
        """Those at some places."""
        known = vars(self).get("scores")
        return Matches(self.paragraphs[places], self._scorer(places) if known is None else known[places])

    def only(self, kept: npt.NDArray[np.bool_]) -> "Matches":
        """Some of them, whose scores are still to be asked for."""
        places = kept.nonzero()[0]
        whole = self

        def scores(at: Numbers | None) -> Scores:
            return whole.at(places if at is None else places[at]).scores

        return Matches(self.paragraphs[places], scores)


def of_array(scores: Scores) -> Scorer:
    return lambda places: scores if places is None else scores[places]


class Nearest(msgspec.Struct, frozen=True):
    """The paragraphs that come nearest to a question, ascending, and what the score of each adds up: arrays of one length.

    `weights` are those of the question's words: 0 of what is everywhere or nowhere.
    """

    paragraphs: Numbers
    parts: Mapping[ScorePart, Scores]
    weights: tuple[float, ...]

    @property
    def scores(self) -> Scores:
        """The parts added up, always in the same order."""
        return sum(self.parts.values(), start=np.zeros(len(self.paragraphs)))


class Occurrences(msgspec.Struct, frozen=True):
    """The paragraphs that contain a phrase, ascending, and how often each: arrays of one length."""

    paragraphs: Numbers
    counts: Numbers


class RunUses(msgspec.Struct, frozen=True):
    """How runs of paragraphs use a phrase: arrays of one length, one item for each run that has it, ascending.

    `counts` is how often it stands in the run, `paragraphs` in how many of its paragraphs, which are `firsts` to `lasts`
    with those between them that have it.
    """

    runs: Numbers
    counts: Numbers
    paragraphs: Numbers
    firsts: Numbers
    lasts: Numbers

    def only(self, kept: Mask) -> "RunUses":
        """Those of some of the runs."""
        return RunUses(*(getattr(self, name)[kept] for name in self.__struct_fields__))


class Spans(msgspec.Struct, frozen=True):
    """Every occurrence of a phrase, by paragraph, then by `starts`: arrays of one length.

    `starts` and `ends` (exclusive) are characters of the paragraph.
    """

    paragraphs: Numbers
    starts: Numbers
    ends: Numbers


class Crossings(msgspec.Struct, frozen=True):
    """Every place where a phrase begins in one paragraph and ends in a later one: arrays of one length.

    By paragraph, then by `starts`. It begins at character `starts` of one of the `paragraphs` and ends before character
    `ends` of that in `last`. All paragraphs from the one to the other are of one speech, and none but the last ends a
    sentence.
    """

    paragraphs: Numbers
    starts: Numbers
    last: Numbers
    ends: Numbers


class Passages(msgspec.Struct, frozen=True):
    """Consecutive paragraphs under the same headings: the first of each passage, ascending, and its headings.

    At the end of `bounds` is the number of all paragraphs. Headings are as they are shown, outermost first.
    """

    bounds: Numbers
    headings: Sequence[tuple[str, ...]]


class ContextWindows(msgspec.Struct, frozen=True):
    """What words stand around each occurrence of a phrase: arrays of one length.

    `paragraphs` are those of the occurrences. The words before each are `first` to `before`, those after it `after` to
    `last` (exclusive), by their places in the forward index; what is between is the phrase, with words that it has only a
    part of.
    """

    paragraphs: Numbers
    first: Numbers
    before: Numbers
    after: Numbers
    last: Numbers


CharacterPattern: TypeAlias = tuple[frozenset[str] | None, ...]
"""The folded characters that may stand at each place of a text; None: any."""
CONTEXT_REACH = 12  # characters that are given on either side of a place


class PatternContext(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place where a pattern stands: the paragraph's number, and folded text of it, up to CONTEXT_REACH characters a side."""

    paragraph: int
    before: str
    match: str
    after: str


class Frame(NamedTuple):
    """Two folded texts with one character between them; one of them may be empty."""

    before: str
    after: str


Fillers: TypeAlias = Mapping[str, int]
"""The folded characters that stand in a frame, and how often each."""
