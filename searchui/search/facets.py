"""Facets: how the hits are spread over years and speakers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers
from searchui.search.runs import Column, Spread, Value

Mask = npt.NDArray[np.bool_]


def chosen(column: Column[Value], wanted: Sequence[Value], runs: Numbers) -> Mask:
    """Which of the runs have a wanted value; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(runs), dtype=np.bool_)
    allowed = np.array([value in wanted for value in column.values] + [False], dtype=np.bool_)
    return allowed[column.codes[runs]]


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
