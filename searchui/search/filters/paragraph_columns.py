"""Runs: consecutive paragraphs of one speech by one voice. What is known of a hit's speech is known of its run."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.genre import genre_of

Value = TypeVar("Value", int, str)
UNDATED = 0


class EncodedColumn(Generic[Value]):
    """A value of each run: `codes` are places in `values`; `len(values)` stands where there is none."""

    def __init__(self, values: Sequence[Value], codes: Numbers, bounds: Numbers, *, in_turns: bool = False) -> None:
        """`bounds`: the first paragraph of each run, and the number of all paragraphs.

        `in_turns`: some speech has it in several of its runs that do not follow each other.
        """
        self.values: Sequence[Value] = values
        self.codes = codes
        self._bounds = bounds
        self.in_turns = in_turns

    @cached_property
    def by_paragraph(self) -> npt.NDArray[np.unsignedinteger[Any]]:
        """The code of each paragraph, small, since hits ask for it here and there."""
        small = self.codes.astype(np.min_scalar_type(len(self.values)))
        return np.repeat(small, np.diff(self._bounds))


class Runs:
    """Every run of a corpus, in its order: arrays of one item a run, but for `of`, which has one a paragraph.

    `of` is the run of each paragraph, `bounds` the first paragraph of each run and, at the end, the number
    of all paragraphs; `speeches` is the number of each run's speech. A paragraph's number and its run's
    `newest` add up to its place among all when the newest come first; `oldest` is the same from the oldest.
    Equal dates keep the order of the corpus; speeches without a date come last in both. Numbers that are no
    paragraph's any more belong to the run before them, or the first one.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        sizes = np.array([entry.paragraphs for entry in entries], dtype=np.int64)
        starts = np.array([entry.first for entry in entries], dtype=np.int64)
        names, own = _speakers(entries)
        self.speeches, begins, voices = _voices(entries, sizes, starts, names, own)
        self.bounds: Numbers = np.append(begins, (starts + sizes).max(initial=0))
        self.bounds[0] = 0
        self.of: Numbers = np.repeat(np.arange(len(begins)), np.diff(self.bounds))
        self.speakers = EncodedColumn(names, voices, self.bounds, in_turns=any(entry.turns for entry in entries))
        self.givers = EncodedColumn(names, own[self.speeches], self.bounds)
        dates = np.array([entry.date.key if entry.date else UNDATED for entry in entries], dtype=np.int64)
        dated = dates != UNDATED
        self.dated = dated[self.speeches]
        self.years = _times(dates[self.speeches] // 10000, self.dated, self.bounds)
        self.newest: Numbers = _shifts(np.lexsort((-dates, ~dated)), starts, sizes)[self.speeches]
        self.oldest: Numbers = _shifts(np.lexsort((dates, ~dated)), starts, sizes)[self.speeches]

    @cached_property
    def months(self) -> EncodedColumn[int]:
        """Months as yyyymm; none for a date of which only the year is known."""
        keys = [date.key // 100 if (date := entry.date) and date.month else UNDATED for entry in self._entries]
        months = np.array(keys, dtype=np.int64)[self.speeches]
        return _times(months, months != UNDATED, self.bounds)

    @cached_property
    def occasions(self) -> EncodedColumn[str]:
        return _of_speeches([entry.occasion for entry in self._entries], self.speeches, self.bounds)

    @cached_property
    def genres(self) -> EncodedColumn[str]:
        return _of_speeches([genre_of(entry) for entry in self._entries], self.speeches, self.bounds)

    @cached_property
    def paragraphs(self) -> Numbers:
        """The numbers of all paragraphs, ascending; where speeches were taken out there are gaps."""
        firsts = [np.arange(entry.first, entry.first + entry.paragraphs) for entry in self._entries]
        return np.sort(np.concatenate(firsts)) if firsts else np.zeros(0, dtype=np.int64)

    def speeches_in(self, runs: Numbers) -> Numbers:
        """The speeches, each once, of ascending runs."""
        speeches = self.speeches[runs]
        return speeches[changes(speeches)]


def changes(values: Numbers) -> Numbers:
    """Where a value differs from the one before it; the first does."""
    differs = np.empty(len(values), dtype=np.bool_)
    differs[:1] = True
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs.nonzero()[0]


def _speakers(entries: Sequence[Entry]) -> tuple[list[str], Numbers]:
    """All who speak, by name, and for each speech the place among them of who gave it; after all: nobody known."""
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
            (number, int(starts[number]) + begin, int(own[number]) if voice is None else places[voice])
            for number in talks
            for begin, voice in _turns(entries[number])
        ]
        columns = np.concatenate((columns, np.array(turns, dtype=np.int64).T), axis=1)
    columns = columns[:, columns[1].argsort(kind="stable")]
    return columns[0], columns[1], columns[2]


def _turns(entry: Entry) -> Iterator[tuple[int, str | None]]:
    """Where in a conversation each turn begins, and whose it is; None is who gave the speech."""
    end = 0
    for turn in entry.turns:
        if turn.start > end:
            yield end, None
        yield turn.start, turn.speaker
        end = turn.end
    if end < entry.paragraphs:
        yield end, None


def _of_speeches(values: Sequence[str | None], speeches: Numbers, bounds: Numbers) -> EncodedColumn[str]:
    """A column of what is known of whole speeches; `speeches` is that of each run."""
    names = sorted({value for value in values if value})
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    codes = np.array([places.get(value, len(names)) for value in values], dtype=np.int64)
    return EncodedColumn(names, codes[speeches], bounds)


def _times(times: Numbers, dated: npt.NDArray[np.bool_], bounds: Numbers) -> EncodedColumn[int]:
    """A column of years or months."""
    known = np.unique(times[dated])
    return EncodedColumn(known.tolist(), np.where(dated, known.searchsorted(times), len(known)), bounds)


def _shifts(order: Numbers, starts: Numbers, sizes: Numbers) -> Numbers:
    """How far each speech moves, in paragraphs, when speeches stand in an `order` of their numbers."""
    shifts = np.empty_like(starts)
    shifts[order] = np.cumsum(sizes[order]) - sizes[order]
    return shifts - starts
