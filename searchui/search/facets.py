"""Facets: how the hits are spread over years and speakers."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The matches of chosen years and speakers, and how they are spread over runs.

    `of_years` and `of_speakers` are narrowed by that one choice only, so that a facet shows what another value would give.
    """

    matches: Matches
    spread: Spread
    of_years: Spread
    of_speakers: Spread


def narrowed(matches: Matches, runs: Runs, years: Sequence[int], speakers: Sequence[str]) -> Narrowed:
    """The matches of any of these years and any of these speakers; nothing chosen: all."""
    spread = runs.spread(matches.paragraphs)
    if not years and not speakers:
        return Narrowed(matches, spread, spread, spread)
    of_years = chosen(runs.years, years, spread.runs)
    of_speakers = chosen(runs.speakers, speakers, spread.runs)
    both = of_years & of_speakers
    kept = np.repeat(both, spread.counts)
    matches = Matches(matches.paragraphs[kept], matches.scores[kept])
    return Narrowed(matches, spread.only(both), spread.only(of_years), spread.only(of_speakers))


def by_year(years: Column[int], spread: Spread) -> dict[int, int]:
    """Hits by year, from the latest; those without a date are left out."""
    found, hits = _totals(years, spread)
    return {years.values[code]: count for code, count in zip(found[::-1].tolist(), hits[::-1].tolist(), strict=True)}


def by_speaker(speakers: Column[str], spread: Spread) -> dict[str, int]:
    """Hits by speaker, from the one with the most, then by name; those of nobody known are left out."""
    found, hits = _totals(speakers, spread)
    order = (-hits).argsort(kind="stable")  # codes run by name
    return {
        speakers.values[code]: count for code, count in zip(found[order].tolist(), hits[order].tolist(), strict=True)
    }


def _totals(column: Column[Value], spread: Spread) -> tuple[Numbers, Numbers]:
    """The codes that any hit has, ascending, and the number of hits of each."""
    size = len(column.values)
    hits = np.bincount(column.codes[spread.runs], weights=spread.counts, minlength=size)[:size]
    found = hits.nonzero()[0]
    return found, hits[found].astype(np.int64)  # whole numbers of any corpus are exact as floats
