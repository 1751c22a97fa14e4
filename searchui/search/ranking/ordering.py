"""The order of hits: total, and the same every time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Matches, Numbers, Scores
from searchui.search.filters.columns import Columns

SLACK = 2e-9  # scores that are nearer than this may round to the same
COLUMNS = 8  # a bound on the best of n is sought in 8n columns, so that few others get past it
RERANKED = 100  # the best by their words alone, among which ranking rules count; those after them keep their order


class Sort(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Matches in their order, best first, and what of the score of each was added by ranking rules, by their ids."""

    matches: Matches
    boosts: Mapping[str, Scores]

    def __len__(self) -> int:
        return len(self.matches.paragraphs)

    def at(self, places: Numbers) -> "Ranked":
        """Those at some places."""
        return Ranked(self.matches.at(places), {rule: added[places] for rule, added in self.boosts.items()})

    def between(self, start: int, end: int) -> "Ranked":
        """Those at places `start` to `end` (exclusive), or as many of them as there are."""
        return self.at(np.arange(start, min(end, len(self))))


class Boosting(Protocol):
    """What is added to the scores of the best."""

    def __bool__(self) -> bool:
        """Whether there is anything to add."""

    @property
    def are_uniform(self) -> bool:
        """Whether all that get anything by a rule get the same by it, which the best of all decides."""

    def of(self, matches: Matches) -> Mapping[str, Scores]:
        """What each rule adds to the score of each match; never negative."""


def first_of(matches: Matches, columns: Columns, sort: Sort) -> Callable[[int], Matches]:
    """What gives so many matches in the order of `best_places`."""
    return lambda count: matches.at(best_places(matches, columns, sort, count))


def rank(
    first: Callable[[int], Matches], columns: Columns, sort: Sort, wanted: int, boosting: Boosting | None
) -> Ranked:
    """The `wanted` best; by relevance the first RERANKED of all again, each with its boosts.

    `first` is as from `first_of`. Boosts are not negative, so what follows the RERANKED has no
    higher score; and they are the same whatever is wanted.
    """
    if not boosting or sort is not Sort.RELEVANCE:
        return Ranked(first(wanted), {})
    if boosting.are_uniform and wanted <= RERANKED:
        best = first(wanted)
        boosts = _exact(boosting.of(best))
        if all((added > 0).all() for added in boosts.values()):  # as nearly always: nothing can come before these
            return Ranked(_with(best, boosts), boosts)
    best = first(max(wanted, RERANKED))
    size = len(best.paragraphs)
    reranked = _exact(boosting.of(best.at(np.arange(min(RERANKED, size)))))
    boosts = {rule: np.append(added, np.zeros(size - len(added))) for rule, added in reranked.items()}
    total = _with(best, boosts)
    order = np.lexsort(sort_keys(total, columns, sort))
    order[RERANKED:] = np.arange(RERANKED, len(order))
    return Ranked(total, boosts).at(order[:wanted])


def _exact(boosts: Mapping[str, Scores]) -> dict[str, Scores]:
    """In double precision, so that a sum is the same whatever is wanted."""
    return {rule: added.astype(np.float64) for rule, added in boosts.items()}


def _with(matches: Matches, boosts: Mapping[str, Scores]) -> Matches:
    """Matches with their boosts added to their scores."""
    return Matches(matches.paragraphs, sum(boosts.values(), start=matches.scores))


def sort_keys(matches: Matches, columns: Columns, sort: Sort) -> tuple[npt.NDArray[Any], ...]:
    """Keys by which `np.lexsort` puts all matches in order."""
    if sort is Sort.RELEVANCE:
        return _newest(matches.paragraphs, columns), -matches.scores.astype(np.float64).round(9)
    return (columns.by_date(matches.paragraphs, newest=sort is Sort.NEWEST),)


def best_places(matches: Matches, columns: Columns, sort: Sort, wanted: int) -> Numbers:
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
