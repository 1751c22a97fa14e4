"""Passes over all words of a corpus, or over the order of all its n-grams: what every question about words takes most of."""

from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers

Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.uint32]
WordNumbers: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]

COUNTED = 1 << 22  # words at a time, since numpy makes their numbers larger to count them
AT_ONCE = 1 << 16  # entries that are looked at at a time


class WordScan(Protocol):
    """The passes. Stretches of words are where each starts and ends (exclusive), one after another."""

    def count(self, words: WordNumbers, stretches: Numbers, size: int) -> Numbers:
        """How often each of `size` numbers stands in stretches of some words."""

    def count_runs(self, follows: Bits, stretches: Numbers, most: int) -> Numbers:
        """How many words of some stretches have one, two … `most` words or more from them on that follow each other directly,
        themselves counted. `follows`: of each word a bit, whether it follows the one before; the first of a
        stretch does not, nor does what stands behind one.
        """

    def marked_entries(self, places: Places, starts: Numbers, sizes: Numbers, marked: Mask) -> Places:
        """Which of all entries from each start on, as many as each size says, have places that are marked; in their order."""

    def entries_of(self, places: Places, starts: Numbers, sizes: Numbers, wanted: Places, words: int) -> Numbers:
        """Of each of some places of so many words that one of these entries which has it; 0 where none has."""


class ArrayScan:
    """By whole arrays: what every other way answers as well."""

    def count(self, words: WordNumbers, stretches: Numbers, size: int) -> Numbers:
        counts = np.zeros(size, dtype=np.int64)
        chosen = in_stretches(words, stretches)
        for start in range(0, len(chosen), COUNTED):
            counts += np.bincount(chosen[start : start + COUNTED], minlength=size)
        return counts

    def count_runs(self, follows: Bits, stretches: Numbers, most: int) -> Numbers:
        goes_on = in_stretches(np.unpackbits(follows, bitorder="little").view(np.bool_), stretches)
        counts, others = [len(goes_on)], goes_on
        for distance in range(1, most):
            counts.append(int(np.count_nonzero(goes_on)))
            goes_on = goes_on[:-1] & others[distance:]
        return np.array(counts, dtype=np.int64)

    def marked_entries(self, places: Places, starts: Numbers, sizes: Numbers, marked: Mask) -> Places:
        found = [
            # None is outside, which is not looked at then.
            entries[marked.take(places.take(entries, mode="clip"), mode="clip")]
            for entries in _each(starts, sizes)
        ]
        return np.concatenate([np.zeros(0, np.int64), *found]).astype(np.uint32)

    def entries_of(self, places: Places, starts: Numbers, sizes: Numbers, wanted: Places, words: int) -> Numbers:
        marked = np.zeros(words, dtype=np.bool_)
        marked[wanted[wanted < words]] = True
        entries = self.marked_entries(places, starts, sizes, marked)
        order = np.argsort(places[entries])
        own = np.append(places[entries][order], np.uint32(words))  # where none is
        at = own[:-1].searchsorted(wanted)
        return np.where(own[at] == wanted, np.append(entries[order], 0)[at], 0).astype(np.int64)


Item = TypeVar("Item", bound=np.generic)


def in_stretches(items: npt.NDArray[Item], stretches: Numbers) -> npt.NDArray[Item]:
    """What is in some stretches, one after another; not copied where that is a single one."""
    some = [items[start:end] for start, end in stretches.reshape(-1, 2).tolist()]
    return some[0] if len(some) == 1 else np.concatenate([items[:0], *some])


BY_ARRAYS = ArrayScan()


def _each(starts: Numbers, sizes: Numbers) -> Iterator[Numbers]:
    """The numbers from each start on, as many as its size says; about AT_ONCE at a time."""
    ends = np.cumsum(sizes)
    bounds = ends.searchsorted(np.arange(AT_ONCE, ends[-1] if len(ends) else 0, AT_ONCE))
    for own, some in zip(np.split(starts, bounds), np.split(sizes, bounds), strict=True):
        before = np.cumsum(some) - some
        entries = np.repeat(own - before, some)
        entries += np.arange(len(entries))
        yield entries
