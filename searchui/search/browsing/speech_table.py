"""All speeches of a corpus by their own facts: which have which value of each facet, and in which order they are listed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from typing import Any

import numpy as np

from indexer.engine.answers import Numbers
from indexer.errors import CallError
from indexer.i18n import _, joined
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import EncodedColumn, Mask, encoded_column
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FacetCounts, Facets, listed_counts
from searchui.search.filters.filters import Filters
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.collation import Collation, sort_key


class SpeechSort(StrEnum):
    """What comes first in a list of speeches."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    SPEAKER = "speaker"
    LENGTH = "length"


def speech_sort(name: str) -> SpeechSort:
    """The order with a name. Raises CallError for an unknown name."""
    try:
        return SpeechSort(name)
    except ValueError as error:
        known = joined(_("、"), list(SpeechSort))
        raise CallError(_("没有“{name}”这种排序，可用 {known}", name=name, known=known)) from error


def by_date(entries: Iterable[Entry]) -> list[Entry]:
    """The speeches among some entries, oldest first; those without a date last. Versions of another speech are none."""
    own = (entry for entry in entries if entry.version_of is None)
    return sorted(own, key=lambda entry: (entry.date is None, entry.date.key if entry.date else 0, entry.id))


def speeches_by_date(snapshot: Snapshot) -> Sequence[Entry]:
    """The speeches of a corpus in this order."""
    return tuple(by_date(snapshot.entries))


class SpeechTable:
    """The speeches of a corpus, `by_date`, told by their places there.

    The values of their facets stand in rows: a conversation has one row for each of its speakers, any other speech one.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.entries = snapshot.shared(speeches_by_date)
        voices: list[Sequence[str | None]] = [entry.voices or (None,) for entry in self.entries]
        self._speeches: Numbers = np.repeat(np.arange(len(voices)), [len(each) for each in voices])
        self._speakers = [speaker for each in voices for speaker in each]
        self._columns: Callable[[str], EncodedColumn[Any]] = cache(self._column)
        self._characters = np.array([entry.characters for entry in self.entries], dtype=np.int64)
        self._undated = np.array([entry.date is None for entry in self.entries], dtype=np.bool_)
        self._ranks: Callable[[SpeechSort], Numbers] = cache(self._rank)

    def places(self, filters: Filters) -> Numbers:
        """The speeches that have, of every facet of which some values are selected, one of these."""
        return np.unique(self._speeches[self._mask(filters)]) if filters else np.arange(len(self.entries))

    def characters(self, places: Numbers) -> int:
        """How many characters some speeches have."""
        return int(self._characters[places].sum())

    def undated(self, places: Numbers) -> int:
        """How many of some speeches have no date."""
        return int(np.count_nonzero(self._undated[places]))

    def facets(self, filters: Filters) -> Facets:
        """How many speeches have each value; each facet is counted under the filters of the others."""
        return Facets({facet: partial(self._counts, filters.without(facet), facet) for facet in FACETS})

    def ordered(self, places: Numbers, sort: SpeechSort) -> Numbers:
        """Some speeches in an order; equal ones the newest first."""
        return places[np.argsort(self._ranks(sort)[places], kind="stable")]

    def _column(self, name: str) -> EncodedColumn[Any]:
        facet = FACETS[name]
        if facet.of_turn is not None:
            return encoded_column(self._speakers, np.arange(len(self._speakers)))
        return encoded_column([facet.of_speech(entry) for entry in self.entries], self._speeches)

    def _mask(self, filters: Filters) -> Mask:
        mask = np.ones(len(self._speeches), dtype=np.bool_)
        for facet, values in filters.selected().items():
            mask &= self._columns(facet).having(values)
        return mask

    def _counts(self, filters: Filters, facet: str) -> FacetCounts:
        column, rows = self._columns(facet), self._mask(filters)
        size = len(column.values) + 1
        each_once = np.unique(self._speeches[rows] * size + column.codes[rows])
        counts = np.bincount(each_once % size, minlength=size)
        return listed_counts(column, counts, descending=FACETS[facet].descending)

    def _rank(self, sort: SpeechSort) -> Numbers:
        """The place of each speech in an order of all."""
        newest = sorted(range(len(self.entries)), key=lambda place: _newest(self.entries[place]))
        key = _KEYS.get(sort)
        order = newest if key is None else sorted(newest, key=lambda place: key(self.entries[place]))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks


def _newest(entry: Entry) -> tuple[int, str]:
    """Without a date last."""
    return -entry.date.key if entry.date else 1, entry.id


def _oldest(entry: Entry) -> tuple[bool, int]:
    return entry.date is None, entry.date.key if entry.date else 0


def _by_speaker(entry: Entry) -> tuple[bool, bytes]:
    """By who speaks most; where nobody is known, last."""
    voices = entry.voices
    return not voices, sort_key(voices[0], Collation.PINYIN) if voices else b""


_KEYS: Mapping[SpeechSort, Callable[[Entry], Any]] = {
    SpeechSort.OLDEST: _oldest,
    SpeechSort.TITLE: lambda entry: sort_key(entry.title, Collation.PINYIN),
    SpeechSort.SPEAKER: _by_speaker,
    SpeechSort.LENGTH: lambda entry: -entry.characters,
}
