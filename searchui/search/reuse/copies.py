"""Which speeches of a corpus are versions of each other by what they have in common: all pairs, as for one by itself."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.corpus_runs import COPY_RUN, COPY_SHARE, LEAST_COPY, MAX_PLACES, CorpusRuns
from searchui.search.reuse.repeated_runs import covered_letters, repeated_runs
from searchui.search.reuse.run_sorting import Places
from searchui.search.reuse.run_table import counted_up


class Copies:
    """Pairs of speeches of which one has most of the other; see `CorpusRuns.copies_of`."""

    def __init__(self, corpus: CorpusRuns, owners: Numbers) -> None:
        """`owners`: the speech that each letter is in."""
        self._corpus = corpus
        self._count = max(len(corpus.letters), 1)
        self._runs = repeated_runs(corpus.table, COPY_RUN, MAX_PLACES)
        self._sizes = np.diff(self._runs.firsts, append=len(self._runs.places))
        self._having = owners[self._runs.places]
        self._number_at = np.zeros(len(owners), dtype=np.uint32)  # of the run that begins there, from 1
        self._number_at[self._runs.places] = self._runs.numbers + np.uint32(1)
        bounds = np.flatnonzero(np.diff(owners, prepend=-1, append=-1))
        self._bounds = {int(owners[first]): slice(first, end) for first, end in pairwise(bounds.tolist())}
        found = [pair for one in self._shared_mostly(owners) for pair in self._copies_of(one)]
        both = [one * self._count + other for a, b in found for one, other in ((a, b), (b, a))]
        self._pairs = np.unique(np.array(both, dtype=np.int64))
        self.has_some = self._are_in_pairs()

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

    def _shared_mostly(self, owners: Numbers) -> list[int]:
        """The speeches that have as much in common with all others together as a version has with one."""
        places = self._number_at.nonzero()[0]
        shared = np.bincount(owners[places], covered_letters(places, COPY_RUN), minlength=self._count)
        letters = self._corpus.letters
        enough: Mask = (letters >= LEAST_COPY) & (shared >= COPY_SHARE * letters)
        return enough.nonzero()[0].tolist()

    def _copies_of(self, speech: int) -> Iterator[tuple[int, int]]:
        """The pairs of a speech with its versions that are not shorter."""
        letters, own = self._corpus.letters, self._number_at[self._bounds[speech]]
        numbers = own[own > 0].astype(np.int64) - 1
        _owners, entries = counted_up(self._runs.firsts[numbers], self._sizes[numbers])
        shared = np.bincount(self._having[entries], minlength=self._count)
        likely = (shared * COPY_RUN >= COPY_SHARE * letters[speech]) & (letters >= letters[speech])
        for other in likely.nonzero()[0].tolist():
            if other != speech and self._shared(own, other) >= COPY_SHARE * letters[speech]:
                yield speech, other

    def _shared(self, own: Places, other: int) -> int:
        """How many letters of a speech are in runs that another one has, by the numbers of its own."""
        common = np.isin(own, self._number_at[self._bounds[other]]) & (own > 0)
        return int(covered_letters(common.nonzero()[0], COPY_RUN).sum())
