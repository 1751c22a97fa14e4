"""Columns: what is known of every paragraph by the speech that it is in, as arrays.

A run is consecutive paragraphs of one speech by one speaker; a column has one item a run (Lucene calls such a thing
doc values, tantivy a fast field). Filters, facets, orders by date and counts of speeches all come from here.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.facet import FACETS, Facet
from searchui.search.filters.filters import Filters, Values, holds

Mask: TypeAlias = npt.NDArray[np.bool_]
Value = TypeVar("Value", int, str)
UNDATED = 0
CACHED_MASKS = 64


class EncodedColumn(Generic[Value]):
    """A value of each run: `codes` are places in `values`, which ascend; `len(values)` stands where there is none."""

    def __init__(self, values: Sequence[Value], codes: Numbers, *, in_turns: bool = False) -> None:
        """`in_turns`: some speech has a value in several of its runs that do not follow each other."""
        self.values: Sequence[Value] = values
        self.codes = codes
        self.in_turns = in_turns

    def having(self, wanted: Values) -> Mask:
        """The runs that have one of some values, or one in a range; None among these: the runs that have no value."""
        allowed = np.array([holds(value, wanted) for value in [*self.values, None]], dtype=np.bool_)
        mask: Mask = allowed[self.codes]
        return mask

    def totals(self, runs: Numbers) -> Numbers:
        """How many of some runs have each code."""
        return np.bincount(self.codes[runs], minlength=len(self.values))


class Selection(msgspec.Struct, frozen=True):
    """How much of a corpus can be found at all under some filters."""

    speeches: int
    paragraphs: int


class Columns:
    """The columns of a corpus: arrays of one item a run, in the order of the paragraphs, but for `run_of`.

    `run_of` is the run of each paragraph, `bounds` the first paragraph of each run and, at the end, the number of all
    paragraphs; `speeches` is the number of each run's speech, `dated` whether that has a date, `machine_read` whether a
    machine has read it. `live` are the numbers
    of all paragraphs, ascending. Where speeches were taken out, their numbers stay unused: they count to the run
    before them, or to the first one. `mains` is the number of the speech that each speech is a version of, or its own:
    how many speeches there are is counted by these.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        sizes = np.array([entry.paragraphs for entry in entries], dtype=np.int64)
        starts = np.array([entry.first for entry in entries], dtype=np.int64)
        numbers = {entry.id: number for number, entry in enumerate(entries)}
        mains = [numbers.get(entry.version_of or entry.id, number) for number, entry in enumerate(entries)]
        self.mains: Numbers = np.array(mains, dtype=np.int64)
        self.has_versions = bool((self.mains != np.arange(len(entries))).any())
        self._speakers, own = _speakers(entries)
        self.speeches, begins, self._voices = _voices(entries, sizes, starts, self._speakers, own)
        self.bounds: Numbers = np.append(begins, (starts + sizes).max(initial=0))
        self.bounds[0] = 0
        self.run_of: Numbers = np.repeat(np.arange(len(begins)), np.diff(self.bounds))
        dates = np.array([entry.date.key if entry.date else UNDATED for entry in entries], dtype=np.int64)
        dated = dates != UNDATED
        self.dated: Mask = dated[self.speeches]
        machine_read = np.array([entry.machine_read for entry in entries], dtype=np.bool_)
        self.machine_read: Mask = machine_read[self.speeches]
        self._newest = _shifts(np.lexsort((-dates, ~dated)), starts, sizes)[self.speeches]
        self._oldest = _shifts(np.lexsort((dates, ~dated)), starts, sizes)[self.speeches]
        self.of: Callable[[str], EncodedColumn[Any]] = lru_cache(maxsize=None)(self._of)
        self.mask: Callable[[Filters], Mask] = lru_cache(maxsize=CACHED_MASKS)(self._mask)

    def _of(self, facet: str) -> EncodedColumn[Any]:
        """The column of a facet."""
        row = FACETS[facet]
        if row.of_turn is not None:
            return EncodedColumn(self._speakers, self._voices, in_turns=any(entry.turns for entry in self._entries))
        return encoded_column(_values(row, self._entries), self.speeches)

    def _mask(self, filters: Filters) -> Mask:
        """Which runs meet some filters: of every facet that has any, one of its selected values."""
        mask = np.ones(len(self.speeches), dtype=np.bool_)
        for facet, values in filters.selected().items():
            mask &= self.of(facet).having(values)
        return mask

    @cached_property
    def months(self) -> EncodedColumn[int]:
        """Months as yyyymm; none for a date of which only the year is known."""
        dates = (entry.date for entry in self._entries)
        return encoded_column([date.key // 100 if date and date.month else None for date in dates], self.speeches)

    @cached_property
    def live(self) -> Numbers:
        """The numbers of all paragraphs, ascending; where speeches were taken out there are gaps."""
        is_there = np.zeros(int(self.bounds[-1]), dtype=np.bool_)
        for entry in self._entries:
            is_there[entry.first : entry.first + entry.paragraphs] = True
        return is_there.nonzero()[0]

    def speech_of(self, paragraphs: Numbers) -> Numbers:
        """The number of the speech of each paragraph."""
        speeches: Numbers = self.speeches[self.run_of[paragraphs]]
        return speeches

    def mains_of(self, paragraphs: Numbers) -> Numbers:
        """The number of the speech of each paragraph, of a version that of its main speech."""
        mains: Numbers = self.mains[self.speech_of(paragraphs)]
        return mains

    def speeches_in(self, runs: Numbers) -> Numbers:
        """The speeches, each once, of ascending runs; a version is none of its own."""
        speeches = self.mains[self.speeches[runs]]
        return np.unique(speeches) if self.has_versions else speeches[changes(speeches)]

    @cached_property
    def has_one_run_each(self) -> bool:
        """Whether every speech has one run, and none is a version of another."""
        return not self.has_versions and len(self.speeches_in(np.arange(len(self.speeches)))) == len(self.speeches)

    def speeches_having(self, runs: Numbers) -> int:
        """How many speeches some runs are in, which ascend, each once; a version is none of its own."""
        return len(runs) if self.has_one_run_each else len(self.speeches_in(runs))

    def shifts(self, *, newest: bool) -> Numbers:
        """Of each run, what is added to the number of a paragraph to have its place `by_date`."""
        return self._newest if newest else self._oldest

    def by_date(self, paragraphs: Numbers, *, newest: bool) -> Numbers:
        """The place of each paragraph among all when speeches are in order of date, the newest or the oldest first.

        Equal dates keep the order of the corpus; speeches without a date come last in both.
        """
        return paragraphs + self.shifts(newest=newest)[self.run_of[paragraphs]]

    def selection(self, filters: Filters) -> Selection:
        """The speeches and paragraphs that filters leave."""
        runs = self.run_of[self.live]
        runs = runs[self.mask(filters)[runs]]
        return Selection(len(self.speeches_in(runs)), len(runs))


def changes(values: Numbers) -> Numbers:
    """Where a value differs from the one before it; the first does."""
    differs = np.empty(len(values), dtype=np.bool_)
    differs[:1] = True
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs.nonzero()[0]


def _speakers(entries: Sequence[Entry]) -> tuple[list[str], Numbers]:
    """All speakers, by name, and for each speech the place of its speaker among them; the place after the last: unknown."""
    givers = [entry.speaker for entry in entries]
    known = {*givers, *(turn.speaker for entry in entries for turn in entry.turns)}
    names = sorted(name for name in known if name is not None)
    places: dict[str | None, int] = {name: place for place, name in enumerate([*names, None])}
    return names, np.array([places[giver] for giver in givers], dtype=np.int64)


def _voices(
    entries: Sequence[Entry], sizes: Numbers, starts: Numbers, names: Sequence[str], own: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """The speech, the first paragraph and the speaker of each run: a speech is one, a conversation has many.

    They are in the order of their paragraphs, which is not that of the speeches when some were changed.
    """
    talks = [number for number, entry in enumerate(entries) if entry.turns]
    whole = sizes > 0
    whole[talks] = False
    single = whole.nonzero()[0]
    columns = np.stack((single, starts[single], own[single]))
    if talks:
        places = {name: place for place, name in enumerate(names)}
        turns = [
            (number, int(starts[number]) + begin, len(names) if voice is None else places[voice])
            for number in talks
            for begin, voice in _turns(entries[number])
        ]
        columns = np.concatenate((columns, np.array(turns, dtype=np.int64).T), axis=1)
    columns = columns[:, columns[1].argsort(kind="stable")]
    return columns[0], columns[1], columns[2]


def _turns(entry: Entry) -> Iterator[tuple[int, str | None]]:
    """Where in a conversation each turn begins, and whose it is; None where nobody's name is known."""
    end = 0
    for turn in entry.turns:
        if turn.start > end:
            yield end, None
        yield turn.start, turn.speaker
        end = turn.end
    if end < entry.paragraphs:
        yield end, None


def _values(facet: Facet[Any], entries: Sequence[Entry]) -> list[Any]:
    return [facet.of_speech(entry) for entry in entries]


def encoded_column(values: Sequence[Value | None], speeches: Numbers) -> EncodedColumn[Value]:
    """A column of what is known of whole speeches; `speeches` is that of each run. An empty text is no value."""
    known = sorted({value for value in values if value})
    places: dict[Value | None, int] = {value: place for place, value in enumerate(known)}
    codes = np.array([places.get(value, len(known)) for value in values], dtype=np.int64)
    return EncodedColumn(known, codes[speeches])


def _shifts(order: Numbers, starts: Numbers, sizes: Numbers) -> Numbers:
    """How far each speech moves, in paragraphs, when speeches stand in an `order` of their numbers."""
    shifts = np.empty_like(starts)
    shifts[order] = np.cumsum(sizes[order]) - sizes[order]
    return shifts - starts
