"""What came before what: the order of speeches by date, as far as dates tell. A year may be any day of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engine.answers import Numbers
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Mask
from searchui.search.snapshot import Snapshot

NEVER = (1 << 31) - 1  # a day after all others
_MONTH, _YEAR = 99, 9999  # what is added to the key of a month, of a year, for its last day


def first_day(date: SpeechDate | None) -> int:
    """The key of the first day that a date may be."""
    return date.key if date else NEVER


def last_day(date: SpeechDate | None) -> int:
    """The key of the last day that it may be, or a later one of no other date."""
    if date is None:
        return NEVER
    return date.key + (_YEAR if date.month is None else _MONTH if date.day is None else 0)


@dataclass(frozen=True, slots=True)
class Author:
    """Whose text is compared: that of the speech of a `number`, or a draft, which comes after all that has a date.

    `main` is the speech that it is a version of, or itself; `first` and `last` are the days that it may be of.
    """

    number: int
    main: int
    first: int
    last: int
    dated: bool


DRAFT = Author(-1, -1, NEVER - 1, NEVER - 1, dated=True)


class Chronology:
    """The days that each speech of a corpus may be of; `order` is the rank of each by date, those without one last."""

    def __init__(self, snapshot: Snapshot) -> None:
        entries = snapshot.entries
        self.mains: Numbers = snapshot.columns.mains
        self.first = np.array([first_day(entry.date) for entry in entries], dtype=np.int32)
        self.last = np.array([last_day(entry.date) for entry in entries], dtype=np.int32)
        self.dated: Mask = self.first != NEVER
        self.order: Numbers = np.empty(len(entries), dtype=np.int64)
        self.order[np.lexsort((_places(entries), self.first))] = np.arange(len(entries))

    def author(self, number: int) -> Author:
        """That of a speech."""
        days = int(self.first[number]), int(self.last[number])
        return Author(number, int(self.mains[number]), *days, bool(self.dated[number]))

    def are_earlier(self, speeches: Numbers, author: Author) -> Mask:
        """Which of some speeches certainly came before an author's text."""
        earlier: Mask = self.dated[speeches] & (self.last[speeches] < author.first)
        return earlier & author.dated

    def are_later(self, speeches: Numbers, author: Author) -> Mask:
        """Which of them certainly came after it."""
        later: Mask = self.dated[speeches] & (self.first[speeches] > author.last)
        return later & author.dated

    def have_dates(self, speeches: Numbers, author: Author) -> Mask:
        """Which of them have a date, as the author's text has."""
        dated: Mask = self.dated[speeches] & author.dated
        return dated


def _places(entries: Sequence[Entry]) -> Numbers:
    return np.array([entry.first for entry in entries], dtype=np.int64)
