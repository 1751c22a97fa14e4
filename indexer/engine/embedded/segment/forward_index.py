"""The words of a segment one after another, as they are read: numbers of its terms, mapped, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.array_names import (
    STARTS,
    STOPS,
    WORD_FOLLOWS,
    WORD_INSIDE,
    WORD_NUMBERS,
    WORD_STARTS,
)
from indexer.engine.embedded.encoding.arrays import Arrays
from indexer.engine.embedded.encoding.rank_bitvector import RankBitVector
from indexer.engine.embedded.inverted_index.term_dictionary import TermDictionary
from indexer.engine.embedded.kernel.kernel_scan import KernelScan
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.forward_index import ForwardIndex, WordRun
from indexer.engine.word_scan import BY_ARRAYS, WordNumbers

Bits: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class WordPositions:
    """Where the words of a segment stand in its text.

    `firsts` is the first word of each document and, at the end, the number of all words. `starting` are the places at
    which words start, `inside` all places of words, `stops` those of ends of sentences and of documents.
    """

    firsts: Numbers
    starting: RankBitVector
    inside: RankBitVector
    stops: npt.NDArray[np.uint32]

    @property
    def words(self) -> int:
        """How many words there are."""
        return int(self.firsts[-1])

    def windows(self, starts: Numbers, ends: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of texts at some places: where the words before them start and end, and those after them start and end.

        They are up to `size` a side, of the sentence only; words that a text has a part of are on neither side.
        """
        low, high = self._sentences(starts, ends)
        cut_in = self.inside.has(starts) & ~self.starting.has(starts)
        before = self.starting.rank(starts) - cut_in
        after = self.starting.rank(ends)
        first = np.minimum(np.maximum(before - size, low), before)
        last = np.maximum(np.minimum(after + size, high), after)
        return first, before, after, last

    def _sentences(self, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
        """Where the words of the sentences begin that texts start in, and where those end that they end in."""
        before = self.stops.searchsorted(starts.astype(np.uint32))
        begins = np.where(before > 0, self.stops[before - 1].astype(np.int64) + 1, 0)
        ending = self.stops[self.stops.searchsorted(ends.astype(np.uint32))].astype(np.int64)
        return self.starting.rank(begins), self.starting.rank(ending)


@dataclass(frozen=True, slots=True)
class SegmentForwardIndex:
    """The words of a segment: their numbers in `terms`, a bit for each whether it `follows` the one before, and places."""

    terms: TermDictionary
    words: WordNumbers
    follows: Bits
    places: WordPositions

    @classmethod
    def of(cls, arrays: Arrays, terms: TermDictionary) -> "SegmentForwardIndex":
        """That of the arrays of a segment, whose words are these."""
        words, starting = arrays[WORD_NUMBERS], RankBitVector(arrays[WORD_STARTS])
        firsts = starting.rank(arrays[STARTS].astype(np.int64))
        places = WordPositions(firsts, starting, RankBitVector(arrays[WORD_INSIDE]), arrays[STOPS])
        return cls(terms, words, arrays[WORD_FOLLOWS], places)


def merge_forward_indexes(parts: Sequence[SegmentForwardIndex], numbers: Sequence[WordNumbers]) -> ForwardIndex:
    """The words of segments that follow each other, under the same `numbers`, those of the terms of each segment.

    They stay where they are.
    """
    firsts, total = [np.zeros(0, np.int64)], 0
    for part in parts:
        firsts.append(part.places.firsts[:-1] + total)
        total += len(part.words)
    kernel = shared_library()
    return ForwardIndex(
        [WordRun(part.terms, part.words, own) for part, own in zip(parts, numbers, strict=True)],
        np.concatenate([*firsts, [total]]),
        tuple(part.follows for part in parts),
        BY_ARRAYS if kernel is None else KernelScan(kernel),
    )
