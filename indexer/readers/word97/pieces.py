"""The text of a Word file: pieces of its stream in their order ([MS-DOC] 2.8.35, 2.9.38, Clx and PlcPcd).

A place in the text counts UTF-16 code units, and so does the string that is made here: a sign beyond the first
65,536 is two halves until a line is done.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.errors import ReadError
from indexer.readers.bounds import MAX_CHARACTERS, NO_SPEECH
from indexer.readers.word97.formatted_pages import FormattedRuns, table_of_places
from indexer.readers.word97.header import damaged
from indexer.readers.word97.modifiers import short_modifier, that_matter

PROPERTIES, TABLE = 1, 2  # kinds of parts
ONE_BYTE = 0x40000000  # the flag of a piece whose characters are single bytes
PIECE = 8  # bytes
_WESTERN = str.maketrans(
    {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """From where to where in the text; where in the stream; bytes a character; modifiers that hold for all of it."""

    start: int
    end: int
    place: int
    width: int
    modifiers: bytes


class Text:
    """`units`: all of the text, one character a code unit."""

    def __init__(self, stream: bytes, clx: bytes) -> None:
        """Raises ReadError where pieces are missing, or there are more of them than a speech would have."""
        self._pieces = list(_pieces(clx))
        if not self._pieces:
            raise damaged()
        self._starts = [piece.start for piece in self._pieces]
        self.units = "".join(_units(stream, piece) for piece in self._pieces)

    def place(self, at: int) -> tuple[int, int, bytes]:
        """Where a character stands in the stream, its bytes, and the modifiers of its piece."""
        piece = self._pieces[max(bisect_right(self._starts, at) - 1, 0)]
        return piece.place + (at - piece.start) * piece.width, piece.width, piece.modifiers

    def runs(self, start: int, end: int, formats: FormattedRuns) -> Iterator[tuple[int, int, bytes]]:
        """The text from one place to another in runs, each with its modifiers."""
        number = max(bisect_right(self._starts, start) - 1, 0)
        while number < len(self._pieces) and self._pieces[number].start < end:
            piece = self._pieces[number]
            first, last = max(start, piece.start), min(end, piece.end)
            places = (piece.place + (at - piece.start) * piece.width for at in (first, last))
            for begins, ends, said in formats.between(*places):
                yield self._at(piece, begins), self._at(piece, ends), said + piece.modifiers
            number += 1

    @staticmethod
    def _at(piece: _Piece, place: int) -> int:
        return piece.start + (place - piece.place) // piece.width


def _units(stream: bytes, piece: _Piece) -> str:
    size = piece.end - piece.start
    data = stream[piece.place : piece.place + size * piece.width]
    if len(data) < size * piece.width:
        raise damaged()
    if piece.width == 1:
        return data.decode("latin-1").translate(_WESTERN)
    return np.frombuffer(data, "<u2").astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _pieces(clx: bytes) -> Iterator[_Piece]:
    table, groups = _parts(clx)
    places, found = table_of_places(table, PIECE)
    if not found or places[0] != 0 or any(first >= second for first, second in pairwise(places)):
        raise damaged()
    if places[-1] > MAX_CHARACTERS:
        raise ReadError(NO_SPEECH)
    for (start, end), data in zip(pairwise(places), found, strict=True):
        place, prm = struct.unpack_from("<2xIH", data)
        width = 1 if place & ONE_BYTE else 2
        place &= ONE_BYTE - 1
        yield _Piece(start, end, place // 2 if width == 1 else place, width, _modifiers(prm, groups))


def _modifiers(prm: int, groups: list[bytes]) -> bytes:
    if not prm & 1:
        return short_modifier(prm)
    return groups[prm >> 1] if prm >> 1 < len(groups) else b""


def _parts(clx: bytes) -> tuple[bytes, list[bytes]]:
    """The table of pieces, and the groups of modifiers that pieces name by number."""
    groups: list[bytes] = []
    place = 0
    while place + 3 <= len(clx) and clx[place] == PROPERTIES:
        (size,) = struct.unpack_from("<H", clx, place + 1)
        groups.append(that_matter(clx[place + 3 : place + 3 + size]))
        place += 3 + size
    if place + 5 > len(clx) or clx[place] != TABLE:
        raise damaged()
    (size,) = struct.unpack_from("<I", clx, place + 1)
    return clx[place + 5 : place + 5 + size], groups
