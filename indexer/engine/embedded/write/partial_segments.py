"""Partial segments, which processes write side by side, and the segments that are merged from them."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

import msgspec
import numpy as np

from indexer.analysis import Analysis
from indexer.engine.embedded.encoding.array_names import SPEECHES, STARTS
from indexer.engine.embedded.encoding.arrays import Arrays, open_arrays, write_arrays
from indexer.engine.embedded.encoding.run_length_column import RunLengthColumn, run_arrays
from indexer.engine.embedded.segment.segment_builder import SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, write_merged
from indexer.engine.embedded.segment.segment_records import SPEECH_RECORD, SpeechRecord
from indexer.engine.embedded.segment.segment_table import SEGMENT_EXTENSION, SegmentMeta
from indexer.model import Speech

Result = TypeVar("Result", covariant=True)
NAME = 32  # hexadecimal digits of a name: no two segments will ever have the same

MergedSegment: TypeAlias = tuple[Path, SegmentMeta]
"""The file of a segment, and which of its documents are taken over."""


class WorkItem(Protocol[Result]):
    """Speeches for one partial segment. They come into being in the process that makes it, so that none is sent to it."""

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        """Each with a name that no other has, in any work item."""

    def result(self) -> Result:
        """What else there is to tell of them, when all have been taken."""


class PartialSegment(NamedTuple):
    """A file of arrays, and how much it holds. The ids of its speeches are their names."""

    file: Path
    documents: int
    characters: int


def write_partial_segments(
    analysis: Analysis, file: Path, item: WorkItem[Result], most: int
) -> tuple[list[PartialSegment], Result]:
    """Write the speeches of a work item as arrays, as a builder has them; more than one file where they are long.

    A file holds `most` characters, give or take some paragraphs, and as many documents as a segment can: but for the
    latter no sentence is torn.
    """
    parts: list[PartialSegment] = []
    builder = SegmentBuilder(analysis)
    for name, speech in item.speeches():
        record = SpeechRecord.of(speech, name)
        sole_speaker = speech.sole_speaker
        breaks = speech.breaks
        for place, paragraph in enumerate(speech.paragraphs):
            if builder.is_full or (builder.characters > most and builder.may_end(name)):
                parts.append(_written(builder, file, len(parts)))
                builder = SegmentBuilder(analysis)
            builder.add_paragraph(record, sole_speaker, paragraph, apart=place in breaks)
    if builder.documents:
        parts.append(_written(builder, file, len(parts)))
    return parts, item.result()


def _written(builder: SegmentBuilder, file: Path, number: int) -> PartialSegment:
    part = PartialSegment(file.with_name(f"{file.name}-{number}"), builder.documents, builder.characters)
    write_arrays(part.file, builder.arrays(), lasting=False)
    return part


def merge_partial_segments(
    parts: Sequence[Path], file: Path, index: str, ids: Mapping[str, str] | None, merged: Sequence[MergedSegment] = ()
) -> SegmentMeta | None:
    """Make one segment of the `index` of parts, and remove them; None where it would have no documents.

    It is written as `file` and gets its name from its bytes: the same corpus makes the same files, and no name is ever
    that of other bytes in another generation, which has the same file. `ids` are those of the speeches by their names,
    which without `ids` are the ids; who has none is left out. What is `merged` from older segments, which stay, comes
    first.
    """
    sources = [MergeSource(open_arrays(older), meta.live) for older, meta in merged]
    sources += [source for part in parts if (source := _source(open_arrays(part), ids)) is not None]
    documents = sum(int(source.taken.sum()) for source in sources)
    if documents:
        write_merged(sources, file)
    for part in parts:
        part.unlink()
    return SegmentMeta(_named(file, index).name, documents) if documents else None


def _named(file: Path, index: str) -> Path:
    """A file of the index under a name that Whoosh too takes for a segment's."""
    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    return file.rename(file.with_name(f"{index}_{digest[:NAME]}{SEGMENT_EXTENSION}"))


def _source(arrays: Arrays, ids: Mapping[str, str] | None) -> MergeSource | None:
    """A partial segment with the ids of its speeches; None where no speech of it is taken."""
    if ids is None:
        return MergeSource(arrays)
    runs = RunLengthColumn(arrays, SPEECHES, len(arrays[STARTS]) - 1, SPEECH_RECORD)
    records = [runs.of(start) for start in runs.starts.tolist()]
    kept = np.array([record.id in ids for record in records])
    if not kept.any():
        return None
    named = [msgspec.structs.replace(record, id=ids.get(record.id, "")) for record in records]
    renamed = run_arrays(SPEECHES, runs.starts, [msgspec.json.encode(record) for record in named])
    return MergeSource(arrays | renamed, None if kept.all() else np.repeat(kept, runs.sizes))
