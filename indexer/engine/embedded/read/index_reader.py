"""An index in a folder → answers to query trees."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import (
    CharacterPattern,
    CodePoints,
    ContextWindows,
    ForwardIndex,
    Matches,
    Numbers,
    Occurrences,
    Passages,
    PatternContext,
    ScorePart,
    Scores,
    Spans,
    TextHashes,
)
from indexer.engine.embedded.encoding.arrays import concatenated
from indexer.engine.embedded.read.context_window import ShardsWording
from indexer.engine.embedded.read.doc_set import NONE
from indexer.engine.embedded.read.evaluator import Evaluator
from indexer.engine.embedded.read.leaf import Shard, shards
from indexer.engine.embedded.read.occurrences import stood
from indexer.engine.embedded.read.pattern_context import around
from indexer.engine.embedded.read.term_lookup import phrase_in
from indexer.engine.embedded.segment.segment_reader import SegmentArrays
from indexer.engine.embedded.segment.segment_table import Mask, SegmentMeta, open_segments
from indexer.engine.query import Query
from indexer.errors import IndexUnusableError
from indexer.model import Paragraph

Value = TypeVar("Value")
CACHED_QUERIES = 16
CACHED_STANDINGS = 4  # a common character stands at a million places


class EmbeddedReader:
    """Answers from a finished index of so many `paragraphs`. Raises IndexUnusableError where it has another number.

    Nothing of it changes once it is open, so threads need not wait for each other.
    """

    def __init__(self, folder: Path, analysis: Analysis, paragraphs: int) -> None:
        self._shards = _opened(folder)
        self._firsts = [shard.first for shard in self._shards]
        self.size = sum(shard.segment.documents for shard in self._shards)
        self._evaluator = Evaluator(self._shards, analysis)
        if self._evaluator.documents != paragraphs:
            raise IndexUnusableError.damaged()
        self._wording = ShardsWording(self._shards)
        # The next page, another order and another filter ask the same query again.
        self._matches = lru_cache(maxsize=CACHED_QUERIES)(self._matched)
        self._standings = lru_cache(maxsize=CACHED_STANDINGS)(self._stood)

    def match(self, query: Query) -> Matches:
        return self._matches(query)

    def score_parts(self, query: Query, paragraphs: Numbers) -> Mapping[ScorePart, Scores]:
        return self._evaluator.score_parts(query, paragraphs)

    def stands_alone(self, word: str, paragraphs: Numbers) -> npt.NDArray[np.bool_]:
        """In which of some documents a folded word stands by itself."""
        found = np.zeros(len(paragraphs), dtype=np.bool_)
        for shard in self._shards:
            found |= shard.segment.words.by_itself(fold(word), paragraphs - shard.first)
        return found

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        """The documents that contain a phrase as it is meant, and how often each."""
        paragraphs, counts = [], []
        for shard in self._shards:
            documents, times = shard.living(phrase_in(shard.segment, phrase, match_options))
            paragraphs.append(documents + shard.first if shard.first else documents)
            counts.append(times.astype(np.int64, copy=False))
        return Occurrences(concatenated(paragraphs), concatenated(counts))

    def spans(self, phrase: str, match_options: MatchOptions = PLAIN) -> Spans:
        return self._standings(phrase, match_options)

    def code_points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        """The folded characters at some places of some documents."""
        if len(self._shards) == 1:
            return self._shards[0].segment.texts.points_at(paragraphs, offsets)
        documents, offsets = np.broadcast_arrays(paragraphs, offsets)
        owners = np.searchsorted(self._firsts, documents, side="right") - 1
        points = np.zeros(documents.shape, dtype=np.uint32)
        for place, shard in enumerate(self._shards):
            own = owners == place
            points[own] = shard.segment.texts.points_at(documents[own] - shard.first, offsets[own])
        return points

    def occurrence_bound(self, text: str) -> int:
        """At how many places a text may stand: what it costs to look at all of them. Told by counts alone."""
        folded = fold(text)
        encoded = [(shard.segment.phrases, shard.segment.alphabet.encode(folded)) for shard in self._shards]
        return sum(phrases.candidates(codes) for phrases, codes in encoded if codes is not None)

    def pattern_contexts(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[PatternContext]:
        shares = len(self._shards)
        found = [each for one in self._shards for each in around(one, pattern, most, shares, headings=headings)]
        return found if len(found) <= most else [found[place * len(found) // most] for place in range(most)]

    def paragraph(self, number: int) -> Paragraph:
        """A document as it was added."""
        shard = self._shards[bisect_right(self._firsts, number) - 1]
        return shard.segment.paragraph(number - shard.first)

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        """Several documents."""
        return self._read(numbers, SegmentArrays.paragraphs)

    def folded_texts(self, numbers: Sequence[int]) -> list[str]:
        """The folded texts of several documents."""
        return self._read(numbers, lambda segment, documents: segment.texts.folded(documents))

    @cached_property
    def text_hashes(self) -> TextHashes:
        """The print of each document."""
        return np.concatenate([np.zeros(0, np.uint64), *(shard.segment.prints for shard in self._shards)])

    @cached_property
    def characters(self) -> Numbers:
        """How many characters each document has, white space not counted."""
        return np.concatenate([NONE, *(shard.segment.texts.characters() for shard in self._shards)])

    @property
    def forward_index(self) -> ForwardIndex:
        """The words of all documents."""
        return self._wording.words

    def context_windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> ContextWindows:
        """The words around each occurrence of a phrase, segment by segment in the order of the text."""
        return self._wording.windows(phrase, size, match_options)

    def passages(self) -> Passages:
        """The headings above all documents."""
        starts = [shard.segment.passages.starts + np.int64(shard.first) for shard in self._shards]
        headings = [passage for shard in self._shards for passage in shard.segment.passages.all()]
        return Passages(np.concatenate([NONE, *starts, [self.size]]), headings)

    def close(self) -> None:
        """Forget what was cached. The files are closed when nobody holds the reader any more."""
        self._matches.cache_clear()
        self._standings.cache_clear()

    def _matched(self, query: Query) -> Matches:
        matches = self._evaluator.match(query)
        matches.paragraphs.flags.writeable = False
        return matches

    def _stood(self, phrase: str, match_options: MatchOptions) -> Spans:
        found = [stood(shard, phrase, match_options) for shard in self._shards]
        standing = Spans(
            concatenated([one.paragraphs + shard.first for one, shard in zip(found, self._shards, strict=True)]),
            concatenated([one.starts for one in found]),
            concatenated([one.ends for one in found]),
        )
        for values in (standing.paragraphs, standing.starts, standing.ends):
            values.flags.writeable = False
        return standing

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


def _opened(folder: Path) -> list[Shard]:
    return shards([(arrays, _live(meta, arrays, folder)) for meta, arrays in open_segments(folder)])


def _live(meta: SegmentMeta, arrays: SegmentArrays, folder: Path) -> Mask | None:
    """Which documents of a segment are not deleted; None: all."""
    if meta.documents != arrays.documents:
        raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}")
    return meta.live if meta.deleted else None
