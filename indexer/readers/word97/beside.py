"""What hangs on places in the text: notes and text boxes ([MS-DOC] 2.8.17, 2.8.30, 2.8.32, 2.9.106)."""

import struct
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from indexer.readers.word97.formatted_pages import table_of_places
from indexer.readers.word97.header import (
    BOXES,
    DRAWINGS,
    DRAWN,
    ENDNOTE_MARKS,
    ENDNOTES,
    FOOTNOTE_MARKS,
    FOOTNOTES,
    Header,
)

NOTE_MARK, DRAWN_THING, BOX = 2, 26, 22  # bytes of an entry
SHAPE_OF_BOX = 14  # where a box's entry has the number of its shape
GROUP, SHAPE, SHAPE_NUMBER = 0xF003, 0xF004, 0xF00A  # records of drawings ([MS-ODRAW] 2.2.16, 2.2.14, 2.2.40)
RECORD = 8  # bytes of its head
MAX_SHAPES = 10_000  # of a group
MAX_DRAWINGS = 5_000_000  # bytes

Range: TypeAlias = tuple[int, int]  # of the text
TableBytes: TypeAlias = Callable[[int], bytes]
_Record: TypeAlias = tuple[int, int, int]  # its kind, and from where to where what is in it stands


def notes(header: Header, table: TableBytes) -> dict[int, Range]:
    """Where a note is referred to → where it stands."""
    found: dict[int, Range] = {}
    for part, marks, texts in (("footnotes", FOOTNOTE_MARKS, FOOTNOTES), ("endnotes", ENDNOTE_MARKS, ENDNOTES)):
        start, end = header.part(part)
        places, entries = table_of_places(table(marks), NOTE_MARK)
        ranges = ranges_between(table_of_places(table(texts), 0)[0], start, end)
        found |= zip(places[: len(entries)], ranges, strict=False)
    return found


def boxes(header: Header, table: TableBytes) -> dict[int, list[Range]]:
    """Where a drawn thing hangs on the text → its texts, of a group those of all its shapes; those that hang nowhere at -1."""
    start, end = header.part("boxes")
    places, entries = table_of_places(table(BOXES), BOX)
    by_shape: dict[int, list[Range]] = {}
    outer = _groups(table(DRAWINGS)[:MAX_DRAWINGS])
    for range_, entry in zip(ranges_between(places, start, end), entries[:-1], strict=False):
        (shape,) = struct.unpack_from("<I", entry, SHAPE_OF_BOX)
        by_shape.setdefault(outer.get(shape, shape), []).append(range_)
    found: dict[int, list[Range]] = {}
    for place, entry in zip(*table_of_places(table(DRAWN), DRAWN_THING), strict=False):
        found.setdefault(place, []).extend(by_shape.pop(struct.unpack_from("<I", entry)[0], []))
    found[-1] = [one for ranges in by_shape.values() for one in ranges]
    return found


def ranges_between(places: list[int], start: int, end: int) -> list[Range]:
    """The ranges between places that are counted from `start`; none goes beyond `end`."""
    bounded = [min(start + place, end) for place in places]
    return list(pairwise(bounded))


def _groups(data: bytes) -> Mapping[int, int]:
    """The number of each shape in a group → that of the outermost group, which is what hangs on the text."""
    found: dict[int, int] = {}
    place = next((last for _, _, last in _records(data, 0, len(data))), len(data))
    while place + 1 < len(data):  # a byte, and a drawing
        drawing = next(_records(data, place + 1, len(data)), None)
        if drawing is None:
            break
        for page in _inside(data, drawing):
            for group in _inside(data, page):
                _look_in_group(data, group, found)
        place = drawing[2]
    return found


def _look_in_group(data: bytes, group: _Record, found: dict[int, int]) -> None:
    """The numbers of all shapes in a group: the first is its own."""
    numbers: list[int] = []
    waiting = [group]
    while waiting and len(numbers) < MAX_SHAPES:
        _, start, end = waiting.pop()
        for record in _records(data, start, end):
            if record[0] == GROUP:
                waiting.append(record)
            elif record[0] == SHAPE:
                numbers += (
                    struct.unpack_from("<I", data, at)[0]
                    for kind, at, last in _records(data, *record[1:])
                    if kind == SHAPE_NUMBER and at + 4 <= last
                )
    found |= dict.fromkeys(numbers, numbers[0]) if numbers else {}


def _inside(data: bytes, record: _Record) -> list[_Record]:
    """The groups in a record."""
    return [one for one in _records(data, *record[1:]) if one[0] == GROUP]


def _records(data: bytes, start: int, end: int) -> Iterator[_Record]:
    """The kind of each record, and from where to where what is in it stands."""
    while start + RECORD <= end:
        kind, length = struct.unpack_from("<2xHI", data, start)
        last = min(start + RECORD + length, end)
        yield kind, start + RECORD, last
        start = last
