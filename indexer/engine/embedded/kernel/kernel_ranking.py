"""Ranking in the kernel: the best of what a query finds, and how all of it is spread, in one call."""

from collections.abc import Mapping
from ctypes import POINTER, byref, string_at
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.kernel.kernel_index import KernelIndex, address_of
from indexer.engine.embedded.kernel.shared_library import (
    CArray,
    CColumns,
    CFacet,
    CTotals,
    SharedLibrary,
    checked,
)
from indexer.engine.ranking import RankingColumns

Numbers: TypeAlias = npt.NDArray[np.int64]
Small: TypeAlias = npt.NDArray[np.uint32]

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


class KernelColumns:
    """Columns as the kernel reads them, verified once. Raises ValueError where they do not fit each other.

    `units` and `grouped` are what `unit_runs` and `grouped` make of them, which many columns have in common.
    """

    def __init__(self, library: SharedLibrary, columns: RankingColumns, units: Small, grouped: Small) -> None:
        groups = None if columns.groups is None else np.ascontiguousarray(columns.groups, dtype=np.int32)
        given = (columns.runs, columns.speeches, columns.mains, columns.shifts, columns.mask, groups)
        self.by_date = columns.by_date
        self._held: list[npt.NDArray[Any]] = []
        self._bounds = np.cumsum([0, *(one.values for one in columns.facets.values())]).tolist()
        self._names = tuple(columns.facets)
        self._facets = (CFacet * max(len(columns.facets), 1))()
        for place, one in enumerate(columns.facets.values()):
            self._facets[place] = CFacet(self._array(one.codes), self._array(one.mask), None, one.values)
        self._columns = CColumns(
            *map(self._array, given),
            int(columns.mains.max(initial=-1)) + 1,
            0 if groups is None else int(groups.max(initial=-1)) + 1,
            POINTER(CFacet)(self._facets[0]) if columns.facets else None,
            len(columns.facets),
            self._array(units),
            self._array(grouped),
        )
        checked(library.functions.kernel_check_columns(byref(self._columns)))

    def counting(self, counts: Numbers) -> CColumns:
        """The same for one call, which counts into an array of `size` zeros."""
        own = CColumns.from_buffer_copy(self._columns)
        if self._names:
            facets = (CFacet * len(self._names)).from_buffer_copy(self._facets)
            start = address_of(counts)
            for place, bound in enumerate(self._bounds[:-1]):
                facets[place].counts = start + 8 * bound
            own.facets = POINTER(CFacet)(facets[0])
        return own

    @property
    def size(self) -> int:
        """How many counts there are of all facets."""
        size: int = self._bounds[-1]
        return size

    def by_facet(self, counts: Numbers) -> dict[str, Numbers]:
        """The counts of each facet."""
        bounds = zip(self._bounds, self._bounds[1:], strict=False)
        return {name: counts[start:end] for name, (start, end) in zip(self._names, bounds, strict=True)}

    def _array(self, values: npt.NDArray[Any] | None) -> CArray:
        if values is None:
            return CArray()
        own = np.ascontiguousarray(values)
        self._held.append(own)
        return CArray(address_of(own), len(own), own.itemsize)


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
    counts, totals = np.zeros(columns.size, dtype=np.int64), CTotals()
    described, points = columns.counting(counts), texts.encode("utf-32-le", "surrogatepass")
    library = index.library
    memory = library.lend()
    try:
        best = checked(
            library.functions.kernel_rank(
                *(index.pointer, program, len(program) // 8, points, len(texts)),
                *(byref(described), columns.by_date, wanted, byref(totals), memory.address),
            )
        )
        numbers = string_at(memory.answer.numbers, 8 * best)
        scores = string_at(memory.answer.scores, 4 * best)
    finally:
        library.give_back(memory)
    found = (np.frombuffer(numbers, np.int64), np.frombuffer(scores, np.float32))
    counted = (totals.paragraphs, totals.left, totals.speeches, totals.hidden, totals.looked_at)
    return KernelRanking(*found, *counted, columns.by_facet(counts))
