"""Evaluation of query trees over the segments of an index, by whole arrays."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate
from operator import add
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.engine.embedded.arrays import Array
from indexer.engine.embedded.found import NONE, Found, all_but, all_of, any_of
from indexer.engine.embedded.lookup import Having, look_up, phrase_in, sought
from indexer.engine.embedded.runs import Runs
from indexer.engine.embedded.scorer import Averages, SegmentScorer
from indexer.engine.embedded.segment import SegmentArrays
from indexer.engine.embedded.words import WordField
from indexer.engine.port import Matches, Numbers, Occurrences, Part, Prints, Scores
from indexer.engine.query import And, Not, Or, Phrase, Query, Within, Words
from indexer.model import Paragraph

Leaf = Words | Phrase
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Shard:
    """A segment of an index, the number of its first document in the index, and which are not deleted (None: all)."""

    segment: SegmentArrays
    first: int
    live: npt.NDArray[np.bool_] | None


def shards(segments: Sequence[tuple[SegmentArrays, npt.NDArray[np.bool_] | None]]) -> list[Shard]:
    """Segments with what is live of each, as the parts of one index."""
    firsts = accumulate((segment.documents for segment, _ in segments), initial=0)
    return [Shard(segment, first, live) for (segment, live), first in zip(segments, firsts, strict=False)]


class Evaluation:
    """Answers for an index of some shards."""

    def __init__(self, parts: Sequence[Shard], analysis: Analysis) -> None:
        self._shards = parts
        self._analysis = analysis
        self._firsts = [shard.first for shard in parts]
        self.size = sum(shard.segment.documents for shard in parts)

    def match(self, query: Query) -> Matches:
        """All documents that match, with scores."""
        return self._match(query, self._scorers)

    def parts(self, query: Query, documents: Numbers) -> dict[Part, Scores]:
        """What the scores of some documents that match are made of."""
        found = {part: self._match(query, [scorer.only(part) for scorer in self._scorers]) for part in Part}
        return {part: one.at(one.paragraphs.searchsorted(documents)).scores for part, one in found.items()}

    def by_itself(self, folded: str, documents: Numbers) -> npt.NDArray[np.bool_]:
        """In which of some documents a folded word stands by itself."""
        found = np.zeros(len(documents), dtype=np.bool_)
        for shard in self._shards:
            found |= shard.segment.words.by_itself(folded, documents - shard.first)
        return found

    def _match(self, query: Query, scorers: Sequence[SegmentScorer]) -> Matches:
        finds: dict[Query, list[Found]] = {leaf: self._find(leaf, scorers) for leaf in _leaves(query)}
        parts = [
            _live(_evaluate(query, shard, {leaf: found[place] for leaf, found in finds.items()}), shard)
            for place, shard in enumerate(self._shards)
        ]
        if len(parts) == 1:
            return Matches(parts[0].documents, parts[0].scores)
        documents = [part.documents + shard.first for part, shard in zip(parts, self._shards, strict=True)]
        return Matches(_joined(documents), lambda at: _at(_joined([part.scores() for part in parts]), at))

    def occurrences(self, folded: str) -> Occurrences:
        """The documents that contain a folded text, and how often each."""
        paragraphs, counts = [], []
        for shard in self._shards:
            documents, times = phrase_in(shard.segment, folded)
            if shard.live is not None:
                kept = shard.live[documents]
                documents, times = documents[kept], times[kept]
            paragraphs.append(documents + shard.first if shard.first else documents)
            counts.append(times.astype(np.int64, copy=False))
        return Occurrences(_joined(paragraphs), _joined(counts))

    def paragraph(self, number: int) -> Paragraph:
        """A document as it was added."""
        shard = self._shards[bisect_right(self._firsts, number) - 1]
        return shard.segment.paragraph(number - shard.first)

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        """Several documents."""
        return self._read(numbers, SegmentArrays.paragraphs)

    def folded(self, numbers: Sequence[int]) -> list[str]:
        """The folded texts of several documents."""
        return self._read(numbers, lambda segment, documents: segment.texts.folded(documents))

    @cached_property
    def prints(self) -> Prints:
        """The print of each document."""
        return np.concatenate([np.zeros(0, np.uint64), *(shard.segment.prints for shard in self._shards)])

    def _read(self, numbers: Sequence[int], read: Callable[[SegmentArrays, list[int]], list[Value]]) -> list[Value]:
        """What is read of several documents, segment by segment."""
        by_shard: dict[int, list[int]] = {}
        for number in numbers:
            by_shard.setdefault(bisect_right(self._firsts, number) - 1, []).append(number)
        found: dict[int, Value] = {}
        for place, own in by_shard.items():
            shard = self._shards[place]
            found |= zip(own, read(shard.segment, [number - shard.first for number in own]), strict=True)
        return [found[number] for number in numbers]

    def _find(self, leaf: Leaf, scorers: Sequence[SegmentScorer]) -> list[Found]:
        """What a leaf finds in each shard: looked up in all of them first, as scores need counts of all."""
        if isinstance(leaf, Phrase):
            return self._phrase(fold(leaf.text), scorers)
        wanted = sought(leaf, self._analysis)
        lookups = [look_up(wanted, shard.segment) for shard in self._shards]
        counts = [Having.of(lookup, shard.segment) for lookup, shard in zip(lookups, self._shards, strict=True)]
        having = reduce(add, counts) if counts else Having.nothing(wanted)
        return [
            scorer.found(wanted, lookup, self.size, having) for scorer, lookup in zip(scorers, lookups, strict=True)
        ]

    def _phrase(self, folded: str, scorers: Sequence[SegmentScorer]) -> list[Found]:
        """What a phrase finds in each shard."""
        finds = [phrase_in(shard.segment, folded) for shard in self._shards]
        having = sum(len(documents) for documents, _ in finds)
        asked = zip(scorers, finds, strict=True)
        return [scorer.phrase(documents, counts, self.size, having) for scorer, (documents, counts) in asked]

    @cached_property
    def _scorers(self) -> list[SegmentScorer]:
        segments, size = [shard.segment for shard in self._shards], max(self.size, 1)
        averages = Averages(
            words=sum(int(segment.words.lengths.sum(dtype=np.int64)) for segment in segments) / size,
            headings=sum(_total(segment.passages, segment.headings) for segment in segments) / size,
            titles=sum(_total(segment.speeches, segment.titles) for segment in segments) / size,
        )
        return [SegmentScorer(shard.segment, averages) for shard in self._shards]


def _at(values: Array, places: Numbers | None) -> Array:
    return values if places is None else values[places]


def _joined(parts: Sequence[Array]) -> Array:
    """One array of all parts. A single one is not copied, which would take a tenth of the time of a count."""
    return parts[0] if len(parts) == 1 else np.concatenate([NONE, *parts])


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
        case Within(ranges):
            return Found(_numbers(ranges, shard.first, size))
    return finds[query]


def _leaves(query: Query) -> Iterator[Leaf]:
    match query:
        case Words() | Phrase():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)


def _live(found: Found, shard: Shard) -> Found:
    """Without deleted documents."""
    if shard.live is None:
        return found
    places = np.flatnonzero(shard.live[found.documents])
    score = found.score
    return Found(
        found.documents[places], None if score is None else lambda at: score(places if at is None else places[at])
    )


def _total(runs: Runs, field: WordField) -> int:
    """The number of words of all documents in a field that runs of them share."""
    return int((field.lengths.astype(np.int64) * (runs.ends - runs.starts)).sum())


def _numbers(ranges: Sequence[tuple[int, int]], first: int, size: int) -> Numbers:
    """The documents of a shard that are in ranges of documents of the index."""
    own = [(max(start - first, 0), min(end - first, size)) for start, end in ranges]
    return np.concatenate([NONE, *(np.arange(start, end) for start, end in own if start < end)])
