"""Ranking in the kernel: the best of what a query finds, and how all of it is spread, in one call; and where a word stands alone."""

from collections.abc import Mapping
from ctypes import byref
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.kernel.kernel_index import KernelIndex, address_of, numbers_at, scores_at
from indexer.engine.embedded.kernel.shared_library import (
    CArray,
    CColumns,
    SharedLibrary,
    checked,
)
from indexer.engine.ranking import RankingColumns

Numbers: TypeAlias = npt.NDArray[np.int64]
Small: TypeAlias = npt.NDArray[np.uint32]

TOTALS = 5  # numbers, before those of the facets: see kernel.h
SEVERAL_RUNS = (1 << 32) - 1  # as in kernel.h
NONE: Small = np.zeros(0, dtype=np.uint32)


def unit_runs(index: KernelIndex, runs: Numbers) -> Small:
    """The run of each unit of an index, in which `runs` are those of the paragraphs; SEVERAL_RUNS where it is not in one."""
    if not index.unit_bounds:
        return NONE
    starts = np.concatenate([bounds[:-1] for bounds in index.unit_bounds])
    lasts = np.concatenate([bounds[1:] for bounds in index.unit_bounds]) - 1
    found = np.full(len(starts), SEVERAL_RUNS, dtype=np.uint32)
    known = (lasts < len(runs)).nonzero()[0]
    first, last = runs[starts[known]], runs[lasts[known]]
    found[known] = np.where(first == last, first, SEVERAL_RUNS)
    return found


def grouped(groups: npt.NDArray[np.signedinteger[Any]]) -> Small:
    """The paragraphs that have duplicates."""
    return (groups >= 0).nonzero()[0].astype(np.uint32)


def rows_of(*columns: Numbers) -> Small:
    """Columns of runs, side by side: what is counted of a run is read at once. Raises ValueError where one is shorter."""
    if len(set(map(len, columns))) > 1:
        raise ValueError("a column of runs does not fit the others")
    return np.column_stack(columns).astype(np.uint32).reshape(-1)


class SharedColumns(NamedTuple):
    """What is made of columns that many choices of filters and orders have in common: see `columns` in kernel.h."""

    runs: Small
    rows: Small
    units: Small
    grouped: Small


class KernelColumns:
    """Columns as the kernel reads them, verified once. Raises ValueError where they do not fit each other.

    `shared` is what `rows_of`, `unit_runs` and `grouped` make of them, and the run of each paragraph.
    """

    def __init__(self, library: SharedLibrary, columns: RankingColumns, shared: SharedColumns) -> None:
        groups = None if columns.groups is None else np.ascontiguousarray(columns.groups, dtype=np.int32)
        facets = columns.facets
        bounds = np.cumsum([0, *(one.values for one in facets.values())], dtype=np.int64)
        self.by_date = columns.by_date
        self._held: list[npt.NDArray[Any]] = []
        self._bounds = bounds.tolist()
        self._slices = list(zip(facets, self._bounds, self._bounds[1:], strict=False))
        self._columns = CColumns(
            *map(self._array, (shared.runs, columns.speeches, columns.shifts, columns.mask, groups)),
            int(columns.mains.max(initial=-1)) + 1,
            0 if groups is None else int(groups.max(initial=-1)) + 1,
            *map(self._array, (bounds, shared.rows, _counted(columns), shared.units, shared.grouped)),
        )
        self.pointer = byref(self._columns)
        checked(library.functions.kernel_check_columns(self.pointer))

    @property
    def size(self) -> int:
        """How many counts there are of all facets."""
        size: int = self._bounds[-1]
        return size

    def by_facet(self, counts: Numbers) -> dict[str, Numbers]:
        """The counts of each facet."""
        return {name: counts[start:end] for name, start, end in self._slices}

    def _array(self, values: npt.NDArray[Any] | None) -> CArray:
        if values is None:
            return CArray()
        own = np.ascontiguousarray(values)
        self._held.append(own)
        return CArray(address_of(own), len(own), own.itemsize)


def _counted(columns: RankingColumns) -> Small | None:
    """A bit of each run for each facet, in their order; None where all are counted."""
    masks = [one.mask for one in columns.facets.values()]
    if all(mask is None for mask in masks):
        return None
    counted = np.zeros(len(columns.speeches), dtype=np.uint32)
    for place, mask in enumerate(masks):
        counted |= np.uint32(1 << place) * (True if mask is None else mask.astype(np.uint32))
    return counted


@dataclass(frozen=True, slots=True)
class KernelRanking:
    """The best `paragraphs` in their order, with `scores`, which are 0 by date; the rest as in indexer.engine.ranking.

    `looked_at`: how many matches were looked at one by one.
    """

    paragraphs: Numbers
    scores: npt.NDArray[np.float32]
    total: int
    left: int
    speeches: int
    hidden: int
    looked_at: int
    facets: Mapping[str, Numbers]


def rank(index: KernelIndex, program: bytes, texts: str, columns: KernelColumns, wanted: int) -> KernelRanking:
    """The `wanted` best of what a program finds."""
    points, library = texts.encode("utf-32-le", "surrogatepass"), index.library
    memory = library.lend()
    try:
        best = checked(
            library.functions.kernel_rank(
                *(index.pointer, program, len(program) // 8, points, len(texts)),
                *(columns.pointer, columns.by_date, wanted, memory.address),
            )
        )
        answer = memory.answer
        numbers, scores = numbers_at(answer.numbers, best), scores_at(answer.scores, best)
        totals = numbers_at(answer.values, TOTALS + columns.size)
    finally:
        library.give_back(memory)
    total, left, speeches, hidden, looked_at = totals[:TOTALS].tolist()
    facets = columns.by_facet(totals[TOTALS:])
    return KernelRanking(numbers, scores, total, left, speeches, hidden, looked_at, facets)


def stands_alone(index: KernelIndex, folded: str, numbers: Numbers) -> npt.NDArray[np.bool_]:
    """In which of some paragraphs a folded text is a word by itself, and not only inside longer ones."""
    points, wanted = folded.encode("utf-32-le", "surrogatepass"), numbers.astype(np.int64, copy=False).tobytes()
    library = index.library
    memory = library.lend()
    try:
        find = library.functions.kernel_stands_alone
        count = checked(find(index.pointer, points, len(folded), wanted, len(numbers), memory.address))
        alone: npt.NDArray[np.bool_] = numbers_at(memory.answer.values, count) != 0
        return alone
    finally:
        library.give_back(memory)
