"""Pieces of an index that processes make, and the segments that are made of pieces."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.analysis import Analysis
from indexer.engine.embedded.arrays import open_arrays, write_arrays
from indexer.engine.embedded.assembly import Source, assemble
from indexer.engine.embedded.batch import Batch
from indexer.engine.embedded.writer import documents_of
from indexer.model import Speech


class Piece(NamedTuple):
    """A file of arrays, and how much it holds."""

    file: Path
    documents: int
    characters: int


def write_piece(analysis: Analysis, file: Path, speeches: Sequence[bytes], most: int) -> list[Piece]:
    """Write encoded speeches as arrays, as a batch has them; more than one file where they are long.

    A file holds `most` characters, give or take a paragraph, and as many documents as a segment can.
    """
    pieces: list[Piece] = []
    batch = Batch(analysis)
    for speech in speeches:
        for document in documents_of(msgspec.json.decode(speech, type=Speech)):
            if batch.is_full or batch.characters > most:
                pieces.append(_written(batch, file, len(pieces)))
                batch = Batch(analysis)
            batch.add(document)
    if batch.documents:
        pieces.append(_written(batch, file, len(pieces)))
    return pieces


def _written(batch: Batch, file: Path, number: int) -> Piece:
    piece = Piece(file.with_name(f"{file.name}-{number}"), batch.documents, batch.characters)
    write_arrays(piece.file, batch.arrays())
    return piece


def join_pieces(pieces: Sequence[Path], segment: Path) -> None:
    """Make one segment of pieces, and remove them."""
    assemble([Source(open_arrays(piece)) for piece in pieces], segment)
    for piece in pieces:
        piece.unlink()
