"""Exact phrases: where they stand, and which paragraphs have them."""

from bisect import bisect_left, bisect_right
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.alphabet import Alphabet
from indexer.engine.embedded.arrays import Arrays
from indexer.engine.embedded.common import CommonCharacters
from indexer.engine.embedded.inversion import changes
from indexer.engine.embedded.keys import CODE_BITS, DEPTH, key_of
from indexer.engine.embedded.layout import BLOCK, BLOCKS, LOW_BITS, POSITIONS_HIGH, POSITIONS_LOW, SAMPLES, STARTS, TEXT
from indexer.engine.embedded.suffixes import STEP

Integers: TypeAlias = npt.NDArray[np.int64]
Found: TypeAlias = tuple[Integers, Integers]
NONE = np.zeros(0, dtype=np.int64)
FEW = 8  # so many occurrences are looked at one by one: quicker than by arrays
SOME = 2048  # so many are sorted and looked up; of more, the block of each tells nearly where
CHUNK = 1 << 16  # candidates that are compared at a time, so that memory stays small


class Phrases:
    """The phrases of one segment. Phrases are lists of folded codes, at least one."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet) -> None:
        self._text, self._starts = arrays[TEXT], arrays[STARTS]
        self._low, self._high = arrays[POSITIONS_LOW], arrays[POSITIONS_HIGH]
        self._blocks = arrays[BLOCKS]
        self._documents = len(self._starts) - 1
        self._common = CommonCharacters(arrays, self._documents)
        self._folds = alphabet.folds
        # Plain indexing of these is several times as fast as of an array, where only a few are read.
        self._letter, self._start = self._text.data, self._starts.data
        self._low_at, self._high_at = self._low.data, self._high.data
        self._sample = arrays[SAMPLES].data
        self._fold = self._folds.data

    def occurrences(self, phrase: list[int]) -> Found:
        """The paragraphs that have a phrase, ascending, and how often each."""
        if len(phrase) == 1:
            having = self._common.having(phrase[0])
            if having is not None:
                return having
        return self._paragraphs(self.places(phrase))

    def places(self, phrase: list[int]) -> Integers:
        """Where in the text the phrase starts, in no order."""
        at, (low, high) = self._rarest(phrase)
        if len(phrase) <= DEPTH:
            return self._positions_between(low, high)
        if high - low <= FEW:
            starts = [self._position(place) - at for place in range(low, high)]
            return np.array([start for start in starts if self._stands(phrase, start)], dtype=np.int64)
        wanted = np.array(phrase, dtype=np.uint16)
        candidates = self._positions_between(low, high) - at
        candidates = candidates[(candidates >= 0) & (candidates + len(phrase) <= len(self._text))]
        parts = [self._standing(wanted, candidates[at : at + CHUNK]) for at in range(0, len(candidates), CHUNK)]
        return np.concatenate([NONE, *parts])

    def _positions_between(self, low: int, high: int) -> Integers:
        positions: Integers = self._low[low:high] | self._high[low:high].astype(np.int64) << LOW_BITS
        return positions

    def _position(self, place: int) -> int:
        return self._low_at[place] | self._high_at[place] << LOW_BITS

    def _rarest(self, phrase: list[int]) -> tuple[int, tuple[int, int]]:
        """A rare part of up to DEPTH characters of a phrase, and where its positions start and end among the sorted.

        Parts that follow each other are looked at, by the distance of samples, up to the first that is rare enough.
        """
        last = max(len(phrase) - DEPTH, 0)
        best: tuple[int, int, int] = (0, 0, len(self._low_at))
        for at in (*range(0, last, DEPTH), last):
            first = key_of(phrase, at)
            end = first + (1 << CODE_BITS * max(DEPTH - len(phrase), 0))
            low, high = bisect_left(self._sample, first), bisect_left(self._sample, end)
            if high - low < best[2] - best[1]:
                best = at, low, high
            if high == low:
                break
        at, low, high = best
        return at, self._slice(phrase[at : at + DEPTH], low, high)

    def _slice(self, wanted: list[int], low_block: int, high_block: int) -> tuple[int, int]:
        """The bounds of a phrase's positions; each lies between the sample before its block and that of it."""
        letter, fold, length = self._letter, self._fold, len(wanted)
        low_at, high_at = self._low_at, self._high_at

        def letters(place: int) -> list[int]:
            position = low_at[place] | high_at[place] << LOW_BITS
            return [fold[code] for code in letter[position : position + length]]

        count = len(low_at)
        places = range(count)
        low = bisect_left(places, wanted, max(low_block - 1, 0) * STEP, min(low_block * STEP, count), key=letters)
        end = min(high_block * STEP, count)
        if high_block > low_block + 1:
            return low, bisect_right(places, wanted, (high_block - 1) * STEP, end, key=letters)
        high = low
        while high < end and high < low + FEW and letters(high) == wanted:  # most phrases are rare
            high += 1
        return low, high if high < low + FEW else bisect_right(places, wanted, high, end, key=letters)

    def _stands(self, phrase: list[int], start: int) -> bool:
        if start < 0 or start + len(phrase) > len(self._letter):
            return False
        fold = self._fold
        return all(
            fold[code] == one for code, one in zip(self._letter[start : start + len(phrase)], phrase, strict=True)
        )

    def _standing(self, phrase: npt.NDArray[np.uint16], candidates: Integers) -> Integers:
        """Those of the places at which the phrase stands; every character leaves fewer to look at."""
        for at in range(len(phrase)):
            candidates = candidates[self._folds[self._text[candidates + at]] == phrase[at]]
        return candidates

    def _paragraphs(self, places: Integers) -> Found:
        """The paragraphs of some places, ascending, and how many places in each."""
        if len(places) <= FEW:
            return self._few_paragraphs(places)
        if len(places) <= SOME:
            wanted = places.astype(self._starts.dtype)  # another type would have all starts converted to it
            wanted.sort()
            owners = self._starts.searchsorted(wanted, side="right") - 1
            return _counted(owners)
        owners = self._owners(places)
        if len(owners) * 8 > self._documents:
            counts = np.bincount(owners, minlength=self._documents)
            documents = counts.nonzero()[0]
            return documents, counts[documents]
        owners.sort()
        return _counted(owners)

    def _few_paragraphs(self, places: Integers) -> Found:
        counts: dict[int, int] = {}
        for owner in sorted(bisect_right(self._start, place) - 1 for place in places.tolist()):
            counts[owner] = counts.get(owner, 0) + 1
        return np.array(list(counts), dtype=np.int64), np.array(list(counts.values()), dtype=np.int64)

    def _owners(self, places: Integers) -> Integers:
        """The paragraph of each place: that of its block, or one of the next."""
        owners = self._blocks[places // BLOCK].astype(np.int64)
        moving = (self._starts[owners + 1] <= places).nonzero()[0]
        while len(moving):
            owners[moving] += 1
            moving = moving[self._starts[owners[moving] + 1] <= places[moving]]
        return owners


def _counted(owners: Integers) -> Found:
    """The different numbers among ascending ones, and how often each stands there."""
    first = changes(owners).nonzero()[0]
    counts = np.empty(len(first), dtype=np.int64)
    np.subtract(first[1:], first[:-1], out=counts[:-1])
    counts[-1] = len(owners) - first[-1]
    return owners[first], counts
