"""How often texts of up to SIZE characters stand in a segment, so that of longer ones it is known how often they do at most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import CODE_BITS, END, Alphabet, Codes, points_of, text_of
from indexer.engine.embedded.encoding.arrays import Arrays, ranges
from indexer.engine.opensearch.side.gram_levels import CODES, PAIR_COUNTS, PAIRS, SINGLES, SIZE, GramLevel

AT_ONCE = 1 << 10  # frames, of which all that may stand in them is in memory


class GramCounts:
    """Those of one segment; `deleted` ones are not counted."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet, deleted: "GramCounts | None" = None) -> None:
        """Raises KeyError where there are none."""
        self._arrays, self._alphabet, self._deleted = arrays, alphabet, deleted
        self._singles, self._pairs, self._pair_counts = arrays[SINGLES], arrays[PAIRS], arrays[PAIR_COUNTS]
        self._levels = [GramLevel(arrays, size) for size in range(3, SIZE + 1)]

    def without(self, deleted: Arrays) -> "GramCounts":
        """The same but for texts of the segment whose counts are given."""
        return GramCounts(self._arrays, self._alphabet, GramCounts(deleted, self._alphabet))

    def at_most(self, texts: Sequence[str]) -> Numbers:
        """How often each of some folded texts stands, none of them empty: no more often than the rarest part of SIZE
        characters in it, and exactly where it has no more than SIZE characters.
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
        owners, found = self._following(codes[:, :left])
        if codes.shape[1] > left:  # most of what may stand there does not before the next character
            possible, _pairs = self._pair(found, codes[owners, left])
            owners, found = owners[possible], found[possible]
        row = [*codes[:, :left].T, None, *codes[:, left:].T]
        for start in range(max(len(row) - SIZE, 0) + 1):
            columns = [found if own is None else own[owners] for own in row[start : start + SIZE]]
            there = self._counted(columns, np.full(len(found), len(columns))) > 0
            owners, found = owners[there], found[there]
        text, bounds = text_of(self._alphabet.points[found]), owners.searchsorted(np.arange(len(frames) + 1)).tolist()
        return [text[first:last] for first, last in pairwise(bounds)]

    def _following(self, rows: Codes) -> tuple[Numbers, Codes]:
        """What stands after the codes of each row, fewer than SIZE, with the number of the row."""
        if rows.shape[1] == 1:
            keys = rows[:, 0].astype(np.uint32) << np.uint32(CODE_BITS)
            low = self._pairs.searchsorted(keys)
            sizes = self._pairs.searchsorted(keys | np.uint32(CODES - 1), side="right") - low
            seconds = self._pairs[ranges(low, sizes)] & np.uint32(CODES - 1)
            return np.repeat(np.arange(len(rows)), sizes), seconds.astype(np.uint16)
        there, numbers = self._pair(rows[:, 0], rows[:, 1])
        level, *longer = self._levels
        for column, longer_level in zip(rows.T[2:], longer, strict=False):
            numbers, going_on = level.going_on(numbers, column[there])
            there, numbers, level = there[going_on], numbers[going_on], longer_level
        low, end = level.bounds(numbers)
        return np.repeat(there, end - low), level.lasts(ranges(low, end - low))

    def _counted(self, columns: Sequence[Codes], sizes: Numbers) -> Numbers:
        """How often each of some rows of codes stands, of which only so many count."""
        counts = self._singles[columns[0]].astype(np.int64)
        several = (sizes > 1).nonzero()[0]
        counts[several] = 0
        if len(several):
            there, numbers = self._pair(columns[0][several], columns[1][several])
            rows = several[there]
            counts[rows] = self._pair_counts[numbers]
            for level, column in zip(self._levels, columns[2:], strict=False):
                longer = sizes[rows] >= level.size
                rows, numbers = rows[longer], numbers[longer]
                counts[rows] = 0
                numbers, going_on = level.going_on(numbers, column[rows])
                rows, numbers = rows[going_on], numbers[going_on]
                counts[rows] = level.counts(numbers)
        return counts if self._deleted is None else counts - self._deleted._counted(columns, sizes)

    def _pair(self, first: Codes, second: Codes) -> tuple[Numbers, Numbers]:
        """Which of some pairs are there, and the number of each of these among all."""
        keys = first.astype(np.uint32) << np.uint32(CODE_BITS) | second
        places = self._pairs.searchsorted(keys)
        there = (self._pairs[places] == keys).nonzero()[0]
        return there, places[there]


def grams_in(folded: Sequence[str]) -> Mapping[str, int]:
    """How often texts of up to SIZE characters stand in a few paragraphs."""
    sizes = range(1, SIZE + 1)
    return Counter(text[at : at + size] for text in folded for size in sizes for at in range(len(text) - size + 1))
