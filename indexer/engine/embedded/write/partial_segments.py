"""Pieces of an index that processes make, and the segments that are made of pieces."""

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
from indexer.engine.embedded.segment.segment_builder import SPEECH_RECORD, SegmentBuilder, SpeechRecord
from indexer.engine.embedded.segment.segment_merger import MergeSource, write_merged
from indexer.engine.embedded.segment.segment_table import SEGMENT_EXTENSION, SegmentMeta
from indexer.model import Speech

Told = TypeVar("Told", covariant=True)
NAME = 32  # hexadecimal digits of a name: no two segments will ever have the same

Merged: TypeAlias = tuple[Path, SegmentMeta]
"""The file of a segment, and which of its documents are taken over."""


class Lot(Protocol[Told]):
    """Speeches for one piece. They come into being in the process that makes it, so that none is sent to it."""

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        """Each with a name that no other has, in any lot."""

    def told(self) -> Told:
        """What else there is to tell of them, when all have been taken."""


class Piece(NamedTuple):
    """A file of arrays, and how much it holds. The ids of its speeches are their names."""

    file: Path
    documents: int
    characters: int


def write_piece(analysis: Analysis, file: Path, lot: Lot[Told], most: int) -> tuple[list[Piece], Told]:
    """Write the speeches of a lot as arrays, as a builder has them; more than one file where they are long.

    A file holds `most` characters, give or take a paragraph, and as many documents as a segment can.
    """
    pieces: list[Piece] = []
    builder = SegmentBuilder(analysis)
    for name, speech in lot.speeches():
        record = SpeechRecord.of(speech, name)
        for paragraph in speech.paragraphs:
            if builder.is_full or builder.characters > most:
                pieces.append(_written(builder, file, len(pieces)))
                builder = SegmentBuilder(analysis)
            builder.add_paragraph(record, speech.speaker, paragraph)
    if builder.documents:
        pieces.append(_written(builder, file, len(pieces)))
    return pieces, lot.told()


def _written(builder: SegmentBuilder, file: Path, number: int) -> Piece:
    piece = Piece(file.with_name(f"{file.name}-{number}"), builder.documents, builder.characters)
    write_arrays(piece.file, builder.arrays())
    return piece


def join_pieces(
    pieces: Sequence[Path], file: Path, index: str, ids: Mapping[str, str] | None, merged: Sequence[Merged] = ()
) -> SegmentMeta | None:
    """Make one segment of the `index` of pieces, and remove them; None where it would have no documents.

    It is written as `file` and gets its name from its bytes: the same corpus makes the same files, and no name is ever
    that of other bytes in another generation, which has the same file. `ids` are those of the speeches by their names,
    which without `ids` are the ids; who has none is left out. What is `merged` from older segments, which stay, comes
    first.
    """
    sources = [MergeSource(open_arrays(file), meta.live) for file, meta in merged]
    sources += [source for piece in pieces if (source := _source(open_arrays(piece), ids)) is not None]
    documents = sum(int(source.taken.sum()) for source in sources)
    if documents:
        write_merged(sources, file)
    for piece in pieces:
        piece.unlink()
    return SegmentMeta(_named(file, index).name, documents) if documents else None


def _named(file: Path, index: str) -> Path:
    """A file of the index under a name that Whoosh too takes for a segment's."""
    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    return file.rename(file.with_name(f"{index}_{digest[:NAME]}{SEGMENT_EXTENSION}"))


def _source(arrays: Arrays, ids: Mapping[str, str] | None) -> MergeSource | None:
    """A piece with the ids of its speeches; None where no speech of it is taken."""
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
