"""Passes over all words of a corpus, or over the order of all its n-grams: what every question about words takes most of."""

from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers

Mask: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.uint32]
WordNumbers: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]

COUNTED = 1 << 22  # words at a time, since numpy makes their numbers larger to count them
AT_ONCE = 1 << 16  # entries that are looked at at a time


class WordScan(Protocol):
    """The passes. Stretches of words are where each starts and ends (exclusive), one after another."""

    def count(self, words: WordNumbers, stretches: Numbers, size: int) -> Numbers:
        """How often each of `size` numbers stands in stretches of some words."""

    def marked_entries(self, places: Places, starts: Numbers, sizes: Numbers, marked: Mask) -> Places:
        """Which of all entries from each start on, as many as each size says, have places that are marked; in their order."""


class ArrayScan:
    """By whole arrays: what every other way answers as well."""

    def count(self, words: WordNumbers, stretches: Numbers, size: int) -> Numbers:
        counts = np.zeros(size, dtype=np.int64)
        chosen = in_stretches(words, stretches)
        for start in range(0, len(chosen), COUNTED):
            counts += np.bincount(chosen[start : start + COUNTED], minlength=size)
        return counts

    def marked_entries(self, places: Places, starts: Numbers, sizes: Numbers, marked: Mask) -> Places:
        found = [
            # None is outside, which is not looked at then.
            entries[marked.take(places.take(entries, mode="clip"), mode="clip")]
            for entries in _each(starts, sizes)
        ]
        return np.concatenate([np.zeros(0, np.int64), *found]).astype(np.uint32)


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
