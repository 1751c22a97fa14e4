"""Compound files ([MS-CFB]): the container of old Office files, streams in sectors that are chained as in a file system.

Our own reader: the kept library (olefile) follows chains that lead in circles and builds trees without end where a
file is made so that it does. Here no sector is followed twice, and no more is read than the file has.
"""

import struct
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.errors import ReadError
from indexer.readers.bounds import MEGABYTE, NO_SPEECH
from indexer.readers.word97.header import damaged

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
HEADER = 512  # bytes
SECTOR_SHIFTS = (9, 12)
MINI_SHIFT = 6
ENTRY = 128  # bytes of a directory's entry
MAX_ENTRIES = 10_000
MAX_STREAM = 60 * MEGABYTE  # of what is read whole: the text and its tables
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are no sectors
STREAM, ROOT = 2, 5  # kinds of entries
TELLING = ("EncryptedPackage", "WordDocument")
IN_HEADER = 109  # sectors of the allocation table that the header names

_Sectors = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    siblings: tuple[int, int]
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams at the root of a compound file, by name in small letters. Raises ReadError where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if not data.startswith(MAGIC) or len(data) < HEADER:
            raise damaged()
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in SECTOR_SHIFTS:
            raise damaged()
        self._sector = 1 << shift
        self._count = -(-len(data) // self._sector)  # of sectors, the header's among them
        directory, self._cutoff, mini_table = struct.unpack_from("<I4xII", data, 48)
        self._table = self._allocation_table()
        self._mini_table_start = mini_table
        self._entries = self._directory(self._bytes(directory, MAX_ENTRIES * ENTRY))

    @property
    def names(self) -> frozenset[str]:
        """In small letters: some programs write large ones."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises ReadError where it is missing, cut off, or too large for a text."""
        entry = self._entries.get(name.lower())
        if entry is None or entry.kind != STREAM:
            raise damaged()
        if entry.size > MAX_STREAM:
            raise ReadError(NO_SPEECH)
        found = self.part(name, 0, entry.size)
        if len(found) < entry.size:
            raise damaged()
        return found

    def part(self, name: str, place: int, size: int) -> bytes:
        """So many bytes of a stream from a place on, or as many as there are."""
        entry = self._entries.get(name.lower())
        if entry is None or entry.kind != STREAM:
            return b""
        size = max(min(size, entry.size - place), 0)
        if entry.size < self._cutoff:
            return self._mini_bytes(entry)[place : place + size]
        first, last = place // self._sector, -(-(place + size) // self._sector)
        found = b"".join(map(self._sector_bytes, self._chain(entry.start, self._table)[first:last]))
        return found[place - first * self._sector :][:size]

    def _sector_bytes(self, number: int) -> bytes:
        return self._data[(number + 1) * self._sector : (number + 2) * self._sector]

    def _numbers(self, data: bytes) -> _Sectors:
        return np.frombuffer(data[: len(data) // 4 * 4], "<u4")

    def _allocation_table(self) -> _Sectors:
        """Which sector follows each one."""
        first, _ = struct.unpack_from("<II", self._data, 68)
        parts = [self._numbers(self._data[HEADER - 4 * IN_HEADER : HEADER])]
        seen: set[int] = set()
        entries = self._sector // 4
        while first < self._count and first not in seen and len(seen) < self._count // entries**2 + 2:
            seen.add(first)
            numbers = self._numbers(self._sector_bytes(first))
            if not len(numbers):
                break
            parts.append(numbers[:-1])
            first = int(numbers[-1])
        named = dict.fromkeys(int(number) for part in parts for number in part if number < self._count)
        return self._numbers(b"".join(map(self._sector_bytes, named)))

    def _chain(self, start: int, table: _Sectors) -> list[int]:
        """The numbers of the sectors that follow one another. Raises ReadError where they lead in a circle."""
        found: list[int] = []
        while start < LAST_SECTOR and start < len(table):
            found.append(start)
            if len(found) > len(table):
                raise damaged()
            start = int(table[start])
        return found

    def _bytes(self, start: int, most: int) -> bytes:
        return b"".join(map(self._sector_bytes, self._chain(start, self._table)[: most // self._sector + 1]))

    @cached_property
    def _mini_table(self) -> _Sectors:
        return self._numbers(self._bytes(self._mini_table_start, MAX_STREAM))

    @cached_property
    def _mini_stream(self) -> bytes:
        return self._bytes(self._root.start, MAX_STREAM)

    def _mini_bytes(self, entry: _Entry) -> bytes:
        """Short streams stand in one stream together, in small sectors."""
        size, stream = 1 << MINI_SHIFT, self._mini_stream
        return b"".join(stream[one * size : (one + 1) * size] for one in self._chain(entry.start, self._mini_table))

    def _directory(self, data: bytes) -> dict[str, _Entry]:
        """What stands directly in the root: its entries are a tree of siblings."""
        root = self._entry(data, 0)
        if root is None or root.kind != ROOT:
            raise damaged()
        self._root = root
        found: dict[str, _Entry] = {}
        seen: set[int] = set()
        waiting = [root.child]
        while waiting:
            number = waiting.pop()
            entry = self._entry(data, number)
            if entry is None or number in seen:
                continue
            if len(seen) >= MAX_ENTRIES:
                raise damaged()
            seen.add(number)
            found.setdefault(entry.name.lower(), entry)
            waiting += entry.siblings
        return found

    def _entry(self, data: bytes, number: int) -> _Entry | None:
        entry = data[number * ENTRY : (number + 1) * ENTRY]
        if len(entry) < ENTRY:
            return None
        length, kind, left, right, child = struct.unpack_from("<HBxIII", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)  # a longer size has no place in a file that is read
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        return _Entry(name, kind, (left, right), child, start, size)


def compound_listing(data: bytes) -> bytes:
    """The names of the streams and folders at the root of a compound file, in small letters, each after a line end.

    Where it is damaged, the two names that tell most are looked for anywhere.
    """
    try:
        names = CompoundFile(data).names
    except ReadError:
        names = frozenset(name.lower() for name in TELLING if name.encode("utf-16-le") in data)
    return b"".join(b"\n" + name.encode("utf-8", "replace") for name in sorted(names))
