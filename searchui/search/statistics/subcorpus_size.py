"""The size of a subcorpus, which is what uses are counted against. All is worked out run by run."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np

from indexer.engine.answers import Numbers, RunUses
from searchui.search.filters.columns import Columns, EncodedColumn, changes
from searchui.search.filters.filters import Filters
from searchui.search.snapshot import Snapshot

PER = 10_000  # 万字
CACHED_SIZES = 16


def rate(occurrences: int, characters: int) -> float | None:
    """Occurrences per 10,000 characters: 10,000 · occurrences ÷ characters; None where there are no characters."""
    return PER * occurrences / characters if characters else None


def share(some: int, of: int) -> float | None:
    """Speeches that have a phrase ÷ speeches, from 0 to 1; None where there are no speeches."""
    return some / of if of else None


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How often each of some `runs`, ascending, has something; other runs do not have it."""

    runs: Numbers
    counts: Numbers


class SubcorpusSize:
    """Part of a corpus: `kept` says of each run whether it is in it.

    Characters are those of the text shown, white space not counted. A speech is in it that has a run in it: one
    without any paragraph never is. What is given by the values of a column has one item a value and, at the
    end, one for the runs that have none.
    """

    def __init__(self, columns: Columns, characters: Numbers, filters: Filters) -> None:
        """`characters`: how many each run has."""
        self._columns = columns
        self._characters = characters
        self._whole = not filters
        self.kept = columns.mask(filters)
        self.machine_read = self.kept & columns.machine_read
        self.characters = int(characters[self.kept].sum())
        # Every card and every trend asks for the same.
        self.characters_by = cache(self._characters_by)
        self.all_speeches_by = cache(lambda column: self.speeches_by(column, self._runs))

    @cached_property
    def _runs(self) -> Numbers:
        """All runs that are in it."""
        return self.kept.nonzero()[0]

    @cached_property
    def speeches(self) -> int:
        return self.speeches_having(self._runs)

    def speeches_having(self, runs: Numbers) -> int:
        """How many speeches some runs are in."""
        return self._columns.speeches_having(runs)

    def sums_by(self, column: EncodedColumn[Any], counted: RunCounts) -> Numbers:
        """The sums of what runs have."""
        size = len(column.values) + 1
        sums = np.bincount(column.codes[counted.runs], weights=counted.counts, minlength=size)
        return sums.astype(np.int64)  # whole numbers far below 2**53: nothing was rounded

    def speeches_by(self, column: EncodedColumn[Any], runs: Numbers) -> Numbers:
        """How many speeches have one of some runs."""
        size = len(column.values) + 1
        if self._columns.has_one_run_each:
            return np.bincount(column.codes[runs], minlength=size)
        pairs = self._columns.mains[self._columns.speeches[runs]] * size + column.codes[runs]
        pairs = pairs[changes(pairs)]  # the runs of a speech follow each other
        if column.in_turns or self._columns.has_versions:
            pairs = np.sort(pairs)
            pairs = pairs[changes(pairs)]
        return np.bincount(pairs % size, minlength=size)

    def within(self, found: RunUses) -> RunUses:
        """What runs that are in it have."""
        return found if self._whole else found.only(self.kept[found.runs])

    def _characters_by(self, column: EncodedColumn[Any]) -> Numbers:
        return self.sums_by(column, RunCounts(self._runs, self._characters[self._runs]))

    def by_run(self, found: RunUses) -> RunCounts:
        """How often each run that is in it has what was found."""
        within = self.within(found)
        return RunCounts(within.runs, within.counts)


class SubcorpusSizes:
    """The sizes of what filters leave of one corpus; those that were last asked for are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._entries = snapshot.entries
        self._columns = snapshot.columns
        self._engine = snapshot.engine
        self.of = lru_cache(maxsize=CACHED_SIZES)(self._of)

    def _of(self, filters: Filters) -> SubcorpusSize:
        return SubcorpusSize(self._columns, self._characters, filters)

    @cached_property
    def _characters(self) -> Numbers:
        """How many characters each run has: those of its speech, or in a conversation of its own paragraphs."""
        speeches = self._columns.speeches
        whole = np.array([entry.characters for entry in self._entries], dtype=np.int64)[speeches]
        talks = np.array([bool(entry.turns) for entry in self._entries], dtype=np.bool_)[speeches]
        return np.where(talks, self._of_paragraphs(), whole) if talks.any() else whole

    def _of_paragraphs(self) -> Numbers:
        """The same from the paragraphs; numbers that are no longer in use, between the runs, are not counted."""
        firsts = np.array([entry.first for entry in self._entries], dtype=np.int64)[self._columns.speeches]
        sizes = np.array([entry.paragraphs for entry in self._entries], dtype=np.int64)[self._columns.speeches]
        begins = np.maximum(self._columns.bounds[:-1], firsts)
        ends = np.minimum(self._columns.bounds[1:], firsts + sizes)
        until = np.zeros(len(self._engine.characters) + 1, dtype=np.int64)
        np.cumsum(self._engine.characters, out=until[1:])
        of_runs: Numbers = until[ends] - until[begins]
        return of_runs
