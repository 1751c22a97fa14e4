"""The commonest characters: their paragraphs as bits, and how often each has them, four bits a paragraph.

A phrase of one such character would otherwise mean to walk over hundreds of thousands of positions.
"""

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import END
from indexer.engine.embedded.encoding.array_names import (
    COMMON,
    COMMON_BITS,
    COMMON_BOUNDS,
    COMMON_COUNTS,
    COMMON_EXCEPTIONS,
    COMMON_EXCESS,
)
from indexer.engine.embedded.encoding.arrays import Arrays
from indexer.engine.embedded.substring_index.suffix_array import TextPositions

Integers = npt.NDArray[np.int64]

SHARE = 8  # characters are common that occur as often as there are this many paragraphs, or more
MOST = 15  # that four bits hold; what is more stands in a list of exceptions


def common_arrays(text_positions: TextPositions) -> Arrays:
    """The arrays of the characters of a text."""
    positions, owners = text_positions.ordered.positions, text_positions.owners
    documents = int(owners[-1]) + 1 if len(owners) else 0
    counts = np.bincount(text_positions.folded, minlength=1)
    counts[END] = 0
    ends = np.cumsum(counts)
    codes = np.flatnonzero(counts * SHARE >= max(documents, 1))
    codes = codes[codes != END]
    bits, nibbles, bounds = [], [], [0]
    exceptions, excess = [], []
    for code in codes.tolist():
        having = np.bincount(owners[positions[ends[code] - counts[code] : ends[code]]], minlength=documents)
        bits.append(np.packbits(having > 0))
        having = having[having > 0]
        exceptions.append(np.flatnonzero(having > MOST) + 2 * bounds[-1])
        excess.append(having[having > MOST])
        nibbles.append(_nibbles(np.minimum(having, MOST).astype(np.uint8)))
        bounds.append(bounds[-1] + len(nibbles[-1]))
    nothing = np.zeros(0, np.uint8)
    return {
        COMMON: codes.astype(np.uint16),
        COMMON_BITS: np.concatenate([nothing, *bits]),
        COMMON_COUNTS: np.concatenate([nothing, *nibbles]),
        COMMON_BOUNDS: np.array(bounds, dtype=np.uint32),
        COMMON_EXCEPTIONS: np.concatenate([nothing, *exceptions]).astype(np.uint32),
        COMMON_EXCESS: np.concatenate([nothing, *excess]).astype(np.uint32),
    }


def _nibbles(counts: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Numbers of four bits, two a byte, the first in the lower half."""
    padded = np.append(counts, np.zeros(len(counts) % 2, np.uint8))
    return padded[::2] | padded[1::2] << np.uint8(4)


class CommonCharacters:
    """Reads them."""

    def __init__(self, arrays: Arrays, documents: int) -> None:
        self._places = {code: place for place, code in enumerate(arrays[COMMON].tolist())}
        self._bits = arrays[COMMON_BITS]
        self._counts = arrays[COMMON_COUNTS]
        self._bounds = arrays[COMMON_BOUNDS]
        self._exceptions = arrays[COMMON_EXCEPTIONS]
        self._excess = arrays[COMMON_EXCESS]
        self._documents = documents

    def having(self, code: int) -> tuple[Integers, Integers] | None:
        """The documents that have a character, ascending, and how often each; None where it is not a common one."""
        place = self._places.get(code)
        if place is None:
            return None
        documents = self._mask(place).nonzero()[0]
        start, end = int(self._bounds[place]), int(self._bounds[place + 1])
        packed = self._counts[start:end]
        counts = np.empty(2 * len(packed), dtype=np.int64)
        counts[::2] = packed & MOST
        counts[1::2] = packed >> 4
        first, last = np.searchsorted(self._exceptions, (2 * start, 2 * end))
        counts[self._exceptions[first:last].astype(np.int64) - 2 * start] = self._excess[first:last]
        return documents, counts[: len(documents)]

    def _mask(self, place: int) -> npt.NDArray[np.bool_]:
        width = -(-self._documents // 8)
        row = self._bits[place * width : (place + 1) * width]
        return np.unpackbits(row, count=self._documents).view(np.bool_)
