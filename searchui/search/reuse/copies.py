"""Which speeches of a corpus are versions of each other by what they have in common: all pairs, as for one by itself."""

from collections.abc import Iterator

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.corpus_runs import COPY_RUN, COPY_SHARE, LEAST_COPY, LOOKED_AT, MAX_PLACES, CorpusRuns
from searchui.search.reuse.repeated_runs import RepeatedRuns, covered_letters, repeated_runs
from searchui.search.reuse.run_table import counted_up

DENSE = 8  # cells of a table of all pairs for each pair that is counted: more are sorted instead


class Copies:
    """Pairs of speeches of which one has most of the other; see `CorpusRuns.copies_of`."""

    def __init__(self, corpus: CorpusRuns, owners: Numbers) -> None:
        """`owners`: the speech that each letter is in."""
        self._corpus, self._owners = corpus, owners
        self._count = max(len(corpus.letters), 1)
        runs = repeated_runs(corpus.table, COPY_RUN, MAX_PLACES)
        found = [pair for pair in self._likely(runs) if self._is_copy(*pair, runs)]
        both = [one * self._count + other for a, b in found for one, other in ((a, b), (b, a))]
        self._pairs = np.unique(np.array(both, dtype=np.int64))
        self.has_some = self._are_in_pairs()

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """All pairs, both ways."""
        return [divmod(pair, self._count) for pair in self._pairs.tolist()]

    def are(self, speeches: Numbers, others: Numbers) -> Mask:
        """Which of some pairs of speeches are versions of one, also as the catalogue has it."""
        mains = self._corpus.chronology.mains
        same: Mask = mains[speeches] == mains[others]
        return same | np.isin(speeches.astype(np.int64) * self._count + others, self._pairs)

    def _are_in_pairs(self) -> Mask:
        """Which speeches have versions."""
        mains = self._corpus.chronology.mains
        has_some = np.bincount(mains, minlength=self._count)[mains] > 1
        has_some[self._pairs // self._count] = True
        return has_some

    def _likely(self, runs: RepeatedRuns) -> Iterator[tuple[int, int]]:
        """Pairs, the shorter one first, that have so many runs in common that these may be most of it."""
        letters = self._corpus.letters
        sizes = np.diff(runs.firsts, append=len(runs.places))
        order = self._owners[runs.places].argsort(kind="stable")
        speeches = self._owners[runs.places[order]]
        rows = sizes[runs.numbers[order]]
        for start, end in _parts(np.cumsum(rows), speeches):
            part = order[start:end]
            owners, other = counted_up(runs.firsts[runs.numbers[part]], rows[start:end])
            pairs, shared = self._pairs_of(
                speeches[start:end][owners].astype(np.int64), self._owners[runs.places[other]]
            )
            shorter, longer = np.divmod(pairs, self._count)
            kept = (shorter != longer) & (letters[shorter] <= letters[longer]) & (letters[shorter] >= LEAST_COPY)
            kept &= shared * COPY_RUN >= COPY_SHARE * letters[shorter]
            yield from zip(shorter[kept].tolist(), longer[kept].tolist(), strict=True)

    def _pairs_of(self, speeches: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
        """The pairs of speeches among some, as one number each, and how often each is."""
        first = int(speeches[0]) if len(speeches) else 0
        cells = (int(speeches[-1]) + 1 - first) * self._count if len(speeches) else 0
        keys = (speeches - first) * self._count + others
        if cells > DENSE * len(keys):
            pairs, times = np.unique(keys, return_counts=True)
            return pairs + first * self._count, times
        counts = np.bincount(keys, minlength=cells)
        pairs = counts.nonzero()[0]
        return pairs + first * self._count, counts[pairs]

    def _is_copy(self, shorter: int, longer: int, runs: RepeatedRuns) -> bool:
        owners = self._owners[runs.places]
        own = owners == shorter
        shared = np.isin(runs.numbers[own], runs.numbers[owners == longer])
        letters = covered_letters(np.sort(runs.places[own][shared].astype(np.int64)), COPY_RUN).sum()
        return bool(letters >= COPY_SHARE * self._corpus.letters[shorter])


def _parts(ends: Numbers, owners: Numbers) -> Iterator[tuple[int, int]]:
    """Ranges of rows of owners, which end among other rows at `ends`, so that parts are small and an owner is in one."""
    start = 0
    firsts = np.append((np.flatnonzero(owners[1:] != owners[:-1]) + 1), len(owners))
    while start < len(owners):
        full = int(ends.searchsorted((ends[start - 1] if start else 0) + LOOKED_AT))
        place = max(int(firsts.searchsorted(full, side="right")) - 1, int(firsts.searchsorted(start, side="right")))
        end = int(firsts[min(place, len(firsts) - 1)])
        yield start, end
        start = end
