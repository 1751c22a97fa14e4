"""What an index in a folder says that it holds: its table of contents beside its segments."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.filedb.filestore import FileStorage

from indexer.analysis import Analysis
from indexer.engine.embedded.read.index_reader import UNREADABLE
from indexer.engine.embedded.segment.segment_reader import SegmentArrays
from indexer.engine.embedded.whoosh.codec import EXTENSION
from indexer.engine.embedded.whoosh.whoosh_index import open_index
from indexer.errors import IndexUnusableError

SEGMENT = EXTENSION  # what the name of a segment's file ends in


class SegmentContents(NamedTuple):
    """A segment: its file, how many documents the table of contents gives it, and how many it has.

    `speeches` are consecutive documents that are not deleted: the id, the number of the first in the index, and how
    many those are.
    """

    file: str
    recorded: int
    documents: int
    speeches: list[tuple[str, int, int]]


def contents(folder: Path, analysis: Analysis) -> Iterator[SegmentContents]:
    """Each segment, in the order of the documents. Raises IndexUnusableError where one cannot be opened."""
    storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
    first = 0
    try:
        for segment in open_index(folder, analysis).segments():
            file = segment.file(storage)
            arrays = SegmentArrays.open(file)
            speeches = _speeches(arrays, segment.deleted, first)
            yield SegmentContents(file.name, segment.doc_count_all(), arrays.documents, speeches)
            first += arrays.documents
    except UNREADABLE as error:
        raise IndexUnusableError.damaged(folder.name) from error


def _speeches(arrays: SegmentArrays, deleted: set[int], first: int) -> list[tuple[str, int, int]]:
    live = np.ones(arrays.documents, dtype=np.bool_)
    live[list(deleted)] = False
    runs = arrays.speeches
    numbers = np.flatnonzero(live)
    owners, starts, sizes = np.unique(runs.by_document[live], return_index=True, return_counts=True)
    rows = zip(owners.tolist(), (numbers[starts] + first).tolist(), sizes.tolist(), strict=True)
    return [(runs.value(run).id, number, size) for run, number, size in rows]
