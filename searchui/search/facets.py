"""Facets: how the hits are spread over years and speakers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Matches, Numbers
from searchui.search.runs import Column, Runs, Value

Mask = npt.NDArray[np.bool_]


def chosen(column: Column[Value], wanted: Sequence[Value], paragraphs: Numbers) -> Mask:
    """Which of some paragraphs have a wanted value; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(paragraphs), dtype=np.bool_)
    allowed = np.array([value in wanted for value in column.values] + [False], dtype=np.bool_)
    mask: Mask = allowed[column.by_paragraph[paragraphs]]
    return mask


class Narrowed:
    """The matches of any of some years and any of some speakers; nothing chosen: all of them.

    How they are spread over years, speakers and speeches is worked out when it is asked for. A facet is narrowed by
    the other choice only, so that it shows what another value would give.
    """

    def __init__(self, matches: Matches, runs: Runs, years: Sequence[int], speakers: Sequence[str]) -> None:
        self._all = matches
        self._runs = runs
        self._years = years
        self._speakers = speakers

    @property
    def nothing(self) -> bool:
        """Whether nothing matches, whatever is chosen."""
        return not len(self._all.paragraphs)

    def instead(self, matches: Matches) -> "Narrowed":
        """Other matches, narrowed as these are."""
        return Narrowed(matches, self._runs, self._years, self._speakers)

    @cached_property
    def matches(self) -> Matches:
        if not self._years and not self._speakers:
            return self._all
        return self._all.only(self._of_years & self._of_speakers)

    @property
    def speeches(self) -> int:
        """How many speeches the matches are in."""
        return len(self._runs.speeches_in(self._runs.of[self.matches.paragraphs]))

    @property
    def facets(self) -> "Facets":
        return Facets(year=self._by_year, speaker=self._by_speaker)

    def _by_year(self) -> dict[int, int]:
        paragraphs = self._all.paragraphs
        return by_year(self._runs.years, paragraphs[self._of_speakers] if self._speakers else paragraphs)

    def _by_speaker(self) -> dict[str, int]:
        paragraphs = self._all.paragraphs
        return by_speaker(self._runs.speakers, paragraphs[self._of_years] if self._years else paragraphs)

    @cached_property
    def _of_years(self) -> Mask:
        return chosen(self._runs.years, self._years, self._all.paragraphs)

    @cached_property
    def _of_speakers(self) -> Mask:
        return chosen(self._runs.speakers, self._speakers, self._all.paragraphs)


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


def by_year(years: Column[int], paragraphs: Numbers) -> dict[int, int]:
    """Hits by year, from the latest; those without a date are left out."""
    found = _totals(years, paragraphs)
    return {years.values[code]: hits for code, hits in reversed(found)}


def by_speaker(speakers: Column[str], paragraphs: Numbers) -> dict[str, int]:
    """Hits by speaker, from the one with the most, then by name; those of nobody known are left out."""
    found = sorted(_totals(speakers, paragraphs), key=lambda item: -item[1])  # codes run by name
    return {speakers.values[code]: hits for code, hits in found}


def _totals(column: Column[Value], paragraphs: Numbers) -> list[tuple[int, int]]:
    """The codes that any hit has, ascending, and the number of hits of each."""
    hits = np.bincount(column.by_paragraph[paragraphs], minlength=len(column.values))[: len(column.values)]
    found = hits.nonzero()[0]
    return list(zip(found.tolist(), hits[found].tolist(), strict=True))
