"""Sets of places of a text, a bit each: which are in it, and how many come before a place."""

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.arrays import Array

Integers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.uint64]

WORD = 64  # bits that are counted at a time
_SHIFT = 6
_REST = np.uint64(WORD - 1)
_ONE = np.uint64(1)


def packed_bits(mask: Mask) -> npt.NDArray[np.uint8]:
    """A mask as bits, the first of them the lowest."""
    return np.packbits(mask, bitorder="little")


def mask_at(places: npt.NDArray[np.integer[Any]], size: int) -> Mask:
    """The mask of some of `size` places."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[places] = True
    return mask


def mask_of(packed: Array, size: int) -> Mask:
    """The mask of `size` places that bits were made of."""
    return np.unpackbits(packed, count=size, bitorder="little").view(np.bool_)


def rank_bits(mask: Mask) -> Bits:
    """A mask as the bits of a RankBitVector."""
    bits = np.zeros(-(-(len(mask) + 1) // WORD) * WORD, dtype=np.bool_)  # one more: the end of the text
    bits[: len(mask)] = mask
    return packed_bits(bits).view("<u8")


class RankBitVector:
    """A set of places of a text, by their bits."""

    def __init__(self, bits: Bits) -> None:
        self._words = bits

    def mask(self, size: int) -> Mask:
        """The mask of its `size` places."""
        return mask_of(self._words.view(np.uint8), size)

    @cached_property
    def _ranks(self) -> npt.NDArray[np.uint32]:
        """How many come before each 64 places."""
        counts = np.bitwise_count(self._words)
        before: npt.NDArray[np.uint32] = np.cumsum(counts, dtype=np.uint32) - counts
        return before

    def has(self, places: Integers) -> Mask:
        """Which of some places are in the set."""
        bits = self._words[places >> _SHIFT] >> (places.astype(np.uint64) & _REST)
        having: Mask = (bits & _ONE).astype(np.bool_)
        return having

    def rank(self, places: Integers) -> Integers:
        """How many of the set come before each of some places, which may be the end of the text."""
        at = places >> _SHIFT
        below = (_ONE << (places.astype(np.uint64) & _REST)) - _ONE
        counts: Integers = self._ranks[at] + np.bitwise_count(self._words[at] & below).astype(np.int64)
        return counts
