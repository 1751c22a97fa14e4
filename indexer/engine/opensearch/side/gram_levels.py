"""The texts of each length that stand in a segment, as a tree: each is found by the one that is a character shorter.

Texts of a level ascend, and with them those that go on from each. So a text takes its last code, a byte for how often it stands,
and two for the number of the first that goes on from it: the low bits of a number that ascends, of which the others are known by
where they change. Counts that do not fit in a byte stand in a list of their own.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import CODE_BITS, DEPTH, END, Codes
from indexer.engine.embedded.encoding.array_names import LOW_BITS
from indexer.engine.embedded.encoding.arrays import Array, Arrays, changes
from indexer.engine.embedded.encoding.rank_bitvector import Mask

SIZE = DEPTH + 1  # characters of a text whose count is known
SINGLES, PAIRS, PAIR_COUNTS = "grams.singles", "grams.pairs", "grams.pairs.counts"
STARTS, CHANGES, LASTS, COUNTS, LARGE, LARGE_COUNTS = (
    "starts",
    "starts.changes",
    "lasts",
    "counts",
    "large",
    "large.counts",
)
MANY = 0xFF  # a count that stands among the large ones
CODES = 1 << CODE_BITS
LAST = np.uint32(0xFFFFFFFF)  # after all pairs: no code is so high


def gram_arrays(text: Codes, positions: Array, codes: int) -> Arrays:
    """The counts of what starts at some positions of a text that has END after each paragraph, in an alphabet of so many codes.

    Positions ascend by their next DEPTH codes; none is of an END.
    """
    (_size, first, _firsts, _times), (_two, second, firsts, times), *longer = _levels(_following_codes(text, positions))
    pairs = first[firsts].astype(np.uint32) << np.uint32(CODE_BITS) | second[firsts]
    arrays: Arrays = {
        SINGLES: np.bincount(first, minlength=codes).astype(np.uint32),
        PAIRS: np.append(pairs, LAST),
        PAIR_COUNTS: np.append(times, 0).astype(np.uint32),
    }
    for level in longer:
        arrays |= _level_arrays(level, firsts)
        firsts = level.firsts
    return arrays


class _Level(NamedTuple):
    """The texts of a size: the last code at each position, the first position of each text, and how often it stands."""

    size: int
    lasts: Codes
    firsts: Numbers
    times: Numbers


def _following_codes(text: Codes, positions: Array) -> list[Codes]:
    """The next SIZE codes of each position, sorted by the last of them too."""
    row = np.append(text, np.full(SIZE, END, dtype=np.uint16))
    columns = [row[positions + distance] for distance in range(SIZE)]
    differs = np.logical_or.reduce([changes(column) for column in columns[:DEPTH]])
    keys = differs.cumsum(dtype=np.uint64) << np.uint64(CODE_BITS) | columns[DEPTH]
    keys.sort()
    columns[DEPTH] = (keys & np.uint64(CODES - 1)).astype(np.uint16)
    return columns


def _levels(columns: list[Codes]) -> Iterator[_Level]:
    differs, stands = np.zeros(len(columns[0]), np.bool_), np.ones(len(columns[0]), np.bool_)
    for size, column in enumerate(columns, 1):
        differs |= changes(column)
        stands &= column != END
        runs = differs.nonzero()[0]
        times, whole = np.diff(runs, append=len(column)), stands[runs]
        yield _Level(size, column, runs[whole], times[whole])


def _level_arrays(level: _Level, shorter: Numbers) -> Arrays:
    """`shorter`: the first positions of the texts that are a character shorter."""
    size, lasts, firsts, times = level
    starts = np.append(firsts.searchsorted(shorter), len(firsts))
    high = starts >> LOW_BITS
    large = (times >= MANY).nonzero()[0]
    own: Arrays = {
        STARTS: starts.astype(np.uint16),
        CHANGES: high.searchsorted(np.arange(1, int(high[-1]) + 1)).astype(np.uint32),
        LASTS: lasts[firsts],
        COUNTS: np.minimum(times, MANY).astype(np.uint8),
        LARGE: large.astype(np.uint32),
        LARGE_COUNTS: times[large].astype(np.uint32),
    }
    return {_name(size, part): array for part, array in own.items()}


def _name(size: int, part: str) -> str:
    return f"grams.{size}.{part}"


class GramLevel:
    """The texts of one size, more than two, by their numbers among all of it."""

    def __init__(self, arrays: Arrays, size: int) -> None:
        """Raises KeyError where there are none."""
        self.size = size
        self._starts, self._changes, self._lasts, self._counts, self._large, self._large_counts = (
            arrays[_name(size, part)] for part in (STARTS, CHANGES, LASTS, COUNTS, LARGE, LARGE_COUNTS)
        )

    def bounds(self, shorter: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers of the texts that go on from each of some shorter ones: the first, and that after the last."""
        return self._start(shorter), self._start(shorter + 1)

    def _start(self, shorter: Numbers) -> Numbers:
        high: Numbers = self._changes.searchsorted(shorter, side="right")
        return high << LOW_BITS | self._starts[shorter]

    def lasts(self, numbers: Numbers) -> Codes:
        """The last codes of some texts."""
        return self._lasts[numbers]

    def going_on(self, shorter: Numbers, codes: Codes) -> tuple[Numbers, Mask]:
        """The text that goes on from each of some shorter ones with a code, and whether it is there: all are sought side by side."""
        low, end = self.bounds(shorter)
        high, last = end.copy(), max(len(self._lasts) - 1, 0)
        while (open_ := low < high).any():
            middle = (low + high) >> 1
            before = open_ & (self._lasts[np.minimum(middle, last)] < codes)
            low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
        there: npt.NDArray[np.bool_] = low < end
        there[there] = self._lasts[low[there]] == codes[there]
        return low, there

    def counts(self, numbers: Numbers) -> Numbers:
        """How often each of some texts stands."""
        counts: Numbers = self._counts[numbers].astype(np.int64)
        large = counts == MANY
        counts[large] = self._large_counts[self._large.searchsorted(numbers[large])]
        return counts
