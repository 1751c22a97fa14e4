"""An index in a folder → answers to query trees."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import (
    CharacterPattern,
    CodePoints,
    ContextWindows,
    Crossings,
    Fillers,
    Frame,
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
from indexer.engine.embedded.encoding.arrays import concatenated
from indexer.engine.embedded.encoding.derived_arrays import DerivedArrays
from indexer.engine.embedded.kernel import kernel_ranking, kernel_runs
from indexer.engine.embedded.kernel.kernel_index import KernelIndex
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.read.bulk_lookup import LOOKED_AT, fillers_of, merged, paragraphs_of, total_in
from indexer.engine.embedded.read.context_window import LazyForwardIndex
from indexer.engine.embedded.read.crossings import crossings_in
from indexer.engine.embedded.read.doc_set import NONE
from indexer.engine.embedded.read.evaluator import Evaluator
from indexer.engine.embedded.read.kernel_reader import open_kernel
from indexer.engine.embedded.read.occurrences import spans_in
from indexer.engine.embedded.read.pattern_context import contexts_in
from indexer.engine.embedded.read.segment_view import SegmentView, live_in, open_views, passages_in, text_hashes_in
from indexer.engine.embedded.read.term_lookup import phrase_postings
from indexer.engine.embedded.segment.segment_table import Mask
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import NgramOrder
from indexer.engine.query import Query, Question
from indexer.engine.ranking import Ranking, RankingColumns
from indexer.engine.run_uses import uses_by_run
from indexer.errors import IndexUnusableError
from indexer.model import Kind, Paragraph

Value = TypeVar("Value")
CACHED_QUERIES = 16
CACHED_SPANS = 4  # a common character stands at a million places


class EmbeddedReader:
    """Answers from a finished index of so many `paragraphs`. Raises IndexUnusableError where it has another number.

    Nothing of it changes once it is open, so threads need not wait for each other.
    """

    def __init__(self, folder: Path, analysis: Analysis, paragraphs: int) -> None:
        parts = open_views(folder)
        self._analysis, self._library = analysis, shared_library()
        self._look_at(list(parts.values()))
        self.size = sum(view.segment.documents for view in self._views)
        if self._evaluator.documents != paragraphs:
            raise IndexUnusableError.damaged()
        self._wording = LazyForwardIndex(folder, parts)
        kept = DerivedArrays(folder, tuple(parts))
        self.derived, self.derived_of_segments = kept.of, kept.of_segments
        self._remember_nothing()

    def _look_at(self, views: list[SegmentView]) -> None:
        self._views, self._firsts = views, [view.first for view in views]
        self._evaluator = Evaluator(views, self._analysis, self._library)

    def _remember_nothing(self) -> None:
        # The next page, another order and another filter ask the same query again.
        self._matches = lru_cache(maxsize=CACHED_QUERIES)(self._match_anew)
        self._best = lru_cache(maxsize=CACHED_QUERIES)(self._evaluator.best)
        self._spans = lru_cache(maxsize=CACHED_SPANS)(self._spans_anew)
        # What is found, and the card of it, ask for the same.
        self._occurrences = lru_cache(maxsize=CACHED_SPANS)(self._occurrences_anew)
        self._crossings = lru_cache(maxsize=CACHED_SPANS)(self._crossings_anew)

    def apart(self, left_out: Collection[range] = ()) -> Self:
        _ = self._kernel  # made once for all
        other = copy(self)
        if left_out:
            vars(other).pop("_kernel")
            other._look_at([view.without(left_out) for view in self._views])
        other._remember_nothing()
        return other

    def prepare(self, **_asked: object) -> bool:
        """Everything is near."""
        return False

    def match(self, query: Query) -> Matches:
        return self._matches(query)

    def best(self, query: Query, columns: RankingColumns, wanted: int) -> Ranking | None:
        return self._best(query, columns, wanted)

    def score_parts(self, query: Query, paragraphs: Numbers) -> Mapping[ScorePart, Scores]:
        return self._evaluator.score_parts(query, paragraphs)

    def nearest(self, question: Question, allowed: Mask | None, wanted: int) -> Nearest:
        return self._evaluator.nearest(question, allowed, wanted)

    def stands_alone(self, word: str, paragraphs: Numbers) -> npt.NDArray[np.bool_]:
        """In which of some documents a word stands by itself."""
        if self._kernel is not None:
            return kernel_ranking.stands_alone(self._kernel, fold(word), paragraphs)
        found = np.zeros(len(paragraphs), dtype=np.bool_)
        for view in self._views:
            found |= view.segment.words.stands_alone(fold(word), paragraphs - view.first)
        return found

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        return self._occurrences(phrase, match_options)

    def _occurrences_anew(self, phrase: str, match_options: MatchOptions) -> Occurrences:
        if self._kernel is not None and match_options == PLAIN and (folded := fold(phrase)):
            return Occurrences(*self._kernel.occurrences(folded))
        paragraphs, counts = [], []
        for view in self._views:
            documents, times = view.living(phrase_postings(view.segment, phrase, match_options))
            paragraphs.append(documents + view.first if view.first else documents)
            counts.append(times.astype(np.int64, copy=False))
        return Occurrences(concatenated(paragraphs), concatenated(counts))

    def occurrences_of(self, phrases: Sequence[str], match_options: MatchOptions = PLAIN) -> list[Occurrences]:
        return [self.occurrences(phrase, match_options) for phrase in phrases]

    def uses_by_run(self, phrase: str, runs: Numbers, match_options: MatchOptions = PLAIN) -> RunUses:
        if self._kernel is not None and match_options == PLAIN and (folded := fold(phrase)):
            return kernel_runs.uses_by_run(self._kernel, folded, runs)
        return uses_by_run(self.occurrences(phrase, match_options), runs)

    def totals_of(self, texts: Sequence[str]) -> Numbers:
        folded = [fold(text) for text in texts]
        if self._kernel is not None:
            return self._kernel.totals(folded)
        return np.array([sum(total_in(view, text) for view in self._views) for text in folded], dtype=np.int64)

    def often(self, texts: Sequence[str], least: int | Sequence[int]) -> Mask:
        return self.totals_of(texts) >= least

    def paragraphs_of(self, texts: Sequence[str], most: int) -> list[Numbers | None]:
        return paragraphs_of(texts, self.totals_of(texts), most, self.occurrences)

    def fillers_of(self, frames: Sequence[Frame]) -> list[Fillers]:
        if self._kernel is None:
            return fillers_of(self._views, frames)
        numbers, characters, times = self._kernel.fillers(frames, LOOKED_AT // max(len(self._views), 1))
        return merged(zip(numbers.tolist(), characters, times.tolist(), strict=True), len(frames))

    def spans(self, phrase: str, match_options: MatchOptions = PLAIN) -> Spans:
        return self._spans(phrase, match_options)

    def crossings(self, phrase: str, match_options: MatchOptions = PLAIN) -> Crossings:
        """Where a phrase begins in one document and ends in a later one; no segment ends within such a place."""
        return self._crossings(phrase, match_options)

    def _crossings_anew(self, phrase: str, match_options: MatchOptions) -> Crossings:
        found = [crossings_in(view, phrase, match_options) for view in self._views]
        return Crossings(
            concatenated([one.paragraphs + view.first for one, view in zip(found, self._views, strict=True)]),
            concatenated([one.starts for one in found]),
            concatenated([one.last + view.first for one, view in zip(found, self._views, strict=True)]),
            concatenated([one.ends for one in found]),
        )

    def code_points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        if len(self._views) == 1:
            return self._views[0].segment.texts.points_at(paragraphs, offsets)
        documents, offsets = np.broadcast_arrays(paragraphs, offsets)
        owners = np.searchsorted(self._firsts, documents, side="right") - 1
        points = np.zeros(documents.shape, dtype=np.uint32)
        for place, view in enumerate(self._views):
            own = owners == place
            points[own] = view.segment.texts.points_at(documents[own] - view.first, offsets[own])
        return points

    def occurrence_bound(self, text: str) -> int:
        """At how many places a text may stand: what it costs to look at all of them. Known by counts alone."""
        folded = fold(text)
        encoded = [(view.segment.phrases, view.segment.alphabet.encode(folded)) for view in self._views]
        return sum(phrases.candidates(codes) for phrases, codes in encoded if codes is not None)

    def pattern_contexts(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[PatternContext]:
        shares = len(self._views)
        found = [each for one in self._views for each in contexts_in(one, pattern, most, shares, headings=headings)]
        return found if len(found) <= most else [found[place * len(found) // most] for place in range(most)]

    def pattern_contexts_of(
        self, patterns: Sequence[CharacterPattern], most: int, *, headings: bool = False
    ) -> list[list[PatternContext]]:
        return [self.pattern_contexts(pattern, most, headings=headings) for pattern in patterns]

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        if self._kernel is None or not numbers:
            return self._read(numbers, lambda view, documents: view.segment.paragraphs(documents))
        if len(self._views) == 1:
            return self._views[0].segment.paragraphs(numbers, self._kernel.texts(numbers))
        texts = dict(zip(numbers, self._kernel.texts(numbers), strict=True))
        return self._read(
            numbers,
            lambda view, documents: view.segment.paragraphs(documents, [texts[one + view.first] for one in documents]),
        )

    def kinds(self, numbers: Sequence[int]) -> list[Kind]:
        return self._read(numbers, lambda view, documents: view.segment.kinds(documents))

    def folded_texts(self, numbers: Sequence[int]) -> list[str]:
        if self._kernel is not None:
            return self._kernel.texts(numbers, folded=True)
        return self._read(numbers, lambda view, documents: view.segment.texts.folded(documents))

    @cached_property
    def text_hashes(self) -> TextHashes:
        return text_hashes_in(self._views)

    @cached_property
    def characters(self) -> Numbers:
        return np.concatenate([NONE, *(view.segment.texts.characters() for view in self._views)])

    @property
    def forward_index(self) -> ForwardIndex:
        return self._wording.words

    def context_windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> ContextWindows:
        """The words around each occurrence of a phrase, segment by segment in the order of the text."""
        return self._wording.windows(self.spans(phrase, match_options), size)

    @property
    def ngram_order(self) -> NgramOrder:
        return self._wording.ngram_order

    def passages(self) -> Passages:
        return passages_in(self._views)

    @property
    def live(self) -> Mask:
        """Which numbers are of documents that are not deleted."""
        return live_in(self._views)

    def close(self) -> None:
        """Forget what was cached. The files are closed when the reader is no longer referenced."""
        self._matches.cache_clear()
        self._best.cache_clear()
        self._spans.cache_clear()

    @cached_property
    def _kernel(self) -> KernelIndex | None:
        return None if self._library is None else open_kernel(self._library, self._views)

    def _match_anew(self, query: Query) -> Matches:
        matches = self._evaluator.match(query)
        matches.paragraphs.flags.writeable = False
        return matches

    def _spans_anew(self, phrase: str, match_options: MatchOptions) -> Spans:
        if self._kernel is not None and match_options == PLAIN and (folded := fold(phrase)):
            paragraphs, starts = self._kernel.places(folded)
            return Spans(paragraphs, starts, starts + len(folded))
        found = [spans_in(view, phrase, match_options) for view in self._views]
        standing = Spans(
            concatenated([one.paragraphs + view.first for one, view in zip(found, self._views, strict=True)]),
            concatenated([one.starts for one in found]),
            concatenated([one.ends for one in found]),
        )
        for values in (standing.paragraphs, standing.starts, standing.ends):
            values.flags.writeable = False
        return standing

    def _read(self, numbers: Sequence[int], read: Callable[[SegmentView, Sequence[int]], list[Value]]) -> list[Value]:
        """What is read of several documents, segment by segment."""
        if not numbers:
            return []
        if len(self._views) == 1:
            return read(self._views[0], numbers)
        by_view: dict[int, list[int]] = {}
        for number in numbers:
            by_view.setdefault(bisect_right(self._firsts, number) - 1, []).append(number)
        found: dict[int, Value] = {}
        for place, own in by_view.items():
            view = self._views[place]
            found |= zip(own, read(view, [number - view.first for number in own]), strict=True)
        return [found[number] for number in numbers]
