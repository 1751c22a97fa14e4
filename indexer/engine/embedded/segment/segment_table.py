"""The table of segments of an index: their files in the order of their documents, and what of each is deleted.

It is a file of JSON that can be read by eye. It names nothing of Python, so no renaming makes an index unreadable,
and reading it runs nothing; the table of contents that is written beside it for plain Whoosh is never read by us.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.run_length_column import RunLengthColumn
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.errors import IndexStaleError, IndexUnusableError

Mask: TypeAlias = npt.NDArray[np.bool_]
Ranges: TypeAlias = tuple[tuple[int, int], ...]

FILE = "segments.json"
FORMAT = 1
SEGMENT_EXTENSION = ".seg"
_NAME = re.compile(rf"\w+{re.escape(SEGMENT_EXTENSION)}", re.ASCII)  # a file beside the table, wherever that came from
_NEW = f"{FILE}.new"


class SegmentMeta(msgspec.Struct, frozen=True):
    """One segment: the name of its file, the number of its documents, and ranges (end exclusive) of deleted ones."""

    file: str
    documents: int
    deleted: Ranges = ()

    @property
    def live(self) -> Mask:
        """Which documents are not deleted."""
        live = np.ones(self.documents, dtype=np.bool_)
        for start, end in self.deleted:
            live[start:end] = False
        return live

    @property
    def is_sound(self) -> bool:
        """Whether it names a file beside the table, and its ranges ascend, apart from each other, among its documents."""
        bounds = list(chain.from_iterable(self.deleted))
        ascending = all(one < other for one, other in pairwise([-1, *bounds, self.documents + 1]))
        return _NAME.fullmatch(self.file) is not None and 0 <= self.documents <= MOST_DOCUMENTS and ascending


class SegmentTable(msgspec.Struct, frozen=True):
    """All segments; `generation` counts the commits, as Whoosh does."""

    generation: int
    segments: tuple[SegmentMeta, ...]
    format: int = FORMAT


class _Format(msgspec.Struct, frozen=True):
    """What can be read of the table of any version."""

    format: int


_FORMAT = msgspec.json.Decoder(_Format)
decode_table = msgspec.json.Decoder(SegmentTable).decode


def deleted_ranges(documents: Iterable[int]) -> Ranges:
    """Ascending numbers of documents as ranges."""
    numbers = np.fromiter(documents, dtype=np.int64)
    ends = np.flatnonzero(np.diff(numbers) > 1)
    starts = numbers[np.concatenate([[0], ends + 1])] if len(numbers) else numbers
    return tuple(zip(starts.tolist(), [*(numbers[ends] + 1).tolist(), *(numbers[-1:] + 1).tolist()], strict=True))


def meta_of(file: str, live: Mask) -> SegmentMeta:
    """What the table says of a segment of whose documents these are live."""
    return SegmentMeta(file, len(live), deleted_ranges(np.flatnonzero(~live).tolist()))


def write_table(folder: Path, segments: Sequence[SegmentMeta], generation: int) -> None:
    """Write the table of the index in a folder in the place of the one before; at any instant one of them is there."""
    data = msgspec.json.encode(SegmentTable(generation, tuple(segments)))
    (folder / _NEW).write_bytes(msgspec.json.format(data, indent=1))
    (folder / _NEW).replace(folder / FILE)


def read_table(folder: Path) -> SegmentTable:
    """The table of the index in a folder.

    Raises IndexUnusableError where it is missing or damaged, IndexStaleError where another version wrote it.
    """
    name = f"{folder.name}/{FILE}"
    try:
        data = (folder / FILE).read_bytes()
        if _FORMAT.decode(data).format != FORMAT:
            raise IndexStaleError.of_another_version()
        table = decode_table(data)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IndexUnusableError.damaged(name) from error
    files = {meta.file for meta in table.segments}
    if len(files) < len(table.segments) or not all(meta.is_sound for meta in table.segments):
        raise IndexUnusableError.damaged(name)
    return table


def open_segments(folder: Path) -> Iterator[tuple[SegmentMeta, SegmentReader]]:
    """Each segment of the index in a folder, open. Raises as `read_table`, and where a segment cannot be opened."""
    for meta in read_table(folder).segments:
        try:
            arrays = SegmentReader.open(folder / meta.file)
        except (OSError, ValueError, LookupError, IndexUnusableError) as error:
            raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}") from error
        yield meta, arrays


class SegmentListing(NamedTuple):
    """A segment: its file, how many documents the table gives it, and how many it has.

    `speeches` are consecutive documents that are not deleted: the id, the number of the first in the index, and how
    many those are.
    """

    file: str
    recorded: int
    documents: int
    speeches: list[tuple[str, int, int]]


class ListedSegment(Protocol):
    """What a listing takes of a segment."""

    documents: int
    speeches: RunLengthColumn


def list_segments(folder: Path) -> Iterator[SegmentListing]:
    """Each segment, in the order of the documents. Raises IndexUnusableError where one cannot be opened."""
    return listed(open_segments(folder))


def listed(segments: Iterable[tuple[SegmentMeta, ListedSegment]]) -> Iterator[SegmentListing]:
    """The same of segments that are open, each with what the table says of it."""
    first = 0
    for meta, segment in segments:
        yield SegmentListing(meta.file, meta.documents, segment.documents, _speeches(segment, meta, first))
        first += segment.documents


def _speeches(arrays: ListedSegment, meta: SegmentMeta, first: int) -> list[tuple[str, int, int]]:
    live = meta.live[: arrays.documents]
    runs = arrays.speeches
    numbers = np.flatnonzero(live)
    owners, starts, sizes = np.unique(runs.by_document[numbers], return_index=True, return_counts=True)
    rows = zip(owners.tolist(), (numbers[starts] + first).tolist(), sizes.tolist(), strict=True)
    return [(runs.value(run).id, number, size) for run, number, size in rows]
