"""Which speeches of a corpus are versions of each other by what they have in common: all pairs, as for one by itself."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.runs.corpus_runs import (
    COPY_RUN,
    COPY_SHARE,
    LEAST_COPY,
    MAX_PLACES,
    CorpusRuns,
    covered_by_speech,
)
from searchui.search.reuse.runs.repeated_runs import covered_letters, repeated_runs
from searchui.search.reuse.runs.run_sorting import Places
from searchui.search.reuse.runs.run_table import counted_up


class Copies:
    """Pairs of speeches of which one has most of the other; see `CorpusRuns.copies_of`."""

    def __init__(self, corpus: CorpusRuns, owners: Numbers) -> None:
        """`owners`: the speech that each letter is in."""
        self._mains = corpus.chronology.mains
        self._count = max(len(corpus.letters), 1)
        found = list(_Search(corpus, owners).pairs())
        both = [one * self._count + other for a, b in found for one, other in ((a, b), (b, a))]
        self._pairs = np.unique(np.array(both, dtype=np.int64))
        self.has_some = np.bincount(self._mains, minlength=self._count)[self._mains] > 1
        self.has_some[self._pairs // self._count] = True

    def are(self, speeches: Numbers, others: Numbers) -> Mask:
        """Which of some pairs of speeches are versions of one, also as the catalogue has it."""
        same: Mask = self._mains[speeches] == self._mains[others]
        return same | np.isin(speeches.astype(np.int64) * self._count + others, self._pairs)


class _Search:
    """Looks for the versions of each speech among those that are not shorter."""

    def __init__(self, corpus: CorpusRuns, owners: Numbers) -> None:
        self._letters, self._owners = corpus.letters, owners
        self._runs = repeated_runs(corpus.table, COPY_RUN, MAX_PLACES)
        self._sizes = np.diff(self._runs.firsts, append=len(self._runs.places))
        self._having = owners[self._runs.places]
        self._number_at = np.zeros(len(owners), dtype=np.uint32)  # of the run that begins there, from 1
        self._number_at[self._runs.places] = self._runs.numbers + np.uint32(1)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each speech with its versions."""
        bounds = np.flatnonzero(np.diff(self._owners, prepend=-1, append=-1))
        enough = self._shared_mostly()
        for first, end in pairwise(bounds.tolist()):
            speech = int(self._owners[first])
            if enough[speech]:
                yield from ((speech, other) for other in self._versions_of(speech, self._number_at[first:end]))

    def _shared_mostly(self) -> Mask:
        """The speeches that have as much in common with all others together as a version has with one."""
        places = self._number_at.nonzero()[0]
        shared = np.bincount(self._owners[places], covered_letters(places, COPY_RUN), minlength=len(self._letters))
        enough: Mask = (self._letters >= LEAST_COPY) & (shared >= COPY_SHARE * self._letters)
        return enough

    def _versions_of(self, speech: int, own: Places) -> list[int]:
        """Those of a speech, by the run that begins at each of its letters."""
        least = COPY_SHARE * self._letters[speech]
        places = own.nonzero()[0]
        numbers = own[places].astype(np.int64) - 1
        owners, entries = counted_up(self._runs.firsts[numbers], self._sizes[numbers])
        others = self._having[entries]
        likely = np.bincount(others, minlength=len(self._letters)) * COPY_RUN >= least  # a run adds no more letters
        likely &= self._letters >= self._letters[speech]
        likely[speech] = False
        kept = likely[others]
        shared = covered_by_speech(others[kept], places[owners[kept]], COPY_RUN, len(self._letters))
        versions: list[int] = (likely & (shared >= least)).nonzero()[0].tolist()
        return versions
