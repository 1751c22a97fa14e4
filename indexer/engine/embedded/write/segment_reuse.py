"""Segments that are carried over from an older index into its successor, without the documents that were taken out.

Most go on as they are, with a longer list of what is deleted; those that the merge policy chooses are merged with what
is added.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.segment.segment_table import Mask, SegmentMeta, meta_of, open_segments
from indexer.engine.embedded.write.merge_policy import segments_to_merge

Share: TypeAlias = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class OlderSegment:
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


class SegmentReuse:
    """The segments of the index in a folder, as they go on without the documents in some ranges of its numbers.

    `added` is about how many characters come to them.
    """

    def __init__(self, folder: Path, gone: Iterable[tuple[int, int]], added: int) -> None:
        self.folder = folder
        older = _older(folder, gone)
        chosen = segments_to_merge([(one.characters, one.documents, len(one.live)) for one in older], added)
        self.merged = [one for place, one in enumerate(older) if place in chosen]
        self._kept = [one for place, one in enumerate(older) if place not in chosen and one.documents]
        self.documents = sum(len(one.live) for one in self._kept) + sum(one.documents for one in self.merged)
        self._firsts = dict(self._new_firsts())

    def segments(self, share: Share) -> list[SegmentMeta]:
        """Those that go on as they are; `share` gives the file of each to the new index."""
        for one in self._kept:
            share(one.file)
        return [one.meta for one in self._kept]

    def new_number(self, older: int) -> int:
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


def _older(folder: Path, gone: Iterable[tuple[int, int]]) -> list[OlderSegment]:
    found, first = [], 0
    for meta, segment in open_segments(folder):
        found.append(OlderSegment(folder / meta.file, first, meta.live, segment.arrays[STARTS]))
        first += meta.documents
    everything = np.ones(first, dtype=np.bool_)
    for start, end in gone:
        everything[start:end] = False
    for one in found:
        one.live[:] &= everything[one.first : one.first + len(one.live)]
    return found
