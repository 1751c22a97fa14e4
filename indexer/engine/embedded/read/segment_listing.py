"""What an index in a folder says that it holds: its table of segments beside the segments themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engine.embedded.segment.segment_reader import SegmentArrays
from indexer.engine.embedded.segment.segment_table import EXTENSION, SegmentMeta, open_segments

SEGMENT = EXTENSION  # what the name of a segment's file ends in


class SegmentContents(NamedTuple):
    """A segment: its file, how many documents the table gives it, and how many it has.

    `speeches` are consecutive documents that are not deleted: the id, the number of the first in the index, and how
    many those are.
    """

    file: str
    recorded: int
    documents: int
    speeches: list[tuple[str, int, int]]


def contents(folder: Path) -> Iterator[SegmentContents]:
    """Each segment, in the order of the documents. Raises IndexUnusableError where one cannot be opened."""
    first = 0
    for meta, arrays in open_segments(folder):
        yield SegmentContents(meta.file, meta.documents, arrays.documents, _speeches(arrays, meta, first))
        first += arrays.documents


def _speeches(arrays: SegmentArrays, meta: SegmentMeta, first: int) -> list[tuple[str, int, int]]:
    live = meta.live[: arrays.documents]
    runs = arrays.speeches
    numbers = np.flatnonzero(live)
    owners, starts, sizes = np.unique(runs.by_document[numbers], return_index=True, return_counts=True)
    rows = zip(owners.tolist(), (numbers[starts] + first).tolist(), sizes.tolist(), strict=True)
    return [(runs.value(run).id, number, size) for run, number, size in rows]
