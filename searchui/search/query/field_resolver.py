"""Conditions on speeches: fields of a query resolved to the paragraphs that meet them."""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from indexer.analysis import fold, occurrences
from indexer.engine.answers import Numbers, Passages
from indexer.engine.query import (
    DateRange,
    DocRanges,
    Field,
    Query,
    Unknown,
)
from searchui.search.filters.columns import Mask
from searchui.search.query.dates import first_day, last_day
from searchui.search.snapshot import Snapshot

BREAK = "\n"  # no folded text has one, so nothing is found across two headings


class HeadingIndex:
    """The different headings, folded, one after another, and for each passage those above it."""

    def __init__(self, passages: Passages) -> None:
        self.bounds = passages.bounds
        numbers: dict[str, int] = {}
        above = [numbers.setdefault(heading, len(numbers)) for path in passages.headings for heading in path]
        self._above: Numbers = np.array(above, dtype=np.int64)
        self._passages: Numbers = np.repeat(np.arange(len(passages.headings)), [len(p) for p in passages.headings])
        self._text = BREAK.join(map(fold, numbers))
        ends = accumulate(len(heading) + len(BREAK) for heading in numbers)
        self._ends: Numbers = np.array(list(ends), dtype=np.int64)

    def having(self, folded: str) -> Mask:
        """The passages that have a text in one of the headings above them."""
        found = self._ends.searchsorted(np.fromiter(occurrences(folded, self._text), dtype=np.int64), side="right")
        headings = np.zeros(len(self._ends), dtype=np.bool_)
        headings[found] = True
        passages = np.zeros(len(self.bounds) - 1, dtype=np.bool_)
        passages[self._passages[headings[self._above]]] = True
        return passages


class FieldResolver:
    """Resolves the fields of queries by what is known of the speeches; each is folded once, when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._entries = snapshot.entries
        self._columns = snapshot.columns
        self._engine = snapshot.engine

    def resolve(self, query: Query) -> Query:
        """The same tree with each Field as the ranges of paragraphs in which it holds."""
        match query:
            case DateRange():
                return DocRanges(_ranges(self._during(query)[self._columns.speeches], self._columns.bounds))
            case Unknown(field):
                return DocRanges(_ranges(self._columns.of(field).having((None,)), self._columns.bounds))
            case Field("heading", value):
                return DocRanges(_ranges(self._headings.having(fold(value)), self._headings.bounds))
            case Field(name, value):
                return DocRanges(_ranges(self._meeting(name, fold(value)), self._columns.bounds))
        return query.map(self.resolve)

    def _meeting(self, field: str, folded: str) -> Mask:
        """The runs that meet a condition: a year is equal; any other field contains the folded value."""
        columns = self._columns
        match field:
            case "year":
                return _equal(columns.of("year").values, folded)[columns.of("year").codes]
            case "speaker":  # whole speeches, and in a conversation the turns of a speaker
                return _containing(self._speakers, folded)[columns.of("speaker").codes]
            case "title":
                return _containing(self._titles, folded)[columns.speeches]
            case "occasion":
                return _containing(self._occasions, folded)[columns.speeches]
        raise KeyError(field)

    def _during(self, period: DateRange) -> Mask:
        """The speeches of which all that is known of the date lies in a time."""
        firsts, lasts = self._days
        inside = firsts > 0
        if period.first:
            inside &= firsts >= first_day(period.first)
        if period.last:
            inside &= lasts <= last_day(period.last)
        return inside

    @cached_property
    def _days(self) -> tuple[Numbers, Numbers]:
        """The first and the last day that each speech may be of; 0 where it has no date."""
        dates = [entry.date for entry in self._entries]
        return (
            np.array([first_day(date) if date else 0 for date in dates], dtype=np.int64),
            np.array([last_day(date) if date else 0 for date in dates], dtype=np.int64),
        )

    @cached_property
    def _headings(self) -> HeadingIndex:
        return HeadingIndex(self._engine.passages())

    @cached_property
    def _speakers(self) -> list[str]:
        return [*map(fold, self._columns.of("speaker").values), ""]

    @cached_property
    def _titles(self) -> list[str]:
        return [fold(entry.title) for entry in self._entries]

    @cached_property
    def _occasions(self) -> list[str]:
        return [fold(entry.occasion or "") for entry in self._entries]


def _equal(years: Sequence[int], folded: str) -> Mask:
    return np.array([str(year) == folded for year in years] + [False], dtype=np.bool_)


def _containing(texts: Sequence[str], folded: str) -> Mask:
    return np.array([folded in text for text in texts], dtype=np.bool_)


def _ranges(runs: Mask, bounds: Numbers) -> tuple[tuple[int, int], ...]:
    """The paragraphs of the runs, those that follow each other as one range."""
    padded = np.zeros(len(runs) + 2, dtype=np.bool_)
    padded[1:-1] = runs
    edges = bounds[(padded[1:] != padded[:-1]).nonzero()[0]].tolist()
    return tuple(zip(edges[::2], edges[1::2], strict=True))
