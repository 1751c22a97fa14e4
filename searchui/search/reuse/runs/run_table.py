"""The table of all runs of letters of a corpus: where each stands. It is made once for a generation, kept and mapped."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engine.answers import Arrays, Numbers
from indexer.engine.reader import RankingReader
from searchui.search.reuse.runs.letters import LETTERS, Points, letters_of_all
from searchui.search.reuse.runs.run_sorting import Codes, Hashes, Places, Sizes, hashes_at, place_bits, sorted_runs
from searchui.search.snapshot import Snapshot

RUNS = "runs"  # the name of the table among the derived arrays
CODES, STARTS, ALPHABET, PLACES, COMMON, SAMPLES = "codes", "starts", "alphabet", "places", "common", "samples"
STEP = 64  # entries from one sample of hashes to the next
COMPARED = 1 << 20  # letters that are compared at a time


@dataclass(frozen=True, slots=True)
class Ranges:
    """The entries `low` to `high` (exclusive) of the table of each of some runs: none where it stands nowhere."""

    low: Numbers
    high: Numbers

    @property
    def sizes(self) -> Numbers:
        """At how many places each stands."""
        return self.high - self.low

    def at(self, chosen: Numbers) -> "Ranges":
        """Those of some of the runs."""
        return Ranges(self.low[chosen], self.high[chosen])


class RunTable:
    """The letters of a corpus as `codes`, 0 after each line; `starts` is where each paragraph begins, and the end.

    `numbers` are those of these paragraphs. `places` are those from which WIDTH letters or more stand on a line, in the
    order of these; `common` is how many letters each has in common with the one before, up to DEEPEST.
    """

    def __init__(self, arrays: Arrays, numbers: Numbers) -> None:
        self.numbers = numbers
        self.codes: Codes = arrays[CODES]
        self.starts: Numbers = arrays[STARTS]
        self.places: Places = arrays[PLACES]
        self.common: Sizes = arrays[COMMON]
        self._alphabet: Points = arrays[ALPHABET]
        self._samples = arrays[SAMPLES]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "RunTable":
        """That of a corpus."""
        numbers = snapshot.columns.live
        return cls(snapshot.derived(RUNS, lambda of: made_of(of.engine, numbers)), numbers)

    def encoded(self, points: Points) -> Codes:
        """Letters as codes of this table; what does not stand in it has one of its own."""
        codes = np.minimum(self._alphabet.searchsorted(points), len(self._alphabet) - 1)
        return np.where(self._alphabet[codes] == points, codes, len(self._alphabet)).astype(np.uint32)

    def paragraphs_at(self, places: Numbers) -> Numbers:
        """Which paragraph each of some places is in, as a place in `numbers`."""
        found: Numbers = self.starts.searchsorted(places, side="right") - 1
        return found

    def find(self, text: Codes, runs: Numbers, length: int) -> Ranges:
        """Where runs of WIDTH to DEEPEST letters, which begin at some places of a text, stand; none has an END."""
        low, high = self._by_hash(text, runs)
        low = self._bound(text, runs, length, low, high, after=False)
        return Ranges(low, self._bound(text, runs, length, low, high, after=True))

    def places_of(self, ranges: Ranges) -> tuple[Numbers, Numbers]:
        """All places of some runs, one run after another, and of each which run it is."""
        owners, entries = counted_up(ranges.low, ranges.sizes)
        return owners, self.places[entries].astype(np.int64)

    @cached_property
    def _bits(self) -> np.uint64:
        return place_bits(self.codes)

    def _by_hash(self, text: Codes, runs: Numbers) -> tuple[Numbers, Numbers]:
        """Entries among which all are that begin as each run does."""
        wanted = hashes_at(text, runs) >> self._bits
        low = np.maximum(self._samples.searchsorted(wanted, side="left") - 1, 0) * STEP
        high = np.minimum(self._samples.searchsorted(wanted, side="right") * STEP, len(self.places))
        first, last = (self._hash_bound(wanted, low, high, after=after) for after in (False, True))
        return first, last

    def _hash_bound(self, wanted: Hashes, low: Numbers, high: Numbers, *, after: bool) -> Numbers:
        low, high = low.copy(), high.copy()
        open_ = (low < high).nonzero()[0]
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            found = hashes_at(self.codes, self.places[middle].astype(np.int64)) >> self._bits
            before = found <= wanted[open_] if after else found < wanted[open_]
            low[open_[before]] = middle[before] + 1
            high[open_[~before]] = middle[~before]
            open_ = open_[low[open_] < high[open_]]
        return low

    def _bound(self, text: Codes, runs: Numbers, length: int, low: Numbers, high: Numbers, *, after: bool) -> Numbers:
        """The first of some entries that does not stand before each run, or the first `after` it."""
        low, high = low.copy(), high.copy()
        open_ = (low < high).nonzero()[0]
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            before = self._stand_before(text, runs[open_], length, self.places[middle].astype(np.int64), or_same=after)
            low[open_[before]] = middle[before] + 1
            high[open_[~before]] = middle[~before]
            open_ = open_[low[open_] < high[open_]]
        return low

    def _stand_before(self, text: Codes, runs: Numbers, length: int, places: Numbers, *, or_same: bool) -> Numbers:
        before = np.full(len(runs), or_same)
        for part in _parts(len(runs), length):
            letters = np.arange(length)
            own = text[runs[part, None] + letters].astype(np.int64)
            there = self.codes[np.minimum(places[part, None] + letters, len(self.codes) - 1)]
            differ = there != own
            first = differ.argmax(axis=1)
            rows = np.arange(len(first))
            different = differ[rows, first]
            less = there[rows, first] < own[rows, first]
            before[part] = np.where(different, less, or_same)
        return before


def counted_up(starts: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """`sizes` numbers from each of `starts` on, one range after another; and of each which range it is in."""
    owners = np.repeat(np.arange(len(starts)), sizes)
    before = np.cumsum(sizes) - sizes
    return owners, np.arange(len(owners)) + (starts - before)[owners]


def _parts(count: int, length: int) -> Iterator[slice]:
    step = max(COMPARED // length, 1)
    return (slice(first, first + step) for first in range(0, count, step))


def made_of(engine: RankingReader, numbers: Numbers) -> Arrays:
    """The arrays of the table of some paragraphs."""
    points, starts = letters_of_all(engine.folded_texts, numbers.tolist())
    present = np.zeros(LETTERS, dtype=np.bool_)
    present[0] = True
    present[points] = True
    alphabet = present.nonzero()[0].astype(np.uint32)
    numbered = np.zeros(LETTERS, dtype=np.min_scalar_type(len(alphabet)) if len(alphabet) > 0xFF else np.uint16)
    numbered[alphabet] = np.arange(len(alphabet))
    codes = numbered[points]
    del points
    places, common = sorted_runs(codes)
    samples = hashes_at(codes, places[::STEP].astype(np.int64)) >> place_bits(codes)
    return {CODES: codes, STARTS: starts, ALPHABET: alphabet, PLACES: places, COMMON: common, SAMPLES: samples}
