"""A count: how often a phrase occurs, in how many paragraphs and speeches, first and last."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from indexer.engine.answers import RunUses
from indexer.i18n import p_
from searchui.search.filters.columns import Mask
from searchui.search.results.answer import Answered
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Column, Row, Tabular, html_record
from searchui.search.results.use_by_date import mentions_of
from searchui.search.snapshot import Snapshot

USE_COLUMNS = (
    Column("first_date", p_("column", "首见日期")),
    Column("first_speaker", p_("column", "首见讲话人")),
    Column("first_title", p_("column", "首见标题"), 40),
    Column("first_url", p_("column", "首见地址"), 40),
    Column("last_date", p_("column", "末见日期")),
    Column("last_speaker", p_("column", "末见讲话人")),
    Column("last_title", p_("column", "末见标题"), 40),
    Column("last_url", p_("column", "末见地址"), 40),
    Column("undated", p_("column", "没有日期的篇数"), 10),
)
"""When and where something is used first and last, and in how many speeches without a date."""

COUNT_COLUMNS = (
    Column("phrase", p_("column", "词句"), 20),
    Column("occurrences", p_("column", "次数"), 10),
    Column("paragraphs", p_("column", "段数"), 10),
    Column("speeches", p_("column", "篇数"), 10),
    *USE_COLUMNS,
    Column("crossing", p_("column", "跨段处数"), 10),
    Column("machine_read", p_("column", "机器识别的段数"), 10),
)


class Uses:
    """How runs of a corpus use a phrase. What is to be known of that is found when first asked for.

    `places` are those where the phrase crosses from one paragraph to the next.
    """

    def __init__(self, found: RunUses, snapshot: Snapshot, places: CrossingPlaces) -> None:
        self._found, self._runs = found, found.runs
        self._places = places
        self._snapshot = snapshot
        self._columns = snapshot.columns

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: what is to be known, without the corpus that it is known from."""
        self.settle()
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def settle(self) -> None:
        """Find out everything now, since the corpus will be closed."""
        _ = self.speeches, self.first, self.last, self.dated, self.undated, self.machine_read
        _ = self.crossing, self.crossing_first

    @cached_property
    def crossing(self) -> int:
        return self._places.total

    @cached_property
    def crossing_first(self) -> Mention | None:
        return self._places.first

    @cached_property
    def speeches(self) -> int:
        return self._columns.speeches_having(self._runs)

    @cached_property
    def first(self) -> Mention | None:
        return self._first_and_last[0]

    @cached_property
    def last(self) -> Mention | None:
        return self._first_and_last[1]

    @cached_property
    def dated(self) -> int:
        return self.speeches if self._dated.all() else self._columns.speeches_having(self._runs[self._dated])

    @cached_property
    def undated(self) -> int:
        return 0 if self._dated.all() else self._columns.speeches_having(self._runs[~self._dated])

    @cached_property
    def machine_read(self) -> int:
        machine_read = self._columns.machine_read[self._runs]
        return int(self._found.paragraphs[machine_read].sum()) if machine_read.any() else 0

    @cached_property
    def _dated(self) -> Mask:
        """Which of the runs are in speeches with a date."""
        return self._columns.dated[self._runs]

    @cached_property
    def _first_and_last(self) -> tuple[Mention | None, Mention | None]:
        """Within a run paragraphs are in order of date."""
        if not self._dated.any():
            return None, None
        shifts = self._columns.shifts(newest=False)[self._runs]
        firsts, lasts = self._found.firsts, self._found.lasts
        first = int(firsts[(firsts + shifts).argmin()])  # speeches without a date come last
        last = int(lasts[np.where(self._dated, lasts + shifts, -1).argmax()])
        mentions = mentions_of(self._snapshot, [first, last] if first != last else [first])
        return mentions[0], mentions[-1]


def mention_cells(mention: Mention | None, root: str = "") -> Row:
    """The date, speaker, title and address of the first or last use; `root` stands before the address."""
    if mention is None:
        return (None,) * 4
    speech = mention.speech
    return str(speech.date) if speech.date else None, mention.speaker, speech.title, root + mention.url


@dataclass(frozen=True, eq=False, repr=False)
class Count(Tabular, Answered):
    """How often a phrase occurs. `first` and `last` are by date; None where no dated speech has it.

    They rest on the `dated` speeches that have the phrase; `undated` ones have it and no known date, and may be earlier
    or later. At `crossing` places more, none of them
    in the other figures, it begins in a paragraph that does not end a sentence and goes on in the next;
    `crossing_first` is the first of these by date, and may be earlier than `first`. `machine_read` of the paragraphs are
    text that a machine has read from pictures.
    """

    phrase: str
    occurrences: int
    paragraphs: int
    uses: Uses

    @property
    def speeches(self) -> int:
        return self.uses.speeches

    @property
    def first(self) -> Mention | None:
        return self.uses.first

    @property
    def last(self) -> Mention | None:
        return self.uses.last

    @property
    def dated(self) -> int:
        return self.uses.dated

    @property
    def undated(self) -> int:
        return self.uses.undated

    @property
    def crossing(self) -> int:
        return self.uses.crossing

    @property
    def crossing_first(self) -> Mention | None:
        return self.uses.crossing_first

    @property
    def machine_read(self) -> int:
        return self.uses.machine_read

    def __eq__(self, other: object) -> bool:
        return self._known() == other._known() if isinstance(other, Count) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._known().values()))

    def __repr__(self) -> str:
        return f"Count({', '.join(f'{name}={value!r}' for name, value in self._known().items())})"

    def table_columns(self) -> tuple[Column, ...]:
        return COUNT_COLUMNS

    def _repr_html_(self) -> str:
        return html_record(COUNT_COLUMNS, next(iter(self.table_rows())))

    def table_rows(self) -> Iterator[Row]:
        counts = (self.occurrences, self.paragraphs, self.speeches)
        rest = (self.undated, self.crossing, self.machine_read)
        yield self.phrase, *counts, *mention_cells(self.first), *mention_cells(self.last), *rest

    def _known(self) -> dict[str, Any]:
        return {
            "phrase": self.phrase,
            "occurrences": self.occurrences,
            "paragraphs": self.paragraphs,
            "speeches": self.speeches,
            "first": self.first,
            "last": self.last,
            "dated": self.dated,
            "undated": self.undated,
            "crossing": self.crossing,
            "crossing_first": self.crossing_first,
            "machine_read": self.machine_read,
        }
