"""Pairs of characters: how often each stands in a text, and how often in some of its paragraphs; many at once.

A pair is one number, two codes after each other, so that pairs ascend as texts do.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import CODE_BITS, DEPTH, Alphabet
from indexer.engine.embedded.encoding.array_names import LOW_BITS, POSITIONS_HIGH, POSITIONS_LOW, SAMPLES, STARTS, TEXT
from indexer.engine.embedded.encoding.arrays import Arrays, ranges
from indexer.engine.embedded.substring_index.suffix_array import STEP

Integers: TypeAlias = npt.NDArray[np.int64]
Pairs: TypeAlias = npt.NDArray[np.uint32]

UNKNOWN = 0xFFFFFFFF  # a pair of which the text has not both characters: no code is so high
CODES = 1 << CODE_BITS


class PairOccurrences(NamedTuple):
    """By pair, then by paragraph: the places of these among those that were asked for, and how often one has the other."""

    pairs: Integers
    documents: Integers
    times: Integers


class CharacterPairs:
    """The pairs of one segment's folded text."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet) -> None:
        self._text = arrays[TEXT]
        self._starts = arrays[STARTS]
        self._low, self._high = arrays[POSITIONS_LOW], arrays[POSITIONS_HIGH]
        self._samples = arrays[SAMPLES]
        self._alphabet = alphabet

    def encode(self, pairs: tuple[str, ...]) -> Pairs:
        """The numbers of pairs of characters; UNKNOWN where they cannot stand."""
        code = self._alphabet.code
        codes = [(code(pair[0]), code(pair[1])) for pair in pairs]
        return np.array([one << CODE_BITS | other if one and other else UNKNOWN for one, other in codes], np.uint32)

    def counts(self, pairs: Pairs) -> Integers:
        """How often each pair stands in the text."""
        bounds = self._places(np.concatenate((pairs, pairs + np.uint32(1))).astype(np.uint64))
        counts: Integers = bounds[len(pairs) :] - bounds[: len(pairs)]
        counts[pairs == UNKNOWN] = 0
        return counts

    def _places(self, wanted: npt.NDArray[np.uint64]) -> Integers:
        """The first place among the sorted positions that is not before each pair: all are sought side by side."""
        blocks = self._samples.searchsorted(wanted << np.uint64((DEPTH - 2) * CODE_BITS))
        low = np.maximum(blocks - 1, 0) * STEP
        high = np.minimum(blocks * STEP, len(self._low))
        while (low < high).any():
            middle = (low + high) >> 1
            at = np.minimum(middle, len(self._low) - 1)
            before = (low < high) & (
                self._pairs_at(self._low[at] | self._high[at].astype(np.int64) << LOW_BITS) < wanted
            )
            low, high = np.where(before, middle + 1, low), np.where(before, high, np.minimum(middle, high))
        return low

    def _pairs_at(self, positions: Integers) -> npt.NDArray[np.uint64]:
        """The pairs that start at positions of characters; after each paragraph stands an END."""
        return self._text[positions].astype(np.uint64) << np.uint64(CODE_BITS) | self._text[positions + 1]

    def occurrences(self, documents: Integers, pairs: Pairs) -> PairOccurrences:
        """Which of some pairs stand in which of some paragraphs."""
        starts = self._starts[documents].astype(np.int64)
        sizes = self._starts[documents + 1] - starts
        codes = self._text[ranges(starts, sizes)].astype(np.uint16)
        order = pairs.argsort(kind="stable")
        ascending = pairs[order]
        first, second = np.zeros(CODES, dtype=np.bool_), np.zeros(CODES, dtype=np.bool_)
        first[ascending >> np.uint32(CODE_BITS)] = True
        second[ascending & np.uint32(CODES - 1)] = True
        places = (first[codes[:-1]] & second[codes[1:]]).nonzero()[0]
        standing = codes[places].astype(np.uint32) << np.uint32(CODE_BITS) | codes[places + 1]
        which = np.minimum(ascending.searchsorted(standing), len(pairs) - 1)
        places, which = places[ascending[which] == standing], which[ascending[which] == standing]
        owners = sizes.cumsum().searchsorted(places, side="right")
        times = np.bincount(order[which] * len(documents) + owners)
        cells = times.nonzero()[0]
        return PairOccurrences(cells // len(documents), cells % len(documents), times[cells])
