"""Passes over all words of a corpus, by the kernel: each answers what numpy answers where there is none."""

from ctypes import byref
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.embedded.kernel.kernel_building import array_of
from indexer.engine.embedded.kernel.shared_library import SharedLibrary, checked

Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.uint32]
WordNumbers: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]


class KernelScan:
    """See `indexer.engine.word_scan.WordScan`."""

    def __init__(self, kernel: SharedLibrary) -> None:
        self._functions = kernel.functions

    def count(self, words: WordNumbers, stretches: Numbers, size: int) -> Numbers:
        counts = np.zeros(size, dtype=np.int64)
        held = (words, np.ascontiguousarray(stretches, dtype=np.int64), counts)
        checked(self._functions.kernel_count_words(*(byref(array_of(one)) for one in held)))
        return counts

    def count_runs(self, follows: Bits, stretches: Numbers, most: int) -> Numbers:
        counts = np.zeros(most, dtype=np.int64)
        held = (follows, np.ascontiguousarray(stretches, dtype=np.int64), counts)
        checked(self._functions.kernel_count_runs(*(byref(array_of(one)) for one in held)))
        return counts

    def marked_entries(self, places: Places, starts: Numbers, sizes: Numbers, marked: Mask) -> Places:
        found = np.empty(np.count_nonzero(marked), np.uint32)
        held = (places, starts, sizes, np.packbits(marked, bitorder="little"), found)
        count = checked(self._functions.kernel_marked_entries(*(byref(array_of(one)) for one in held)))
        return found[:count]

    def entries_of(self, places: Places, starts: Numbers, sizes: Numbers, wanted: Places, words: int) -> Numbers:
        found = np.empty(len(wanted), np.int64)
        held = [byref(array_of(one)) for one in (places, starts, sizes, wanted)]
        checked(self._functions.kernel_entries_of(*held, words, byref(array_of(found))))
        return found
