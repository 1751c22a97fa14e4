"""Segments that are carried over from an older index into its successor, without the documents that were taken out.

Most go on as they are, with a longer list of what is deleted; small ones, and those that are mostly deleted, are
merged with what is added, so that there never are many (the logarithmic method of Bentley and Saxe 1980).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.segment.array_names import STARTS
from indexer.engine.embedded.segment.postings import MOST_DOCUMENTS
from indexer.engine.embedded.segment.segment_table import Mask, SegmentMeta, meta_of, open_segments

Share: TypeAlias = Callable[[Path], object]

SMALL = 2_000_000  # characters that may always be merged, in well under a second
GROWTH = 8  # characters merged for one that is added, at most
TIMES = 2  # as large as what comes after it: merged with that


@dataclass(frozen=True, slots=True)
class Older:
    """A segment of the older index: the number of its first document there, and which of its documents go on."""

    file: Path
    first: int
    live: Mask
    starts: npt.NDArray[np.uint32]

    @property
    def meta(self) -> SegmentMeta:
        """As the new index has it, without the documents that do not go on."""
        return meta_of(self.file.name, self.live)

    @property
    def documents(self) -> int:
        """Those that go on."""
        return int(self.live.sum())

    @property
    def characters(self) -> int:
        """Of the documents that go on."""
        return int(np.diff(self.starts)[self.live].sum(dtype=np.int64))


class Carried:
    """The segments of the index in a folder, as they go on without the documents in some ranges of its numbers.

    `added` is about how many characters come to them.
    """

    def __init__(self, folder: Path, gone: Iterable[tuple[int, int]], added: int) -> None:
        older = _older(folder, gone)
        chosen = to_merge([(one.characters, one.documents, len(one.live)) for one in older], added)
        self.merged = [one for place, one in enumerate(older) if place in chosen]
        self._kept = [one for place, one in enumerate(older) if place not in chosen and one.documents]
        self.documents = sum(len(one.live) for one in self._kept) + sum(one.documents for one in self.merged)
        self._firsts = dict(self._new_firsts())

    def segments(self, share: Share) -> list[SegmentMeta]:
        """Those that go on as they are; `share` gives the file of each to the new index."""
        for one in self._kept:
            share(one.file)
        return [one.meta for one in self._kept]

    def number(self, older: int) -> int:
        """The number of a document that goes on, by its number in the older index."""
        for one in self._kept:
            if one.first <= older < one.first + len(one.live):
                return self._firsts[one.first] + older - one.first
        for one in self.merged:
            if one.first <= older < one.first + len(one.live):
                return self._firsts[one.first] + int(np.count_nonzero(one.live[: older - one.first]))
        raise KeyError(older)

    def _new_firsts(self) -> Iterable[tuple[int, int]]:
        """The older number of the first document of each segment, and the new one."""
        number = 0
        for one in self._kept:
            yield one.first, number
            number += len(one.live)
        for one in self.merged:
            yield one.first, number
            number += one.documents


def _older(folder: Path, gone: Iterable[tuple[int, int]]) -> list[Older]:
    found, first = [], 0
    for meta, segment in open_segments(folder):
        found.append(Older(folder / meta.file, first, meta.live, segment.arrays[STARTS]))
        first += meta.documents
    everything = np.ones(first, dtype=np.bool_)
    for start, end in gone:
        everything[start:end] = False
    for one in found:
        one.live[:] &= everything[one.first : one.first + len(one.live)]
    return found


def to_merge(segments: Sequence[tuple[int, int, int]], added: int) -> set[int]:
    """Places of the segments to be merged with what is `added`, in characters.

    Of each segment, oldest first: characters and documents that go on, and all its documents.
    """
    most = max(SMALL, GROWTH * added)
    chosen: set[int] = set()
    total, count = added, 0
    for place in reversed(range(len(segments))):
        characters, documents, whole = segments[place]
        wasted = documents < whole - documents
        fits = total + characters <= most and count + documents <= MOST_DOCUMENTS // 2
        if documents and fits and (wasted or characters <= TIMES * total):
            chosen.add(place)
            total, count = total + characters, count + documents
    return chosen
