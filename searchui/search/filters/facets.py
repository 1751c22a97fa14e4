"""Facets: how the hits are spread over years, speakers, occasions and genres."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Matches, Numbers
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.search.filters.paragraph_columns import EncodedColumn, Runs, Value

Mask = npt.NDArray[np.bool_]


def chosen(column: EncodedColumn[Value], wanted: Sequence[Value], paragraphs: Numbers) -> Mask:
    """Which of some paragraphs have a wanted value; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(paragraphs), dtype=np.bool_)
    allowed = np.array([value in wanted for value in column.values] + [False], dtype=np.bool_)
    mask: Mask = allowed[column.by_paragraph[paragraphs]]
    return mask


class FilteredMatches:
    """The matches that filters leave.

    How they are spread over the facets and speeches is worked out when it is asked for. A facet is narrowed by
    what is chosen of the others only, so that it shows what another value would give.
    """

    def __init__(self, matches: Matches, runs: Runs, filters: Filters) -> None:
        self._all = matches
        self._runs = runs
        self._filters = filters
        self._masks: dict[str, Mask] = {}

    @property
    def nothing(self) -> bool:
        """Whether nothing matches, whatever is chosen."""
        return not len(self._all.paragraphs)

    def instead(self, matches: Matches) -> "FilteredMatches":
        """Other matches, narrowed as these are."""
        return FilteredMatches(matches, self._runs, self._filters)

    @cached_property
    def met(self) -> Mask | None:
        """Which of all matches are left; None: all of them."""
        return self._met(FACETS)

    @cached_property
    def matches(self) -> Matches:
        return self._all if self.met is None else self._all.only(self.met)

    @property
    def speeches(self) -> int:
        """How many speeches the matches are in."""
        return len(self._runs.speeches_in(self._runs.of[self.matches.paragraphs]))

    @property
    def facets(self) -> "Facets":
        return Facets(**{facet: partial(self._counted, facet) for facet in FACETS})

    def _counted(self, facet: str) -> dict[Any, int]:
        mask = self._met([other for other in FACETS if other != facet])
        paragraphs = self._all.paragraphs if mask is None else self._all.paragraphs[mask]
        if facet == "year":
            return by_year(self._runs.years, paragraphs)
        return by_name(column_of(self._runs, facet), paragraphs)

    def _met(self, facets: Iterable[str]) -> Mask | None:
        """Which matches meet what is chosen of some facets; None: nothing is chosen."""
        masks = [self._of(facet) for facet in facets if self._filters.of(facet)]
        return reduce(np.logical_and, masks) if masks else None

    def _of(self, facet: str) -> Mask:
        if facet not in self._masks:
            column, wanted = column_of(self._runs, facet), self._filters.of(facet)
            self._masks[facet] = chosen(column, wanted, self._all.paragraphs)
        return self._masks[facet]


def column_of(runs: Runs, facet: str) -> EncodedColumn[Any]:
    """What the values of a facet are."""
    columns: dict[str, Callable[[], EncodedColumn[Any]]] = {
        "year": lambda: runs.years,
        "speaker": lambda: runs.speakers,
        "occasion": lambda: runs.occasions,
        "genre": lambda: runs.genres,
    }
    return columns[facet]()


class Facets(Mapping[str, Mapping[Any, int]]):
    """Facets by name, each counted when it is first asked for."""

    def __init__(self, **counting: Callable[[], Mapping[Any, int]]) -> None:
        self._counting = counting
        self._counted: dict[str, Mapping[Any, int]] = {}

    def __getitem__(self, name: str) -> Mapping[Any, int]:
        if name not in self._counted:
            self._counted[name] = self._counting[name]()
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counting)

    def __len__(self) -> int:
        return len(self._counting)


def by_year(years: EncodedColumn[int], paragraphs: Numbers) -> dict[int, int]:
    """Hits by year, from the latest; those without a date are left out."""
    found = _totals(years, paragraphs)
    return {years.values[code]: hits for code, hits in reversed(found)}


def by_name(column: EncodedColumn[str], paragraphs: Numbers) -> dict[str, int]:
    """Hits by a value with a name, from the one with the most, then by name; those without one are left out."""
    found = sorted(_totals(column, paragraphs), key=lambda item: -item[1])  # codes run by name
    return {column.values[code]: hits for code, hits in found}


def _totals(column: EncodedColumn[Value], paragraphs: Numbers) -> list[tuple[int, int]]:
    """The codes that any hit has, ascending, and the number of hits of each."""
    hits = np.bincount(column.by_paragraph[paragraphs], minlength=len(column.values))[: len(column.values)]
    found = hits.nonzero()[0]
    return list(zip(found.tolist(), hits[found].tolist(), strict=True))
