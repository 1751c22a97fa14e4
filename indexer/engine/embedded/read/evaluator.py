"""Evaluation of query trees over the segments of an index, by whole arrays."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import add
from typing import TypeVar, assert_never

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import MatchOptions
from indexer.engine.embedded.encoding.arrays import Array
from indexer.engine.embedded.inverted_index.inverted_field import Postings, WordField
from indexer.engine.embedded.read.context_window import ShardsWording
from indexer.engine.embedded.read.doc_set import ALIKE_WEIGHT, NONE, Found, all_but, all_of, any_of, weighted
from indexer.engine.embedded.read.leaf import Shard
from indexer.engine.embedded.read.occurrences import stood
from indexer.engine.embedded.read.pattern_context import in_headings, places_of, surroundings
from indexer.engine.embedded.read.proximity import near_in
from indexer.engine.embedded.read.scorer import Averages, SegmentScorer
from indexer.engine.embedded.read.term_lookup import Having, look_up, phrase_in, sought
from indexer.engine.embedded.read.wildcard import pattern_in
from indexer.engine.embedded.segment.segment_reader import SegmentArrays
from indexer.engine.port import (
    CharacterPattern,
    Matches,
    Numbers,
    Occurrences,
    Part,
    Passages,
    Points,
    Prints,
    Scores,
    Standing,
    Surrounding,
    Windows,
    Wording,
)
from indexer.engine.query import Alike, And, Dated, Field, Leaf, Near, Not, Or, Pattern, Phrase, Query, Within, Words
from indexer.model import Paragraph

Value = TypeVar("Value")
CACHED_LEAVES = 16
LOOKED_AT = 1 << 19  # places of a pattern's rarest part, in all segments
OF_A_TEXT = 1 << 16  # where the pattern is one text: most of these are places of it


class Evaluation:
    """Answers for an index of some shards.

    `size` counts all numbers of documents, `documents` those that are not deleted: scores are as if only these had
    ever been.
    """

    def __init__(self, parts: Sequence[Shard], analysis: Analysis) -> None:
        self._shards = parts
        self._analysis = analysis
        self._firsts = [shard.first for shard in parts]
        self.size = sum(shard.segment.documents for shard in parts)
        self.documents = sum(shard.documents for shard in parts)
        # Whoever explains why nothing was found asks for the same parts again and again; these are the dear ones.
        self._scattered = lru_cache(maxsize=CACHED_LEAVES)(self._places)
        self._wording = ShardsWording(parts)

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
        finds: dict[Query, list[Found]] = {leaf: self._find(leaf, scorers) for leaf in query.leaves()}
        parts = [
            _live(_evaluate(query, shard, {leaf: found[place] for leaf, found in finds.items()}), shard)
            for place, shard in enumerate(self._shards)
        ]
        if len(parts) == 1:
            return Matches(parts[0].documents, parts[0].scores)
        documents = [part.documents + shard.first for part, shard in zip(parts, self._shards, strict=True)]
        return Matches(_joined(documents), lambda at: _at(_joined([part.scores() for part in parts]), at))

    def occurrences(self, phrase: str, match_options: MatchOptions) -> Occurrences:
        """The documents that contain a phrase as it is meant, and how often each."""
        paragraphs, counts = [], []
        for shard in self._shards:
            documents, times = shard.living(phrase_in(shard.segment, phrase, match_options))
            paragraphs.append(documents + shard.first if shard.first else documents)
            counts.append(times.astype(np.int64, copy=False))
        return Occurrences(_joined(paragraphs), _joined(counts))

    def standing(self, phrase: str, match_options: MatchOptions) -> Standing:
        """Where a phrase stands as it is meant, by document, then by place."""
        found = [stood(shard, phrase, match_options) for shard in self._shards]
        paragraphs = [one.paragraphs + shard.first for one, shard in zip(found, self._shards, strict=True)]
        return Standing(
            _joined(paragraphs), _joined([one.starts for one in found]), _joined([one.ends for one in found])
        )

    def points(self, documents: Numbers, offsets: Numbers) -> Points:
        """The folded characters at some places of some documents."""
        if len(self._shards) == 1:
            return self._shards[0].segment.texts.points_at(documents, offsets)
        documents, offsets = np.broadcast_arrays(documents, offsets)
        owners = np.searchsorted(self._firsts, documents, side="right") - 1
        points = np.zeros(documents.shape, dtype=np.uint32)
        for place, shard in enumerate(self._shards):
            own = owners == place
            points[own] = shard.segment.texts.points_at(documents[own] - shard.first, offsets[own])
        return points

    def places(self, text: str) -> int:
        """At how many places a text may stand: what it costs to look at all of them. Told by counts alone."""
        folded = fold(text)
        encoded = [(shard.segment.phrases, shard.segment.alphabet.encode(folded)) for shard in self._shards]
        return sum(phrases.candidates(codes) for phrases, codes in encoded if codes is not None)

    def surroundings(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[Surrounding]:
        """Places where a pattern stands, or only those in headings; of more than `most`, that many, evenly spread."""
        found = [each for shard in self._shards for each in self._around(shard, pattern, most, headings=headings)]
        return found if len(found) <= most else [found[place * len(found) // most] for place in range(most)]

    def _around(self, shard: Shard, pattern: CharacterPattern, most: int, *, headings: bool) -> list[Surrounding]:
        segment = shard.segment
        is_text = all(allowed is not None and len(allowed) == 1 for allowed in pattern)
        places = places_of(segment, pattern, (OF_A_TEXT if is_text else LOOKED_AT) // len(self._shards))
        documents = segment.phrases.owners(places)
        kept = np.ones(len(places), dtype=np.bool_) if shard.live is None else shard.live[documents]
        if headings:
            kept &= in_headings(segment, places, documents)
        chosen = kept.nonzero()[0]
        if len(chosen) > most:
            chosen = chosen[np.arange(most) * len(chosen) // most]
        return surroundings(segment, places[chosen], documents[chosen], len(pattern), shard.first)

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

    @cached_property
    def characters(self) -> Numbers:
        """How many characters each document has, white space not counted."""
        return np.concatenate([NONE, *(shard.segment.texts.characters() for shard in self._shards)])

    @property
    def wording(self) -> Wording:
        """The words of all documents."""
        return self._wording.words

    def windows(self, phrase: str, size: int, match_options: MatchOptions) -> Windows:
        """The words around each occurrence of a phrase, segment by segment in the order of the text."""
        return self._wording.windows(phrase, size, match_options)

    def _read(self, numbers: Sequence[int], read: Callable[[SegmentArrays, Sequence[int]], list[Value]]) -> list[Value]:
        """What is read of several documents, segment by segment."""
        if not numbers:
            return []
        if len(self._shards) == 1:
            return read(self._shards[0].segment, numbers)
        by_shard: dict[int, list[int]] = {}
        for number in numbers:
            by_shard.setdefault(bisect_right(self._firsts, number) - 1, []).append(number)
        found: dict[int, Value] = {}
        for place, own in by_shard.items():
            shard = self._shards[place]
            found |= zip(own, read(shard.segment, [number - shard.first for number in own]), strict=True)
        return [found[number] for number in numbers]

    def passages(self) -> Passages:
        """The headings above all documents."""
        starts = [shard.segment.passages.starts + np.int64(shard.first) for shard in self._shards]
        headings = [passage for shard in self._shards for passage in shard.segment.passages.all()]
        return Passages(np.concatenate([NONE, *starts, [self.size]]), headings)

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

    def _standing(self, leaf: Phrase | Near | Pattern, scorers: Sequence[SegmentScorer]) -> list[Found]:
        """What a leaf finds in each shard that asks where characters stand."""
        finds = self._scattered(leaf) if isinstance(leaf, Near | Pattern) else self._places(leaf)
        having = sum(shard.count(documents) for shard, (documents, _) in zip(self._shards, finds, strict=True))
        asked = zip(scorers, finds, strict=True)
        return [scorer.phrase(documents, counts, self.documents, having) for scorer, (documents, counts) in asked]

    def _places(self, leaf: Phrase | Near | Pattern) -> list[Postings]:
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


def _standing_in(segment: SegmentArrays, leaf: Phrase | Near | Pattern) -> Postings:
    match leaf:
        case Phrase(text, match_options):
            return phrase_in(segment, text, match_options)
        case Near(texts, distance):
            return near_in(segment, [fold(text) for text in texts], distance)
        case Pattern(text):
            return pattern_in(segment, text)


def _at(values: Array, places: Numbers | None) -> Array:
    return values if places is None else values[places]


def _joined(parts: Sequence[Array]) -> Array:
    """One array of all parts, of their type: the sums of scores would round otherwise.

    A single one is not copied, which would take a tenth of the time of a count.
    """
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [NONE])


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
        case Alike(own, other):
            return any_of([_evaluate(own, shard, finds), weighted(_evaluate(other, shard, finds), ALIKE_WEIGHT)], size)
        case Within(ranges):
            return Found(_numbers(ranges, shard.first, size))
        case Words() | Phrase() | Near() | Pattern():
            return finds[query]
        case Field() | Dated():
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
