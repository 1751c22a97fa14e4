"""Where each phrase of up to DEPTH characters stands: positions of a text in the order of their next characters.

A sparse relative of the suffix array (Manber & Myers 1990), sorted by DEPTH characters only: every phrase of up
to DEPTH characters is one slice of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import DEPTH, END, Codes, Keys, keys_at
from indexer.engine.embedded.encoding.array_names import BLOCK, BLOCKS, LOW_BITS, POSITIONS_HIGH, POSITIONS_LOW, SAMPLES
from indexer.engine.embedded.encoding.arrays import Array, Arrays, smallest
from indexer.engine.embedded.kernel import kernel_building
from indexer.engine.embedded.kernel.shared_library import SharedLibrary, shared_library

if TYPE_CHECKING:  # of the standard library, but with it comes logging
    from concurrent.futures import Executor

Positions: TypeAlias = npt.NDArray[np.uint32]

STEP = 64  # every so many positions, the key is kept: a slice is found by these, then within STEP positions
SHARES = 8  # in which the work is cut, for threads
WORTH = 1 << 16  # positions that are sorted in one go: they stay in the processor's cache


class SortedPositions(NamedTuple):
    """`positions` ascending by `keys`: their next DEPTH codes, of so many `bits` each."""

    positions: Positions
    keys: Keys
    bits: int


def sorted_positions(folded: Codes, beside: "Executor") -> SortedPositions:
    """The positions of all characters, ENDs left out, by their next DEPTH codes; equal ones in the order of the text."""
    kernel = shared_library()
    return _sorted_by_arrays(folded, beside) if kernel is None else _sorted_by_kernel(folded, beside, kernel)


def _sorted_by_kernel(folded: Codes, beside: "Executor", kernel: SharedLibrary) -> SortedPositions:
    kinds = int(folded.max(initial=1)) + 1
    bits = (kinds - 1).bit_length()
    bounds, positions, keys = kernel_building.scatter_positions(kernel, folded, bits, kinds)
    first = END + 1
    shares = bounds.searchsorted(np.linspace(bounds[first], bounds[-1], SHARES + 1)[1:-1])

    def sort(span: tuple[int, int]) -> None:
        kernel_building.sort_positions(kernel, bounds, span, bits, positions, keys)

    list(beside.map(sort, pairwise([first, *shares.clip(first, kinds).tolist(), kinds])))
    return SortedPositions(positions[bounds[first] :], keys[bounds[first] :], bits)


def _sorted_by_arrays(folded: Codes, beside: "Executor") -> SortedPositions:
    """The same without the kernel.

    A counting sort by the first code, then for all positions of a code, or of several following ones, one sort of
    plain numbers: code, following codes and rank in the bits of one. That is several times as fast as an argsort.
    """
    bits = int(folded.max(initial=1)).bit_length()
    following = np.zeros(len(folded), dtype=np.uint64)
    for distance in range(1, DEPTH):
        following <<= np.uint64(bits)
        following[:-distance] |= folded[distance:]
    order = np.argsort(folded, kind="stable").astype(np.uint32)  # a radix sort, codes having 16 bits
    keys = np.empty(len(folded), dtype=np.uint64)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(folded, minlength=1))])

    def sort(span: tuple[int, int]) -> None:
        first, last = span
        start, end = bounds[first], bounds[last]
        codes = np.repeat(np.arange(last - first, dtype=np.uint64), np.diff(bounds[first : last + 1]))
        order[start:end], own = _by_key(order[start:end], codes, following, bits)
        np.add(own, np.uint64(first << (DEPTH - 1) * bits), out=keys[start:end])

    list(beside.map(sort, _spans(bounds, bits)))
    return SortedPositions(order[bounds[END + 1] :], keys[bounds[END + 1] :], bits)


def _spans(bounds: npt.NDArray[np.int64], bits: int) -> Iterator[tuple[int, int]]:
    """Ranges of codes that are sorted together: many rare ones, or a single common one."""
    most = 1 << max(64 - (DEPTH - 1) * bits - WORTH.bit_length(), 0)
    first, count = END + 1, len(bounds) - 1
    while (first := int(np.searchsorted(bounds, bounds[first], side="right")) - 1) < count:  # codes of no position
        last = int(np.searchsorted(bounds, bounds[first] + WORTH, side="right")) - 1
        last = min(max(last, first + 1), first + most, count)
        yield first, last
        first = last


def _by_key(positions: Positions, codes: Keys, following: Keys, bits: int) -> tuple[Positions, Keys]:
    """Ascending positions in the order of their codes and those that follow, and these keys in order."""
    rank_bits = len(positions).bit_length()
    code_bits = int(codes[-1]).bit_length() if len(codes) else 0
    keys = following[positions]
    keys |= codes << np.uint64((DEPTH - 1) * bits)
    if code_bits + (DEPTH - 1) * bits + rank_bits > 64:
        order = np.argsort(keys, kind="stable")
        return positions[order], keys[order]
    keys <<= np.uint64(rank_bits)
    keys |= np.arange(len(positions), dtype=np.uint64)
    keys.sort()
    ranks = keys & np.uint64((1 << rank_bits) - 1)
    return positions[ranks.astype(np.int64)], keys >> np.uint64(rank_bits)


@dataclass(frozen=True, slots=True)
class TextPositions:
    """A folded text, its positions in order, and `owners`: the document of each place of the text."""

    folded: Codes
    ordered: SortedPositions
    owners: Array
    arrays: Arrays


def find_positions(folded: Codes, starts: Array, beside: "Executor") -> TextPositions:
    """For a text of folded codes with END after each paragraph; `starts` of these, and where the last one ends."""
    documents = len(starts) - 1
    owners = np.repeat(np.arange(documents, dtype=np.uint32), np.diff(starts))
    ordered = sorted_positions(folded, beside)
    positions = ordered.positions
    arrays = {
        POSITIONS_LOW: positions.astype(np.uint16),
        POSITIONS_HIGH: smallest(positions >> np.uint32(LOW_BITS)),
        SAMPLES: keys_at(folded, positions[::STEP]),
        BLOCKS: owners[::BLOCK].copy(),
    }
    return TextPositions(folded, ordered, owners, arrays)
