"""The order of hits: total, and the same every time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Matches, Numbers, Scores
from searchui.search.filters.columns import Columns

SLACK = 2e-9  # scores that are nearer than this may round to the same
COLUMNS = 8  # a bound on the best of n is sought in 8n columns, so that few others get past it
RERANKED = 100  # the best by their words alone, among which closeness counts; those after them keep their order


class Bonus(NamedTuple):
    """What is added to the scores of the best: `name` is what it is called among the parts of a score.

    `even`: those that get anything get the same, which the first of all decides.
    """

    name: str
    of: Callable[[Matches], Scores]
    even: bool = False


class Sort(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Matches in their order, best first, and what of the score of each was added as a bonus."""

    matches: Matches
    bonus: Scores
    bonus_name: str = ""

    def __len__(self) -> int:
        return len(self.bonus)

    def at(self, places: Numbers) -> "Ranked":
        """Those at some places."""
        return replace(self, matches=self.matches.at(places), bonus=self.bonus[places])

    def between(self, start: int, end: int) -> "Ranked":
        """Those at places `start` to `end` (exclusive), or as many of them as there are."""
        return self.at(np.arange(start, min(end, len(self))))


def ranked(matches: Matches, columns: Columns, sort: Sort, wanted: int, bonus: Bonus | None = None) -> Ranked:
    """The `wanted` best, in the order of `best`; by relevance the first RERANKED of all again, each with its bonus.

    A bonus is not negative, so what follows those has no higher score; and it is the same whatever is wanted.
    """
    if bonus is None or sort is not Sort.RELEVANCE:
        first = matches.at(best(matches, columns, sort, wanted))
        return Ranked(first, np.zeros(len(first.paragraphs), dtype=np.float32))
    if bonus.even and wanted <= RERANKED:
        first = matches.at(best(matches, columns, sort, wanted))
        added = bonus.of(first).astype(np.float64)  # as below, so that the sum is the same whatever is wanted
        if (added > 0).all():  # as nearly always: nothing after these can come before them
            return Ranked(Matches(first.paragraphs, first.scores + added), added, bonus.name)
    first = matches.at(best(matches, columns, sort, max(wanted, RERANKED)))
    added = np.zeros(len(first.paragraphs))
    added[:RERANKED] = bonus.of(first.at(np.arange(min(RERANKED, len(added)))))
    total = Matches(first.paragraphs, first.scores + added)
    order = np.lexsort(ranks(total, columns, sort))
    order[RERANKED:] = np.arange(RERANKED, len(order))
    return Ranked(total.at(order[:wanted]), added[order[:wanted]], bonus.name)


def ranks(matches: Matches, columns: Columns, sort: Sort) -> tuple[npt.NDArray[Any], ...]:
    """Keys by which `np.lexsort` puts all matches in order."""
    if sort is Sort.RELEVANCE:
        return _newest(matches.paragraphs, columns), -matches.scores.astype(np.float64).round(9)
    return (columns.by_date(matches.paragraphs, newest=sort is Sort.NEWEST),)


def best(matches: Matches, columns: Columns, sort: Sort, wanted: int) -> Numbers:
    """Places in `matches` of the `wanted` best, best first, or of all where there are fewer.

    Equal scores, to 9 digits, go by date, newest first; equal dates by the order of the corpus, then of
    the speech. Speeches without a date come last in both orders of time.
    """
    if len(matches.paragraphs) < 2:  # as most long phrases have it
        return np.arange(len(matches.paragraphs))
    if sort is Sort.RELEVANCE:
        return _most_relevant(matches, columns, wanted)
    return _first(columns.by_date(matches.paragraphs, newest=sort is Sort.NEWEST), wanted)


def _most_relevant(matches: Matches, columns: Columns, wanted: int) -> Numbers:
    places, values = _lowest(-matches.scores, wanted, SLACK)
    values = values.astype(np.float64).round(9)
    if len(places) > COLUMNS * wanted:  # many are equal: only the newest of those can be wanted
        last = values.max()
        if np.count_nonzero(values < last) >= wanted:
            last = np.partition(values, wanted - 1)[wanted - 1]
        better, equal = (values < last).nonzero()[0], (values == last).nonzero()[0]
        equal = equal[_first(_newest(matches.paragraphs[places[equal]], columns), wanted - len(better))]
        kept = np.concatenate((better, equal))
        places, values = places[kept], values[kept]
    return places[np.lexsort((_newest(matches.paragraphs[places], columns), values))[:wanted]]


def _newest(paragraphs: Numbers, columns: Columns) -> Numbers:
    return columns.by_date(paragraphs, newest=True)


def _first(ranks: Numbers, wanted: int) -> Numbers:
    """Where the `wanted` lowest of distinct ranks stand, in their order."""
    places, values = _lowest(ranks, wanted)
    return places[values.argsort()[:wanted]]


def _lowest(values: npt.NDArray[Any], wanted: int, slack: float = 0) -> tuple[Numbers, npt.NDArray[Any]]:
    """Where the `wanted` lowest values stand, ascending, and the values; also all that get within `slack` of them.

    Sorting all values would take many times as long as to pass over them. The lowest of each of many
    columns are values too: `wanted` of them lie at or below a bound, so no value above it is wanted.
    """
    if len(values) <= wanted:
        return np.arange(len(values)), values
    rows = len(values) // (COLUMNS * wanted)
    lowest = values[: len(values) // rows * rows].reshape(rows, -1).min(axis=0) if rows > 1 else values
    bound = np.partition(lowest, wanted - 1)[wanted - 1] + slack
    places = (values <= bound).nonzero()[0]
    return places, values[places]
