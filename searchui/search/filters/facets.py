"""Facets: how the matches of a query are spread over years, speakers, occasions, genres, and where texts are from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Protocol

import numpy as np

from indexer.engine.answers import Matches, Numbers
from searchui.search.filters.columns import Columns, EncodedColumn, Mask
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters

FEW = 256  # values that are sooner put in order than passed over for the highest


class FacetCounts(Mapping[Any, int]):
    """How many hits each value of a facet has, in the order that they are listed in; what has no value, None, is last.

    Of thousands of values a page shows a dozen: only these are looked up, until all are asked for.
    """

    def __init__(
        self, values: Sequence[Any], codes: Numbers, totals: Numbers, unknown: int, *, most_first: bool = False
    ) -> None:
        """`codes` are the places in `values` of those that are there, in their order, with their `totals`.

        `most_first`: that with the most hits is first, those with as many in this order.
        """
        self._values, self._codes, self._totals = values, codes, totals
        self._most_first = most_first
        self.unknown = unknown
        self.known = len(codes)

    def __getitem__(self, value: Any) -> int:
        return self._all[value]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    def __len__(self) -> int:
        return self.known + bool(self.unknown)

    def __repr__(self) -> str:
        return repr(self._all)

    def first(self, most: int) -> list[tuple[Any, int]]:
        """The first values, without None, and their hits."""
        places = _highest(self._totals, most) if self._most_first else slice(most)
        codes, totals = self._codes[places].tolist(), self._totals[places].tolist()
        return [(self._values[code], total) for code, total in zip(codes, totals, strict=True)]

    @property
    def largest(self) -> int:
        """The most hits that any has."""
        return max(int(self._totals.max(initial=0)), self.unknown)

    @cached_property
    def _all(self) -> dict[Any, int]:
        known = dict(self.first(self.known))
        return {**known, None: self.unknown} if self.unknown else known


class Found(Protocol):
    """How much a search finds. `total` paragraphs are left by the filters; `nothing`: nothing matches, whatever is selected."""

    @property
    def nothing(self) -> bool: ...

    @property
    def total(self) -> int: ...

    @property
    def speeches(self) -> int:
        """How many speeches these are in."""

    @property
    def machine_read(self) -> int:
        """How many of them are in text that a machine has read."""

    @property
    def undated(self) -> int:
        """How many of them are in speeches without a date."""

    @property
    def facets(self) -> "Facets":
        """How they are spread; each facet is counted under the filters of the others."""


class FilteredMatches:
    """The matches that filters leave.

    How they are spread over the facets and speeches is worked out when it is asked for. The counts of a facet are
    under the filters of the others only, so that they say what another value would give.
    """

    def __init__(self, matches: Matches, columns: Columns, filters: Filters) -> None:
        self._all = matches
        self._columns = columns
        self._filters = filters

    @property
    def nothing(self) -> bool:
        """Whether nothing matches, whatever is selected."""
        return not len(self._all.paragraphs)

    @cached_property
    def mask(self) -> Mask | None:
        """Which of all matches are left; None: all of them."""
        return self._columns.mask(self._filters)[self._runs] if self._filters else None

    @property
    def allowed(self) -> Mask | None:
        """Which of all paragraphs the filters leave, whether they match or not; None: all of them."""
        return self._columns.mask(self._filters)[self._columns.run_of] if self._filters else None

    @cached_property
    def matches(self) -> Matches:
        return self._all if self.mask is None else self._all.only(self.mask)

    @property
    def total(self) -> int:
        return len(self.matches.paragraphs)

    @property
    def speeches(self) -> int:
        """How many speeches the matches are in."""
        return len(self._columns.speeches_in(self._runs if self.mask is None else self._runs[self.mask]))

    @property
    def machine_read(self) -> int:
        """How many of the matches are in text that a machine has read."""
        return int(self._columns.machine_read[self._runs if self.mask is None else self._runs[self.mask]].sum())

    @property
    def undated(self) -> int:
        """How many matches are in speeches without a date."""
        runs = self._runs if self.mask is None else self._runs[self.mask]
        return int(np.count_nonzero(~self._columns.dated[runs]))

    @property
    def facets(self) -> "Facets":
        return Facets({facet: partial(self._counts, facet) for facet in FACETS})

    @cached_property
    def _runs(self) -> Numbers:
        """The run of each of all matches."""
        return self._columns.run_of[self._all.paragraphs]

    def _counts(self, facet: str) -> FacetCounts:
        others, runs = self._filters.without(facet) if self._filters else self._filters, self._runs
        kept = runs[self._columns.mask(others)[runs]] if others else runs
        return facet_counts(self._columns.of(facet), kept, descending=FACETS[facet].descending)


class Facets(Mapping[str, FacetCounts]):
    """Facets by name, each counted when it is first asked for."""

    def __init__(self, counting: Mapping[str, Callable[[], FacetCounts]]) -> None:
        self._counting = counting
        self._counted: dict[str, FacetCounts] = {}

    def __getitem__(self, name: str) -> FacetCounts:
        if name not in self._counted:
            self._counted[name] = self._counting[name]()
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counting)

    def __len__(self) -> int:
        return len(self._counting)


def facet_counts(column: EncodedColumn[Any], runs: Numbers, *, descending: bool) -> FacetCounts:
    """The number of hits of each value, for the run of each hit; together they are all hits.

    From the highest value down where `descending`; else from the one with the most hits, then by value. Hits without a
    value are counted for None, last.
    """
    return listed_counts(column, column.totals(runs), descending=descending)


def listed_counts(column: EncodedColumn[Any], by_code: Numbers, *, descending: bool) -> FacetCounts:
    """The same from how many hits there are of each code."""
    totals = by_code[: len(column.values)]
    found = totals.nonzero()[0]
    codes = found[::-1] if descending else found
    unknown = int(by_code[len(column.values) :].sum())
    return FacetCounts(column.values, codes, totals[codes], unknown, most_first=not descending)


def _highest(totals: Numbers, most: int) -> Numbers:
    """Where the highest totals stand, the highest first, equal ones in their order: so many, of thousands in one pass."""
    if max(most, FEW) < len(totals):
        least = np.partition(totals, -most)[-most] if most else totals.max() + 1
        some: Numbers = (totals >= least).nonzero()[0]
        return some[np.argsort(-totals[some], kind="stable")[:most]]
    return np.argsort(-totals, kind="stable")[:most]
