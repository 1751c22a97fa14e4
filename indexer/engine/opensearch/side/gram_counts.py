"""How often texts of up to three characters stand in a segment, so that of longer ones it is known how often they do at most.

Pairs of characters ascend, as numbers of two codes after each other; of triples only the last code is kept, by the pair that
they begin with. Counts take a byte each, and those that do not fit stand in a list of their own.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import CODE_BITS, END, Alphabet, Codes, points_of, text_of
from indexer.engine.embedded.encoding.arrays import Arrays, ranges

SIZE = 3  # characters of a text whose count is known
SINGLES, PAIRS, PAIR_COUNTS = "grams.singles", "grams.pairs", "grams.pairs.counts"
STARTS, THIRDS, COUNTS = "grams.starts", "grams.thirds", "grams.counts"
LARGE, LARGE_COUNTS = "grams.large", "grams.large.counts"
MANY = 0xFF  # a count that stands among the large ones
CODES = 1 << CODE_BITS
LAST = np.uint32(0xFFFFFFFF)  # after all pairs: no code is so high
AT_ONCE = 1 << 10  # frames, of which all that may stand in them is in memory

Wide = npt.NDArray[np.uint64]


def gram_arrays(text: Codes, codes: int) -> Arrays:
    """The counts of a text that has END after each paragraph, in an alphabet of so many codes."""
    singles = np.bincount(text, minlength=codes).astype(np.uint32)
    singles[END] = 0
    shift = np.uint64(CODE_BITS)
    row = np.append(text, [END] * (SIZE - 1)).astype(np.uint64)
    first, second, third = row[:-2], row[1:-1], row[2:]
    two = (first != END) & (second != END)
    keys: Wide = (first << shift | second)[two]
    pairs, pair_counts = np.unique(keys, return_counts=True)
    inside = third[two] != END
    triples, counts = np.unique(keys[inside] << shift | third[two][inside], return_counts=True)
    large = (counts >= MANY).nonzero()[0]
    return {
        SINGLES: singles,
        PAIRS: np.append(pairs.astype(np.uint32), LAST),
        PAIR_COUNTS: np.append(pair_counts, 0).astype(np.uint32),
        STARTS: np.append((triples >> shift).searchsorted(pairs), [len(triples)] * 2).astype(np.uint32),
        THIRDS: (triples & np.uint64(CODES - 1)).astype(np.uint16),
        COUNTS: np.minimum(counts, MANY).astype(np.uint8),
        LARGE: large.astype(np.uint32),
        LARGE_COUNTS: counts[large].astype(np.uint32),
    }


class GramCounts:
    """Those of one segment; `deleted` ones are not counted."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet, deleted: "GramCounts | None" = None) -> None:
        """Raises KeyError where there are none."""
        self._arrays, self._alphabet, self._deleted = arrays, alphabet, deleted
        self._singles, self._pairs, self._pair_counts = arrays[SINGLES], arrays[PAIRS], arrays[PAIR_COUNTS]
        self._starts, self._thirds, self._counts = arrays[STARTS], arrays[THIRDS], arrays[COUNTS]
        self._large, self._large_counts = arrays[LARGE], arrays[LARGE_COUNTS]

    def without(self, deleted: Arrays) -> "GramCounts":
        """The same but for texts of the segment whose counts are given."""
        return GramCounts(self._arrays, self._alphabet, GramCounts(deleted, self._alphabet))

    def at_most(self, texts: Sequence[str]) -> Numbers:
        """How often each of some folded texts stands, none of them empty: no more often than the rarest triple in it, and
        exactly where it has no more than SIZE characters.
        """
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        windows = np.maximum(sizes - SIZE + 1, 1)
        places = ranges(np.cumsum(sizes) - sizes, windows)
        codes = np.append(self._alphabet.code_of_point[points_of("".join(texts))], [END] * (SIZE - 1))
        counts = self._counted([codes[places + distance] for distance in range(SIZE)], np.repeat(sizes, windows))
        return np.minimum.reduceat(counts, np.cumsum(windows) - windows) if len(texts) else counts

    def inside(self, frames: Sequence[tuple[str, str]]) -> list[str]:
        """All characters that may stand in each of some frames: between two folded texts, of which the first is not empty."""
        near = [(before[1 - SIZE :], after[: SIZE - 1]) for before, after in frames]
        shapes: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for before, after in dict.fromkeys(near):
            shapes.setdefault((len(before), len(after)), []).append((before, after))
        found: dict[tuple[str, str], str] = {}
        for (left, _right), own in shapes.items():
            for start in range(0, len(own), AT_ONCE):
                some = own[start : start + AT_ONCE]
                found |= zip(some, self._inside(some, left), strict=True)
        return [found[frame] for frame in near]

    def _inside(self, frames: Sequence[tuple[str, str]], left: int) -> list[str]:
        """The same of frames of one shape: `left` characters stand before, and as many after each."""
        codes = self._alphabet.code_of_point[points_of("".join(map("".join, frames)))].reshape(len(frames), -1)
        owners, found = self._following(codes[:, :left], (codes != END).all(axis=1))
        row = [*codes[:, :left].T, None, *codes[:, left:].T]
        for start in range(len(row) - SIZE + 1):
            columns = [found if own is None else own[owners] for own in row[start : start + SIZE]]
            there = self._counted(columns, np.full(len(found), SIZE)) > 0
            owners, found = owners[there], found[there]
        text, bounds = text_of(self._alphabet.points[found]), owners.searchsorted(np.arange(len(frames) + 1)).tolist()
        return [text[first:last] for first, last in pairwise(bounds)]

    def _following(self, rows: Codes, known: npt.NDArray[np.bool_]) -> tuple[Numbers, Codes]:
        """What stands after the one code of each row, or after its two, with the number of the row; nothing where it is not known."""
        if rows.shape[1] == 1:
            keys = rows[:, 0].astype(np.uint32) << np.uint32(CODE_BITS)
            low = self._pairs.searchsorted(keys)
            end = self._pairs.searchsorted(keys | np.uint32(CODES - 1), side="right")
        else:
            places, there = self._pair(rows[:, 0], rows[:, 1])
            low, end = self._starts[places].astype(np.int64), self._starts[places + 1].astype(np.int64)
            known = known & there
        sizes = np.where(known, end - low, 0)
        places, owners = ranges(low, sizes), np.repeat(np.arange(len(rows)), sizes)
        if rows.shape[1] == 1:
            return owners, (self._pairs[places] & np.uint32(CODES - 1)).astype(np.uint16)
        return owners, self._thirds[places]

    def _counted(self, columns: Sequence[Codes], sizes: Numbers) -> Numbers:
        """How often each of some rows of SIZE codes stands, of which only so many count."""
        first, second, third = columns
        counts = self._singles[first].astype(np.int64)
        several = (sizes > 1).nonzero()[0]
        pairs, there = self._pair(first[several], second[several])
        counts[several] = np.where(there, self._pair_counts[pairs], 0)
        three = sizes[several] > 2
        counts[several[three]] = self._triples(pairs[three], there[three], third[several[three]])
        return counts if self._deleted is None else counts - self._deleted._counted(columns, sizes)

    def _pair(self, first: Codes, second: Codes) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        """The place of each pair among all, and whether it is there."""
        keys = first.astype(np.uint32) << np.uint32(CODE_BITS) | second
        places = self._pairs.searchsorted(keys)
        return places, self._pairs[places] == keys

    def _triples(self, pairs: Numbers, there: npt.NDArray[np.bool_], third: Codes) -> Numbers:
        """How often each pair stands with a code after it: all are sought side by side."""
        low, end = self._starts[pairs].astype(np.int64), self._starts[pairs + 1].astype(np.int64)
        end[~there] = low[~there]
        high = end.copy()
        last = max(len(self._thirds) - 1, 0)
        while (open_ := low < high).any():
            middle = (low + high) >> 1
            before = open_ & (self._thirds[np.minimum(middle, last)] < third)
            low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
        counts = np.zeros(len(pairs), dtype=np.int64)
        found = (low < end).nonzero()[0]
        found = found[self._thirds[low[found]] == third[found]]
        counts[found] = self._count_at(low[found])
        return counts

    def _count_at(self, triples: Numbers) -> Numbers:
        counts = self._counts[triples].astype(np.int64)
        large = counts == MANY
        counts[large] = self._large_counts[self._large.searchsorted(triples[large])]
        return counts
