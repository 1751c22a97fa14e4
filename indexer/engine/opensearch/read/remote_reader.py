"""A generation in a cluster → answers to query trees, equal to those of the embedded engine."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import cache, cached_property, lru_cache, reduce
from operator import add
from pathlib import Path
from typing import Self

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.fold import fold_each
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
from indexer.engine.embedded.encoding.derived_arrays import DerivedArrays
from indexer.engine.embedded.read.context_window import LazyForwardIndex
from indexer.engine.embedded.read.doc_set import NONE, DocSet
from indexer.engine.embedded.read.evaluator import evaluate
from indexer.engine.embedded.read.nearest import NearestParagraphs
from indexer.engine.embedded.read.scorer import SegmentScorer, segment_scorers
from indexer.engine.embedded.read.segment_view import Mask, live_in, passages_in, text_hashes_in
from indexer.engine.embedded.read.term_lookup import DocumentFrequencies, analyzed
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import NgramOrder
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.read.framed_characters import fillers_of
from indexer.engine.opensearch.read.junction_windows import crossings
from indexer.engine.opensearch.read.leaves import Leaves, forms_of, in_segment, lookup_in
from indexer.engine.opensearch.read.patterns import contexts_of, question_of
from indexer.engine.opensearch.read.postings_source import READ, PostingsSource
from indexer.engine.opensearch.read.remote_nearest import lookups, question_queries
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.gram_counts import grams_in
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import Question as WireQuestion
from indexer.engine.opensearch.wire.leaf_queries import standing
from indexer.engine.query import Leaf, Query, Question, Words
from indexer.engine.ranking import Ranking, RankingColumns
from indexer.engine.run_uses import uses_by_run
from indexer.errors import IndexUnusableError
from indexer.model import Kind, Paragraph

CACHED_QUERIES = 16
CACHED_SPANS = 4
READ_AHEAD = 4_000  # paragraphs that have a text, whose texts are read before they are asked for


class RemoteReader:
    """Answers from the generation in a folder, whose postings and texts are in a cluster; it holds so many `paragraphs`.

    Raises IndexUnusableError where it has another number, and ClusterError from every method where the cluster does not
    answer whole.
    """

    def __init__(self, cluster: Cluster, folder: Path, analysis: Analysis, paragraphs: int) -> None:
        self._look_at(SideIndex(folder))
        self._analysis = analysis
        self.size = self._side.size
        if sum(view.documents for view in self._views) != paragraphs:
            raise IndexUnusableError.damaged()
        self._cluster = cluster
        self._wording = LazyForwardIndex(folder, self._side.views)
        kept = DerivedArrays(folder, tuple(self._side.views))
        self.derived, self.derived_of_segments = kept.of, kept.of_segments
        self._remember_nothing()

    def _look_at(self, side: SideIndex) -> None:
        self._side, self._views = side, side.segments

    def _remember_nothing(self) -> None:
        index = self._side.record.index
        self._texts = TextSource(self._cluster, index, self._side.number_in_cluster)
        self._postings = PostingsSource(self._cluster, index, self._side, self._texts)
        self._leaves = Leaves(self._postings, self._texts, self._analysis, lambda: self._live.nonzero()[0])
        self._matches = lru_cache(maxsize=CACHED_QUERIES)(self._match_anew)
        self._spans = lru_cache(maxsize=CACHED_SPANS)(self._leaves.spans)
        self._crossings = lru_cache(maxsize=CACHED_SPANS)(self._crossings_anew)

    def apart(self, left_out: Collection[range] = ()) -> Self:
        other = copy(self)
        vars(other).pop("_nearest", None)  # it holds on to texts
        if left_out:
            for name in ("_live", "_scorers"):
                vars(other).pop(name, None)
            numbers = [number for one in left_out for number in one if self._live[number]]
            grams = cache(lambda: grams_in(other.folded_texts(numbers)))
            other._look_at(self._side.without(left_out, grams))
        other._remember_nothing()
        return other

    @cached_property
    def _live(self) -> Mask:
        return live_in(self._views)

    def _kind(self, paragraph: int) -> Kind:
        view = self._side.view_of(paragraph)
        return view.segment.kind(paragraph - view.first)

    def match(self, query: Query) -> Matches:
        return self._matches(query)

    def best(self, query: Query, columns: RankingColumns, wanted: int) -> Ranking | None:  # noqa: ARG002
        """The postings of all that matches are here anyhow: `match` tells as much."""
        return None

    def prepare(
        self,
        *,
        phrases: Sequence[str] = (),
        places: Sequence[str] = (),
        patterns: Sequence[CharacterPattern] = (),
        queries: Sequence[Query] = (),
        match_options: MatchOptions = PLAIN,
    ) -> bool:
        """In one request, with the first text of each phrase, and some of each pattern; in another the texts of places."""
        around = [query for phrase in places for query in forms_of(phrase, match_options)]
        texts: dict[WireQuestion, int] = dict.fromkeys(around, 0)
        texts |= dict.fromkeys([query for phrase in phrases for query in forms_of(phrase, match_options)], 1)
        texts |= dict.fromkeys(map(question_of, patterns), READ)
        texts |= self._leaves.asked_for([leaf for query in queries for leaf in query.leaves()])
        found = self._postings.of(texts, texts=texts)
        having = [found[query].documents for query in around if len(found[query].documents) <= READ_AHEAD]
        self._texts.of(np.unique(np.concatenate([NONE, *having])).tolist())
        return True

    def score_parts(self, query: Query, paragraphs: Numbers) -> Mapping[ScorePart, Scores]:
        found = {part: self._match(query, [scorer.only(part) for scorer in self._scorers]) for part in ScorePart}
        return {part: one.at(one.paragraphs.searchsorted(paragraphs)).scores for part, one in found.items()}

    def nearest(self, question: Question, allowed: Mask | None, wanted: int) -> Nearest:
        self._postings.of(question_queries(question))
        return self._nearest.of(question, allowed, wanted)

    def stands_alone(self, word: str, paragraphs: Numbers) -> Mask:
        """In which of some documents a word is one of the long words, as the forward index has them."""
        words = self.forward_index
        number, firsts = words.number(fold(word)), words.firsts
        alone = (
            number >= 0 and bool((words.words_at(np.arange(firsts[one], firsts[one + 1])) == number).any())
            for one in paragraphs.tolist()
        )
        return np.fromiter(alone, dtype=np.bool_, count=len(paragraphs))

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        found = self._leaves.occurrences(phrase, match_options)
        return Occurrences(found.documents, found.frequencies.astype(np.int64, copy=False))

    def occurrences_of(self, phrases: Sequence[str], match_options: MatchOptions = PLAIN) -> list[Occurrences]:
        self._postings.of([query for phrase in phrases for query in forms_of(phrase, match_options)])
        return [self.occurrences(phrase, match_options) for phrase in phrases]

    def uses_by_run(self, phrase: str, runs: Numbers, match_options: MatchOptions = PLAIN) -> RunUses:
        return uses_by_run(self.occurrences(phrase, match_options), runs)

    def totals_of(self, texts: Sequence[str]) -> Numbers:
        return np.array(self._postings.totals(fold_each(texts)), dtype=np.int64)

    def often(self, texts: Sequence[str], least: int | Sequence[int]) -> Mask:
        each: list[int] = np.broadcast_to(least, len(texts)).tolist()
        return np.array(self._postings.often(fold_each(texts), each), dtype=np.bool_)

    def paragraphs_of(self, texts: Sequence[str], most: int) -> list[Numbers | None]:
        return self._postings.bounded([*map(standing, fold_each(texts))], most)

    def fillers_of(self, frames: Sequence[Frame]) -> list[Fillers]:
        return fillers_of(frames, self._side, self._postings, self._texts)

    def spans(self, phrase: str, match_options: MatchOptions = PLAIN) -> Spans:
        return self._spans(phrase, match_options)

    def crossings(self, phrase: str, match_options: MatchOptions = PLAIN) -> Crossings:
        return self._crossings(phrase, match_options)

    def code_points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        numbers, offsets = np.broadcast_arrays(paragraphs, offsets)
        points = np.zeros(numbers.shape, dtype=np.uint32)
        wanted = np.unique(numbers)
        for number, text in zip(wanted.tolist(), self.folded_texts(wanted.tolist()), strict=True):
            own = (numbers == number) & (offsets >= 0) & (offsets < len(text))
            points[own] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")[offsets[own]]
        return points

    def occurrence_bound(self, text: str) -> int:
        return int(self._postings.one(standing(fold(text))).frequencies.sum())

    def pattern_contexts(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[PatternContext]:
        return self.pattern_contexts_of([pattern], most, headings=headings)[0]

    def pattern_contexts_of(
        self, patterns: Sequence[CharacterPattern], most: int, *, headings: bool = False
    ) -> list[list[PatternContext]]:
        return contexts_of(patterns, most, self._side, self._postings, self._texts, headings=headings)

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        views = [self._side.view_of(number) for number in numbers]
        each = zip(views, numbers, self._texts.of(numbers), strict=True)
        return [view.segment.with_texts([number - view.first], [text])[0] for view, number, text in each]

    def kinds(self, numbers: Sequence[int]) -> list[Kind]:
        return [self._kind(number) for number in numbers]

    def folded_texts(self, numbers: Sequence[int]) -> list[str]:
        return [fold(text) for text in self._texts.of(numbers)]

    @cached_property
    def text_hashes(self) -> TextHashes:
        return text_hashes_in(self._views)

    @cached_property
    def characters(self) -> Numbers:
        return np.concatenate([NONE, *(view.segment.characters for view in self._views)])

    @property
    def forward_index(self) -> ForwardIndex:
        return self._wording.words

    def context_windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> ContextWindows:
        return self._wording.windows(self.spans(phrase, match_options), size)

    @property
    def ngram_order(self) -> NgramOrder:
        return self._wording.ngram_order

    def passages(self) -> Passages:
        return passages_in(self._views)

    def close(self) -> None:
        """Forget what was cached; connections stay for whoever else asks the cluster."""
        self._matches.cache_clear()
        self._spans.cache_clear()
        self._crossings.cache_clear()
        self._postings.forget()
        self._texts.forget()

    def _match_anew(self, query: Query) -> Matches:
        matches = self._match(query, self._scorers)
        matches.paragraphs.flags.writeable = False
        return matches

    def _match(self, query: Query, scorers: Sequence[SegmentScorer]) -> Matches:
        self._leaves.prepare(query.leaves())
        return evaluate(query, self._views, {leaf: self._find(leaf, scorers) for leaf in query.leaves()})

    def _find(self, leaf: Leaf, scorers: Sequence[SegmentScorer]) -> list[DocSet]:
        """What a leaf finds in each segment."""
        documents = sum(view.documents for view in self._views)
        if not isinstance(leaf, Words):
            found = self._leaves.positional(leaf)
            parts = [in_segment(found, view) for view in self._views]
            each = zip(scorers, parts, strict=True)
            return [scorer.phrase(*part, documents, len(found.documents)) for scorer, part in each]
        wanted = analyzed(leaf, self._analysis)
        words, verbatim = self._leaves.words(wanted)
        looked_up = [lookup_in(wanted, words, verbatim, view) for view in self._views]
        counts = [DocumentFrequencies.of(one, view) for one, view in zip(looked_up, self._views, strict=True)]
        having = reduce(add, counts) if counts else DocumentFrequencies.nothing(wanted)
        return [scorer.found(wanted, one, documents, having) for scorer, one in zip(scorers, looked_up, strict=True)]

    @cached_property
    def _scorers(self) -> list[SegmentScorer]:
        return segment_scorers(self._views)

    @cached_property
    def _nearest(self) -> NearestParagraphs:
        return NearestParagraphs(self._views, self._scorers, lookups(self._views, self._postings, self._texts))

    def _crossings_anew(self, phrase: str, match_options: MatchOptions) -> Crossings:
        return crossings(self._views, self._texts, self._analysis, phrase, match_options)
