"""Evaluation of query trees over the segments of an index, by whole arrays."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import add
from typing import assert_never

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.engine.answers import Matches, Numbers, ScorePart, Scores
from indexer.engine.embedded.encoding.arrays import Array, concatenated
from indexer.engine.embedded.inverted_index.inverted_field import Postings, WordField
from indexer.engine.embedded.read.doc_set import NONE, SYNONYM_WEIGHT, Found, all_but, all_of, any_of, weighted
from indexer.engine.embedded.read.leaf import Shard
from indexer.engine.embedded.read.proximity import near_in
from indexer.engine.embedded.read.scorer import Averages, SegmentScorer
from indexer.engine.embedded.read.term_lookup import Having, look_up, phrase_in, sought
from indexer.engine.embedded.read.wildcard import pattern_in
from indexer.engine.embedded.segment.segment_reader import SegmentArrays
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
    Synonyms,
    Wildcard,
    Words,
)

CACHED_LEAVES = 16


class Evaluator:
    """Evaluates queries over the segments of an index; scores are as if what is deleted had never been."""

    def __init__(self, segments: Sequence[Shard], analysis: Analysis) -> None:
        self._shards = segments
        self._analysis = analysis
        self.documents = sum(shard.documents for shard in segments)
        # Whoever explains why nothing was found asks for the same parts again and again; these take longest.
        self._scattered = lru_cache(maxsize=CACHED_LEAVES)(self._places)

    def match(self, query: Query) -> Matches:
        """All documents that match, with scores."""
        return self._match(query, self._scorers)

    def score_parts(self, query: Query, documents: Numbers) -> dict[ScorePart, Scores]:
        """What the scores of some documents that match are made of."""
        found = {part: self._match(query, [scorer.only(part) for scorer in self._scorers]) for part in ScorePart}
        return {part: one.at(one.paragraphs.searchsorted(documents)).scores for part, one in found.items()}

    def _match(self, query: Query, scorers: Sequence[SegmentScorer]) -> Matches:
        finds: dict[Query, list[Found]] = {leaf: self._find(leaf, scorers) for leaf in query.leaves()}
        parts = [
            _live(_evaluate(query, shard, {leaf: found[place] for leaf, found in finds.items()}), shard)
            for place, shard in enumerate(self._shards)
        ]
        if len(parts) == 1:
            return Matches(parts[0].documents, parts[0].scores)
        documents = [part.documents + shard.first for part, shard in zip(parts, self._shards, strict=True)]
        return Matches(concatenated(documents), lambda at: _at(concatenated([part.scores() for part in parts]), at))

    def _find(self, leaf: Leaf, scorers: Sequence[SegmentScorer]) -> list[Found]:
        """What a leaf finds in each shard: looked up in all of them first, as scores need counts of all."""
        if not isinstance(leaf, Words):
            return self._standing(leaf, scorers)
        wanted = sought(leaf, self._analysis)
        lookups = [look_up(wanted, shard.segment) for shard in self._shards]
        counts = [Having.of(lookup, shard) for lookup, shard in zip(lookups, self._shards, strict=True)]
        having = reduce(add, counts) if counts else Having.nothing(wanted)
        return [
            scorer.found(wanted, lookup, self.documents, having)
            for scorer, lookup in zip(scorers, lookups, strict=True)
        ]

    def _standing(self, leaf: Phrase | Proximity | Wildcard, scorers: Sequence[SegmentScorer]) -> list[Found]:
        """What a leaf finds in each shard that asks where characters stand."""
        finds = self._scattered(leaf) if isinstance(leaf, Proximity | Wildcard) else self._places(leaf)
        having = sum(shard.count(documents) for shard, (documents, _) in zip(self._shards, finds, strict=True))
        asked = zip(scorers, finds, strict=True)
        return [scorer.phrase(documents, counts, self.documents, having) for scorer, (documents, counts) in asked]

    def _places(self, leaf: Phrase | Proximity | Wildcard) -> list[Postings]:
        return [_standing_in(shard.segment, leaf) for shard in self._shards]

    @cached_property
    def _scorers(self) -> list[SegmentScorer]:
        size = max(self.documents, 1)
        averages = Averages(
            words=sum(shard.words for shard in self._shards) / size,
            headings=sum(_total(shard.passage_sizes, shard.segment.headings) for shard in self._shards) / size,
            titles=sum(_total(shard.speech_sizes, shard.segment.titles) for shard in self._shards) / size,
        )
        return [SegmentScorer(shard.segment, averages) for shard in self._shards]


def _standing_in(segment: SegmentArrays, leaf: Phrase | Proximity | Wildcard) -> Postings:
    match leaf:
        case Phrase(text, match_options):
            return phrase_in(segment, text, match_options)
        case Proximity(texts, distance):
            return near_in(segment, [fold(text) for text in texts], distance)
        case Wildcard(text):
            return pattern_in(segment, text)


def _at(values: Array, places: Numbers | None) -> Array:
    return values if places is None else values[places]


def _evaluate(query: Query, shard: Shard, finds: Mapping[Query, Found]) -> Found:
    """What a tree finds in one shard; `finds` tells what its leaves do."""
    size = shard.segment.documents
    match query:
        case And(parts):
            return all_of([_evaluate(part, shard, finds) for part in parts], size)
        case Or(parts):
            return any_of([_evaluate(part, shard, finds) for part in parts], size)
        case Not(part):
            return all_but(_evaluate(part, shard, finds), size)
        case Synonyms(own, other):
            return any_of(
                [_evaluate(own, shard, finds), weighted(_evaluate(other, shard, finds), SYNONYM_WEIGHT)], size
            )
        case DocRanges(ranges):
            return Found(_numbers(ranges, shard.first, size))
        case Words() | Phrase() | Proximity() | Wildcard():
            return finds[query]
        case Field() | DateRange():
            raise TypeError(f"not resolved: {query!r}")
        case _:
            assert_never(query)


def _live(found: Found, shard: Shard) -> Found:
    """Without deleted documents."""
    if shard.live is None:
        return found
    places = np.flatnonzero(shard.live[found.documents])
    score = found.score
    return Found(
        found.documents[places], None if score is None else lambda at: score(places if at is None else places[at])
    )


def _total(sizes: Numbers, field: WordField) -> int:
    """The number of words of all documents in a field that runs of so many of them share."""
    return int((field.lengths.astype(np.int64) * sizes).sum())


def _numbers(ranges: Sequence[tuple[int, int]], first: int, size: int) -> Numbers:
    """The documents of a shard that are in ranges of documents of the index."""
    own = [(max(start - first, 0), min(end - first, size)) for start, end in ranges]
    return np.concatenate([NONE, *(np.arange(start, end) for start, end in own if start < end)])
