"""Ranking in the kernel: the best of what a query finds, and how all of it is spread, in one call.

Nothing asks for it yet but its tests: it is made for the one call by which a page will be asked of an engine.
"""

from collections.abc import Mapping
from ctypes import POINTER, byref, string_at
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.arrays import Array
from indexer.engine.embedded.kernel.kernel_index import KernelIndex, address_of
from indexer.engine.embedded.kernel.shared_library import CArray, CColumns, CFacet, CTotals, checked

Numbers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RankedFacet:
    """The code of the value of each run, of so many `values`; `mask` are the runs that are counted, None: all."""

    codes: Numbers
    values: int
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class RankedColumns:
    """What is known of paragraphs by the speeches that they are in; see `columns` in kernel.h.

    `groups`: what each paragraph shares with its duplicates, -1 where it has none; None: all of them are shown. `mask` are
    the runs that filters leave; None: all.
    """

    runs: Numbers
    speeches: Numbers
    mains: Numbers
    shifts: Numbers
    facets: Mapping[str, RankedFacet] = field(default_factory=dict)
    groups: npt.NDArray[np.int32] | None = None
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best `paragraphs` in their order, with `scores`; of `total` that match, those that are `left` by the filters and
    in how many `speeches`; how many are `hidden` as duplicates; and of each facet how many matches have each code.
    """

    paragraphs: Numbers
    scores: npt.NDArray[np.float32]
    total: int
    left: int
    speeches: int
    hidden: int
    facets: Mapping[str, Numbers]


def rank(
    index: KernelIndex, program: bytes, texts: str, columns: RankedColumns, wanted: int, *, by_date: bool = False
) -> Ranking:
    """The `wanted` best of what a program finds. Raises ValueError where the columns do not fit each other."""
    held: list[Array] = []
    counts = {name: np.zeros(one.values, dtype=np.int64) for name, one in columns.facets.items()}
    described, totals = _described(columns, counts, held), CTotals()
    library, points = index.library, texts.encode("utf-32-le", "surrogatepass")
    checked(library.functions.kernel_check_columns(byref(described)))
    memory = library.lend()
    try:
        best = checked(
            library.functions.kernel_rank(
                *(index.pointer, program, len(program) // 8, points, len(texts)),
                *(byref(described), by_date, wanted, byref(totals), memory.address),
            )
        )
        numbers = string_at(memory.answer.numbers, 8 * best)
        scores = string_at(memory.answer.scores, 4 * best)
    finally:
        library.give_back(memory)
    found = (np.array(np.frombuffer(numbers, np.int64)), np.array(np.frombuffer(scores, np.float32)))
    return Ranking(*found, totals.paragraphs, totals.left, totals.speeches, totals.hidden, counts)


def _described(columns: RankedColumns, counts: Mapping[str, Numbers], held: list[Array]) -> CColumns:
    """Columns by their addresses, of arrays that stay in `held`."""
    facets = (CFacet * max(len(columns.facets), 1))()
    for place, (name, one) in enumerate(columns.facets.items()):
        facets[place] = CFacet(_array(one.codes, held), _array(one.mask, held), address_of(counts[name]), one.values)
    groups = columns.groups
    return CColumns(
        *(_array(one, held) for one in (columns.runs, columns.speeches, columns.mains, columns.shifts)),
        _array(columns.mask, held),
        _array(groups, held),
        int(columns.mains.max(initial=-1)) + 1,
        0 if groups is None else int(groups.max(initial=-1)) + 1,
        POINTER(CFacet)(facets[0]) if columns.facets else None,
        len(columns.facets),
    )


def _array(values: npt.NDArray[Any] | None, held: list[Array]) -> CArray:
    if values is None:
        return CArray()
    own = np.ascontiguousarray(values)
    held.append(own)
    return CArray(address_of(own), len(own), own.itemsize)
