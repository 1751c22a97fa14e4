"""The seam between the project and an engine: two small protocols.

Paragraphs are numbered from 0 in the order in which they are added: speech by speech, each in
reading order. Where speeches were taken out since, their numbers are nobody's; no answer has them.
Queries come with their fields resolved.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.query import Query
from indexer.model import Paragraph, Speech

Numbers: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.floating[Any]]
Points: TypeAlias = npt.NDArray[np.uint32]
Prints: TypeAlias = npt.NDArray[np.uint64]
Scorer: TypeAlias = Callable[[Numbers | None], Scores]

NO_PRINT = 0


class Part(StrEnum):
    """What an engine's score adds up: words of the paragraph, of the headings above it, of the title; whole texts."""

    BODY = "body"
    HEADINGS = "headings"
    TITLE = "title"
    VERBATIM = "verbatim"


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


class Occurrences(msgspec.Struct, frozen=True):
    """The paragraphs that contain a phrase, ascending, and how often each: arrays of one length."""

    paragraphs: Numbers
    counts: Numbers


class Standing(msgspec.Struct, frozen=True):
    """Every place where a phrase stands, by paragraph, then by `starts`: arrays of one length.

    `starts` and `ends` (exclusive) are characters of the paragraph.
    """

    paragraphs: Numbers
    starts: Numbers
    ends: Numbers


class Passages(msgspec.Struct, frozen=True):
    """Consecutive paragraphs under the same headings: the first of each passage, ascending, and its headings.

    At the end of `bounds` is the number of all paragraphs. Headings are as they are shown, outermost first.
    """

    bounds: Numbers
    headings: Sequence[tuple[str, ...]]


class Wording(msgspec.Struct, frozen=True):
    """The words of all paragraphs, one after another: the long ones only, marks and white space being none.

    `words` are numbers in the `vocabulary`, which ascends; `firsts` is the first word of each paragraph number and, at
    the end, the number of all words. `follows`: whether a word stands directly after the one before it.
    """

    vocabulary: Sequence[str]
    words: npt.NDArray[np.uint32]
    firsts: Numbers
    follows: npt.NDArray[np.bool_]


class Windows(msgspec.Struct, frozen=True):
    """What words stand around each occurrence of a phrase: arrays of one length.

    `paragraphs` are those of the occurrences. The words before each are `first` to `before`, those after it `after` to
    `last` (exclusive), by their places in Wording.words; what is between is the phrase, with words that it has only a
    part of.
    """

    paragraphs: Numbers
    first: Numbers
    before: Numbers
    after: Numbers
    last: Numbers


CharacterPattern: TypeAlias = tuple[frozenset[str] | None, ...]
"""The folded characters that may stand at each place of a text; None: any."""
REACH = 12  # characters that are given on either side of a place


class Surrounding(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place where a pattern stands: the paragraph's number, and folded text of it, up to REACH characters a side."""

    paragraph: int
    before: str
    match: str
    after: str


class EngineWriter(Protocol):
    """Fills one new index."""

    def add(self, speech: Speech) -> None:
        """Index every paragraph of a speech."""

    def finish(self) -> None:
        """Write everything out; nothing can be added afterwards."""

    def abandon(self) -> None:
        """Give up what was added, and let go of files."""


class EngineReader(Protocol):
    """Answers from one finished index; safe to call from many threads."""

    size: int
    """The number of numbers: all of a paragraph's are below it."""

    def match(self, query: Query) -> Matches:
        """All paragraphs that match, with scores."""

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        """Every paragraph that contains the phrase, compared by the options; overlapping occurrences count."""

    def standing(self, phrase: str, match_options: MatchOptions = PLAIN) -> Standing:
        """Every place where the phrase starts, as `occurrences` counts them; of several forms there the longest."""

    def points(self, paragraphs: Numbers, offsets: Numbers) -> Points:
        """The code points of the folded characters at some offsets of some paragraphs; 0 where there is none.

        The two arrays are of one shape, or of shapes that numpy makes one of.
        """

    def surroundings(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[Surrounding]:
        """Places where a pattern stands, or only those in headings; of more than `most`, that many, evenly spread.

        Of very many places only some are looked at: what is to be exact is to be counted.
        """

    def paragraph(self, number: int) -> Paragraph:
        """A paragraph as it was added."""

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        """The same of several at once, which is quicker."""

    @property
    def characters(self) -> Numbers:
        """How many characters each paragraph has, white space not counted; of numbers that are nobody's it says nothing."""

    def passages(self) -> Passages:
        """What headings all paragraphs are under; read anew at each call."""

    def close(self) -> None:
        """Let go of files."""


class RankingReader(EngineReader, Protocol):
    """An engine's reader with what the order of hits takes besides."""

    @property
    def prints(self) -> Prints:
        """A number of each paragraph: the same where they say the same, marks and white space apart.

        NO_PRINT where nothing else is in it.
        """

    def places(self, text: str) -> int:
        """At most at how many places a text stands, told at once: what it costs to look at all of them."""

    def parts(self, query: Query, paragraphs: Numbers) -> Mapping[Part, Scores]:
        """What the scores of some paragraphs that match are made of."""

    def folded(self, numbers: Sequence[int]) -> list[str]:
        """The folded texts of several paragraphs, which is quicker than the paragraphs."""

    def by_itself(self, word: str, paragraphs: Numbers) -> npt.NDArray[np.bool_]:
        """In which of some paragraphs a word stands by itself, and not only inside longer ones."""

    @property
    def wording(self) -> Wording:
        """All words; worked out when first asked for, and kept."""

    def windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> Windows:
        """Up to `size` words on either side of each occurrence of a phrase, in the same sentence."""
