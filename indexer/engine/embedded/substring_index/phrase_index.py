"""Exact phrases: where they stand, and which paragraphs have them."""

from bisect import bisect_left, bisect_right
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import CODE_BITS, CODE_BYTES, DEPTH, KEY_BYTES, Codes, key_of
from indexer.engine.embedded.encoding.array_names import (
    BLOCK,
    BLOCKS,
    LOW_BITS,
    POSITIONS_HIGH,
    POSITIONS_LOW,
    SAMPLES,
    STARTS,
    TEXT,
)
from indexer.engine.embedded.encoding.arrays import Arrays, changes
from indexer.engine.embedded.substring_index.character_bitmaps import CommonCharacters
from indexer.engine.embedded.substring_index.suffix_array import STEP

Integers: TypeAlias = npt.NDArray[np.int64]
Found: TypeAlias = tuple[Integers, Integers]
NONE = np.zeros(0, dtype=np.int64)
FEW = 8  # so many occurrences are looked at one by one: quicker than by arrays
SOME = 2048  # so many are sorted and looked up; of more, the block of each tells nearly where
CHUNK = 1 << 16  # candidates that are compared at a time, so that memory stays small


class PhraseIndex:
    """The phrases of one segment. Phrases are folded and encoded by its alphabet, and have one character at least."""

    def __init__(self, arrays: Arrays) -> None:
        self._starts = arrays[STARTS]
        self._codes = arrays[TEXT].view(np.uint16)  # whatever the order of the bytes, equal is equal
        self._low, self._high = arrays[POSITIONS_LOW], arrays[POSITIONS_HIGH]
        self._blocks = arrays[BLOCKS]
        self._documents = len(self._starts) - 1
        self._common = CommonCharacters(arrays, self._documents)
        # Plain indexing of these is several times as fast as of an array, where only a few are read.
        self._text, self._start = arrays[TEXT].view(np.uint8).data, self._starts.data
        self._low_at, self._high_at = self._low.data, self._high.data
        self._sample = arrays[SAMPLES].data

    def occurrences(self, phrase: bytes) -> Found:
        """The paragraphs that have a phrase, ascending, and how often each."""
        if len(phrase) == CODE_BYTES:
            having = self._common.having(int.from_bytes(phrase, "big"))
            if having is not None:
                return having
        return self.paragraphs_of(self.places(phrase))

    def frequency(self, phrase: bytes) -> int:
        """How often a phrase of up to DEPTH characters stands in the text."""
        _, low, high = self.rarest(phrase)
        return high - low

    def candidates(self, phrase: bytes) -> int:
        """How many places `places` looks at."""
        _, low, high = self.rarest(phrase)
        return high - low

    def places(self, phrase: bytes) -> Integers:
        """Where in the text the phrase starts, in no order."""
        at, low, high = self.rarest(phrase)
        if len(phrase) <= KEY_BYTES:
            return self._positions_between(low, high)
        if high - low <= FEW:
            starts = [self._position(place) - at for place in range(low, high)]
            return np.array([start for start in starts if self._stands(phrase, start)], dtype=np.int64)
        candidates = self._positions_between(low, high) - at
        size = len(phrase) // CODE_BYTES
        candidates = candidates[(candidates >= 0) & (candidates + size <= len(self._codes))]
        wanted = np.frombuffer(phrase, dtype=np.uint16)
        parts = [self._standing(wanted, candidates[at : at + CHUNK]) for at in range(0, len(candidates), CHUNK)]
        return np.concatenate([NONE, *parts])

    @property
    def positions(self) -> Integers:
        """Those of all characters of the text, in the order of their next DEPTH codes; read anew at each call."""
        return self._positions_between(0, len(self._low))

    def _positions_between(self, low: int, high: int) -> Integers:
        positions: Integers = self._low[low:high] | self._high[low:high].astype(np.int64) << LOW_BITS
        return positions

    def _position(self, place: int) -> int:
        return self._low_at[place] | self._high_at[place] << LOW_BITS

    def rarest(self, phrase: bytes) -> tuple[int, int, int]:
        """At which character of a phrase a rare part of DEPTH starts, and its positions' bounds among the sorted.

        Parts that follow each other are looked at, by the distance of samples, up to the first that is rare enough.
        """
        size = len(phrase) // CODE_BYTES
        if size <= DEPTH:
            first = key_of(phrase)
            end = first + (1 << CODE_BITS * (DEPTH - size))
            return 0, *self._slice(phrase, bisect_left(self._sample, first), bisect_left(self._sample, end))
        best: tuple[int, int, int] = (0, 0, len(self._low_at))
        for at in (*range(0, size - DEPTH, DEPTH), size - DEPTH):
            first = key_of(phrase, at)
            low = bisect_left(self._sample, first)
            high = bisect_left(self._sample, first + 1, low)
            if high - low < best[2] - best[1]:
                best = at, low, high
            if high == low:
                break
        at, low, high = best
        return at, *self._slice(phrase[at * CODE_BYTES : at * CODE_BYTES + KEY_BYTES], low, high)

    def _slice(self, wanted: bytes, low_block: int, high_block: int) -> tuple[int, int]:
        """The bounds of a phrase's positions; each lies between the sample before its block and that of it."""
        low_at, high_at, text, size = self._low_at, self._high_at, self._text, len(wanted)

        def letters(place: int) -> bytes:
            start = (low_at[place] | high_at[place] << LOW_BITS) * CODE_BYTES
            return bytes(text[start : start + size])

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

    def _stands(self, phrase: bytes, start: int) -> bool:
        at = start * CODE_BYTES
        return at >= 0 and self._text[at : at + len(phrase)] == phrase

    def _standing(self, phrase: Codes, candidates: Integers) -> Integers:
        """Those of the places at which the phrase stands; every character leaves fewer to look at."""
        for at in range(len(phrase)):
            candidates = candidates[self._codes[candidates + at] == phrase[at]]
        return candidates

    def paragraphs_of(self, places: Integers) -> Found:
        """The paragraphs of some places, ascending, and how many places in each."""
        if len(places) <= FEW:
            return self._few_paragraphs(places)
        if len(places) <= SOME:
            wanted = places.astype(self._starts.dtype)  # another type would have all starts converted to it
            wanted.sort()
            owners = self._starts.searchsorted(wanted, side="right") - 1
            return _counted(owners)
        owners = self.owners(places)
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

    def owners(self, places: Integers) -> Integers:
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
