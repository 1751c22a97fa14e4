"""Evaluation of query trees over the segments of an index, by whole arrays."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import add
from typing import assert_never

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.engine.answers import Matches, Nearest, Numbers, ScorePart, Scores
from indexer.engine.embedded.encoding.arrays import Array, concatenated
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.kernel.shared_library import SharedLibrary
from indexer.engine.embedded.read.doc_set import NONE, SYNONYM_WEIGHT, DocSet, complement, intersection, scaled, union
from indexer.engine.embedded.read.kernel_reader import KernelMatcher, open_kernel
from indexer.engine.embedded.read.nearest import NearestParagraphs, SegmentLookup
from indexer.engine.embedded.read.proximity import proximity_postings
from indexer.engine.embedded.read.scorer import SegmentScorer, segment_scorers
from indexer.engine.embedded.read.segment_view import Mask, ScoredView, SegmentView
from indexer.engine.embedded.read.term_lookup import (
    DocumentFrequencies,
    analyzed,
    look_up,
    nothing_has,
    phrase_postings,
)
from indexer.engine.embedded.read.wildcard import wildcard_postings
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.query import (
    And,
    DateRange,
    DocRanges,
    Field,
    Leaf,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Question,
    Synonyms,
    Unknown,
    Wildcard,
    Words,
)
from indexer.engine.ranking import Ranking, RankingColumns

CACHED_LEAVES = 16


class Evaluator:
    """Evaluates queries over the segments of an index; scores are as if what is deleted had never been."""

    def __init__(
        self, segments: Sequence[SegmentView], analysis: Analysis, library: SharedLibrary | None = None
    ) -> None:
        """`library` is the kernel, where there is one."""
        self._library = library
        self._views = segments
        self._analysis = analysis
        self.documents = sum(view.documents for view in segments)
        # Whoever explains why nothing was found asks for the same parts again and again; these take longest.
        self._cached_postings = lru_cache(maxsize=CACHED_LEAVES)(self._postings)

    def match(self, query: Query) -> Matches:
        """All documents that match, with scores."""
        return self._match(query, self._scorers) if self._kernel is None else self._kernel.match(query)

    def best(self, query: Query, columns: RankingColumns, wanted: int) -> Ranking | None:
        """The `wanted` best of what a query finds, and how all of it is spread; None where there is no kernel."""
        return None if self._kernel is None else self._kernel.best(query, columns, wanted)

    @cached_property
    def _kernel(self) -> KernelMatcher | None:
        if self._library is None:
            return None
        return KernelMatcher(open_kernel(self._library, self._views, self._scorers), self._analysis, self._postings_of)

    def score_parts(self, query: Query, documents: Numbers) -> dict[ScorePart, Scores]:
        """What the scores of some documents that match are made of."""
        found = {part: self._match(query, [scorer.only(part) for scorer in self._scorers]) for part in ScorePart}
        return {part: one.at(one.paragraphs.searchsorted(documents)).scores for part, one in found.items()}

    def nearest(self, question: Question, allowed: Mask | None, wanted: int) -> Nearest:
        """The `wanted` paragraphs that come nearest to a question, of those that are allowed."""
        return self._nearest.of(question, allowed, wanted)

    @cached_property
    def _nearest(self) -> NearestParagraphs:
        return NearestParagraphs(self._views, self._scorers, [*map(SegmentLookup, self._views)])

    def _match(self, query: Query, scorers: Sequence[SegmentScorer]) -> Matches:
        return evaluate(query, self._views, {leaf: self._find(leaf, scorers) for leaf in query.leaves()})

    def _find(self, leaf: Leaf, scorers: Sequence[SegmentScorer]) -> list[DocSet]:
        """What a leaf finds in each segment: looked up in all of them first, as scores need counts of all."""
        if not isinstance(leaf, Words):
            return self._positional(leaf, scorers)
        wanted = analyzed(leaf, self._analysis)
        if all(nothing_has(wanted, view.segment) for view in self._views):
            return [DocSet(NONE) for _ in self._views]
        lookups = [look_up(wanted, view.segment) for view in self._views]
        counts = [DocumentFrequencies.of(lookup, view) for lookup, view in zip(lookups, self._views, strict=True)]
        having = reduce(add, counts) if counts else DocumentFrequencies.nothing(wanted)
        return [
            scorer.found(wanted, lookup, self.documents, having)
            for scorer, lookup in zip(scorers, lookups, strict=True)
        ]

    def _positional(self, leaf: Phrase | Proximity | Wildcard, scorers: Sequence[SegmentScorer]) -> list[DocSet]:
        """What a leaf finds in each segment that asks where characters stand."""
        finds = self._postings_of(leaf)
        having = sum(view.count(documents) for view, (documents, _) in zip(self._views, finds, strict=True))
        asked = zip(scorers, finds, strict=True)
        return [scorer.phrase(documents, counts, self.documents, having) for scorer, (documents, counts) in asked]

    def _postings_of(self, leaf: Phrase | Proximity | Wildcard) -> list[Postings]:
        return self._cached_postings(leaf) if isinstance(leaf, Proximity | Wildcard) else self._postings(leaf)

    def _postings(self, leaf: Phrase | Proximity | Wildcard) -> list[Postings]:
        return [_postings_in(view.segment, leaf) for view in self._views]

    @cached_property
    def _scorers(self) -> list[SegmentScorer]:
        return segment_scorers(self._views)


def _postings_in(segment: SegmentReader, leaf: Phrase | Proximity | Wildcard) -> Postings:
    match leaf:
        case Phrase(text, match_options):
            return phrase_postings(segment, text, match_options)
        case Proximity(texts, distance):
            return proximity_postings(segment, [fold(text) for text in texts], distance)
        case Wildcard(text):
            return wildcard_postings(segment, text)


def _at(values: Array, places: Numbers | None) -> Array:
    return values if places is None else values[places]


def evaluate(query: Query, views: Sequence[ScoredView], finds: Mapping[Query, Sequence[DocSet]]) -> Matches:
    """What a tree finds in all segments; `finds` tells of each leaf what that does in each of them."""
    parts = [
        _live(_evaluate(query, view, {leaf: found[place] for leaf, found in finds.items()}), view)
        for place, view in enumerate(views)
    ]
    if len(parts) == 1:
        return Matches(parts[0].documents, parts[0].scores)
    documents = [part.documents + view.first for part, view in zip(parts, views, strict=True)]
    return Matches(concatenated(documents), lambda at: _at(concatenated([part.scores() for part in parts]), at))


def _evaluate(query: Query, view: ScoredView, finds: Mapping[Query, DocSet]) -> DocSet:
    """What a tree finds in one segment; `finds` tells what its leaves do."""
    size = view.segment.documents
    match query:
        case And(parts):
            return intersection([_evaluate(part, view, finds) for part in parts], size)
        case Or(parts):
            return union([_evaluate(part, view, finds) for part in parts], size)
        case Not(part):
            return complement(_evaluate(part, view, finds), size)
        case Synonyms(own, other):
            return union([_evaluate(own, view, finds), scaled(_evaluate(other, view, finds), SYNONYM_WEIGHT)], size)
        case DocRanges(ranges):
            return DocSet(_numbers(ranges, view.first, size))
        case Words() | Phrase() | Proximity() | Wildcard():
            return finds[query]
        case Field() | Unknown() | DateRange():
            raise TypeError(f"not resolved: {query!r}")
        case _:
            assert_never(query)


def _live(found: DocSet, view: ScoredView) -> DocSet:
    """Without deleted documents."""
    if view.live is None:
        return found
    places = np.flatnonzero(view.live[found.documents])
    score = found.score
    return DocSet(
        found.documents[places], None if score is None else lambda at: score(places if at is None else places[at])
    )


def _numbers(ranges: Sequence[tuple[int, int]], first: int, size: int) -> Numbers:
    """The documents of a segment that are in ranges of documents of the index."""
    own = [(max(start - first, 0), min(end - first, size)) for start, end in ranges]
    return np.concatenate([NONE, *(np.arange(start, end) for start, end in own if start < end)])
