"""The seam between the project and an engine: what a finished index is asked. Fields in queries are resolved before."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import (
    Arrays,
    CharacterPattern,
    CodePoints,
    ContextWindows,
    Crossings,
    Fillers,
    Frame,
    Mask,
    Matches,
    Nearest,
    Numbers,
    Occurrences,
    Passages,
    PatternContext,
    RunUses,
    ScorePart,
    Scores,
    Spans,
    TextHashes,
)
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import NgramOrder
from indexer.engine.query import Query, Question
from indexer.engine.ranking import Ranking, RankingColumns
from indexer.model import Kind, Paragraph


class EngineReader(Protocol):
    """Answers from one finished index; safe to call from many threads."""

    size: int
    """How many numbers there are: every paragraph has one below it."""

    def match(self, query: Query) -> Matches:
        """All paragraphs that match, with scores."""

    def prepare(
        self,
        *,
        phrases: Sequence[str] = (),
        places: Sequence[str] = (),
        patterns: Sequence[CharacterPattern] = (),
        queries: Sequence[Query] = (),
        match_options: MatchOptions = PLAIN,
    ) -> bool:
        """What will be asked for next, so that an engine that is far away asks for it all at once: whether it is one.

        `phrases` are to be counted, of `places` it is to be said where they stand and what is around them. No answer
        depends on it.
        """

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        """Every paragraph that contains the phrase, compared by the options; overlapping occurrences count."""

    def occurrences_of(self, phrases: Sequence[str], match_options: MatchOptions = PLAIN) -> list[Occurrences]:
        """The same of several phrases at once."""

    def uses_by_run(self, phrase: str, runs: Numbers, match_options: MatchOptions = PLAIN) -> RunUses:
        """The same by runs of paragraphs; `runs` is the run of each paragraph of the index, ascending."""

    def totals_of(self, texts: Sequence[str]) -> Numbers:
        """At how many places each of some texts stands, none of them empty: the sum of what `occurrences` counts."""

    def often(self, texts: Sequence[str], least: int | Sequence[int]) -> Mask:
        """Which of some texts, none of them empty, stand at `least` so many places, or as many as is said of each."""

    def paragraphs_of(self, texts: Sequence[str], most: int) -> list[Numbers | None]:
        """The paragraphs, ascending, that have each of some texts, none of them empty; None where more than `most` have it."""

    def fillers_of(self, frames: Sequence[Frame]) -> list[Fillers]:
        """The characters that stand in each of some frames. Of very many places only some are looked at."""

    def spans(self, phrase: str, match_options: MatchOptions = PLAIN) -> Spans:
        """Every place where the phrase starts, as `occurrences` counts them; of several forms there the longest."""

    def crossings(self, phrase: str, match_options: MatchOptions = PLAIN) -> Crossings:
        """Every place where a phrase would start too, were paragraphs joined to the next that do not end a sentence.

        White space of the phrase may stand where they are joined, or none. No place is among them that `occurrences`
        counts. Paragraphs are joined only to the next of their speech, and not where text between them is missing;
        see indexer.analysis.sentence_end.
        """

    def code_points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        """The code points of the folded characters at some offsets of some paragraphs; 0 where there is none.

        The two arrays are of one shape, or of shapes that numpy makes one of.
        """

    def pattern_contexts(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[PatternContext]:
        """Places where a pattern stands, or only those in headings, in their order; of more than `most`, that many, evenly spread.

        Of very many places only some are looked at: what is to be exact is to be counted.
        """

    def pattern_contexts_of(
        self, patterns: Sequence[CharacterPattern], most: int, *, headings: bool = False
    ) -> list[list[PatternContext]]:
        """The same of several patterns at once."""

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        """Some paragraphs as they were added."""

    def kinds(self, numbers: Sequence[int]) -> list[Kind]:
        """What kind of paragraph each of some is, known without their texts."""

    @property
    def characters(self) -> Numbers:
        """How many characters each paragraph has, white space not counted; those that were taken out have any number."""

    def passages(self) -> Passages:
        """What headings all paragraphs are under; read anew at each call."""

    def close(self) -> None:
        """Let go of files."""


class RankingReader(EngineReader, Protocol):
    """An engine's reader with what the order of hits takes besides."""

    @property
    def text_hashes(self) -> TextHashes:
        """A number of each paragraph: the same where they say the same, marks and white space apart.

        NO_TEXT_HASH where nothing else is in it.
        """

    def best(self, query: Query, columns: RankingColumns, wanted: int) -> Ranking | None:
        """The `wanted` best of what a query finds, and how all of it is spread, in one pass.

        None where the engine has no such pass: then `match` gives what it takes. Raises ValueError for columns that do not
        fit each other.
        """

    def occurrence_bound(self, text: str) -> int:
        """An upper bound of the places at which a text stands, known at once: what it costs to look at all of them."""

    def score_parts(self, query: Query, paragraphs: Numbers) -> Mapping[ScorePart, Scores]:
        """What the scores of some paragraphs that match are made of."""

    def nearest(self, question: Question, allowed: npt.NDArray[np.bool_] | None, wanted: int) -> Nearest:
        """The `wanted` paragraphs that come nearest to a question of which nothing has all.

        Of those that are `allowed` (one item a paragraph number; None: all), and more where several weigh the same. Their
        scores are those of indexer.engine.embedded.read.nearest, to the last digit the same however the index came about.
        """

    def apart(self, left_out: Collection[range] = ()) -> Self:
        """The same with memory of its own: nothing of what it is asked is kept when it is let go.

        Paragraphs that are `left_out`, by ranges of their numbers, are as if they had been taken out.
        """

    def folded_texts(self, numbers: Sequence[int]) -> list[str]:
        """The folded texts of several paragraphs, which is quicker than the paragraphs."""

    def stands_alone(self, word: str, paragraphs: Numbers) -> npt.NDArray[np.bool_]:
        """In which of some paragraphs a word stands by itself, and not only inside longer ones."""

    @property
    def forward_index(self) -> ForwardIndex:
        """All words."""

    def derived(self, name: str, make: Callable[[], Arrays], *, keep: bool = True) -> Arrays:
        """Arrays that follow from all that the index has and take long to `make`: made once for all who read it, and mapped.

        Where they are not there yet and are not to be kept, they are made for who asks.
        """

    def derived_of_segments(
        self, name: str, make: Callable[[Sequence[int]], Sequence[Arrays]], *, keep: bool = True
    ) -> Sequence[Arrays]:
        """The same of each run of the forward index by itself; `make` gives those of several, by their places.

        They follow from nothing else, so that an index that has a run of another has them too.
        """

    @property
    def ngram_order(self) -> NgramOrder:
        """All n-grams of the paragraphs that are not deleted, in their order."""

    def context_windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> ContextWindows:
        """Up to `size` words on either side of each occurrence of a phrase, in the same sentence."""
