"""Facets: how the hits are spread over years and speakers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Matches, Numbers
from searchui.search.runs import Column, Runs, Spread, Value

Mask = npt.NDArray[np.bool_]


def chosen(column: Column[Value], wanted: Sequence[Value], runs: Numbers) -> Mask:
    """Which of the runs have a wanted value; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(runs), dtype=np.bool_)
    allowed = np.array([value in wanted for value in column.values] + [False], dtype=np.bool_)
    return allowed[column.codes[runs]]


class Narrowed:
    """The matches of any of some years and any of some speakers; nothing chosen: all of them.

    How they are spread over runs is worked out when it is asked for. A facet is narrowed by the other choice only,
    so that it shows what another value would give.
    """

    def __init__(self, matches: Matches, runs: Runs, years: Sequence[int], speakers: Sequence[str]) -> None:
        self._all = matches
        self._runs = runs
        self._years = years
        self._speakers = speakers

    @cached_property
    def matches(self) -> Matches:
        if not self._years and not self._speakers:
            return self._all
        return self._all.only(np.repeat(self._of_years & self._of_speakers, self._whole.counts))

    @property
    def speeches(self) -> int:
        """How many speeches the matches are in."""
        spread = self._whole
        if self._years or self._speakers:
            spread = spread.only(self._of_years & self._of_speakers)
        return len(self._runs.speeches_in(spread.runs))

    @property
    def facets(self) -> "Facets":
        return Facets(year=self._by_year, speaker=self._by_speaker)

    def _by_year(self) -> dict[int, int]:
        return by_year(self._runs.years, self._whole.only(self._of_speakers) if self._speakers else self._whole)

    def _by_speaker(self) -> dict[str, int]:
        return by_speaker(self._runs.speakers, self._whole.only(self._of_years) if self._years else self._whole)

    @cached_property
    def _whole(self) -> Spread:
        return self._runs.spread(self._all.paragraphs)

    @cached_property
    def _of_years(self) -> Mask:
        return chosen(self._runs.years, self._years, self._whole.runs)

    @cached_property
    def _of_speakers(self) -> Mask:
        return chosen(self._runs.speakers, self._speakers, self._whole.runs)


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


def by_year(years: Column[int], spread: Spread) -> dict[int, int]:
    """Hits by year, from the latest; those without a date are left out."""
    found, hits = _totals(years, spread)
    return {years.values[code]: count for code, count in zip(found[::-1], hits[::-1], strict=True)}


def by_speaker(speakers: Column[str], spread: Spread) -> dict[str, int]:
    """Hits by speaker, from the one with the most, then by name; those of nobody known are left out."""
    found, hits = _totals(speakers, spread)
    ranked = sorted(zip(found, hits, strict=True), key=lambda item: -item[1])  # codes run by name
    return {speakers.values[code]: count for code, count in ranked}


def _totals(column: Column[Value], spread: Spread) -> tuple[list[int], list[int]]:
    """The codes that any hit has, ascending, and the number of hits of each."""
    size = len(column.values)
    hits = np.bincount(column.codes[spread.runs], weights=spread.counts, minlength=size)[:size]
    found = hits.nonzero()[0]
    return found.tolist(), hits[found].astype(np.int64).tolist()  # whole numbers of any corpus are exact as floats
