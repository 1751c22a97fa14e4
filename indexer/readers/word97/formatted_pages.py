"""Which modifiers hold where in the text: pages of 512 bytes, each for a run of places ([MS-DOC] 2.9.33, 2.9.174)."""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from indexer.errors import ReadError
from indexer.readers.bounds import MAX_MARKERS, TOO_MANY_MARKERS

PAGE = 512  # bytes
MAX_PAGES = 20_000
PAGE_NUMBER = 0x3FFFFF  # the bits of a page's number
PARAGRAPH_ENTRY = 13  # bytes

_Run: TypeAlias = tuple[int, int, bytes]  # from where to where in the stream, and the modifiers


class FormattedRuns:
    """Runs of the text in the order of their places in the stream, each with what is said of it."""

    def __init__(self, runs: list[_Run]) -> None:
        self._runs = sorted(runs)
        self._starts = [start for start, _, _ in self._runs]

    def at(self, place: int) -> bytes:
        """What is said of one place; nothing where no page tells."""
        run = self._run(place)
        return b"" if run is None else run[2]

    def end(self, place: int) -> int | None:
        """Where the run ends in which a place is."""
        run = self._run(place)
        return None if run is None else run[1]

    def _run(self, place: int) -> _Run | None:
        number = bisect_right(self._starts, place) - 1
        return self._runs[number] if number >= 0 and place < self._runs[number][1] else None

    def between(self, start: int, end: int) -> Iterator[_Run]:
        """The runs from one place to another, cut off there; what no page tells of is a run too."""
        number = max(bisect_right(self._starts, start) - 1, 0)
        for first, last, said in islice(self._runs, number, None):
            if start >= end:
                return
            if last <= start:
                continue
            if first > start:
                yield start, min(first, end), b""
            if first < end:
                yield max(first, start), min(last, end), said
            start = min(last, end)
        if start < end:
            yield start, end, b""


def table_of_places(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """A table of n + 1 places and n pieces of `size` bytes (PLC). Raises ReadError where it has more than a speech would."""
    count = max((len(data) - 4) // (4 + size), 0)
    if count > MAX_MARKERS:
        raise ReadError(TOO_MANY_MARKERS)
    places = list(struct.unpack_from(f"<{count + 1}I", data)) if len(data) >= 4 else []
    first = 4 * (count + 1)
    return places, [data[first + size * one : first + size * (one + 1)] for one in range(count)]


def character_runs(stream: bytes, pages: bytes) -> FormattedRuns:
    """Runs of characters, with their modifiers."""
    return FormattedRuns(_runs(stream, pages, _character_entry))


def paragraph_runs(stream: bytes, pages: bytes) -> FormattedRuns:
    """Paragraphs: the number of the style in two bytes, and the modifiers."""
    return FormattedRuns(_runs(stream, pages, _paragraph_entry))


def _runs(stream: bytes, pages: bytes, entry: Callable[[bytes, int, int], bytes]) -> list[_Run]:
    """Raises ReadError where there are more than a speech would have."""
    found: list[_Run] = []
    numbers = dict.fromkeys(int.from_bytes(one, "little") & PAGE_NUMBER for one in table_of_places(pages, 4)[1])
    if len(numbers) > MAX_PAGES:
        raise ReadError(TOO_MANY_MARKERS)
    for number in numbers:
        page = stream[number * PAGE : (number + 1) * PAGE]
        if len(page) < PAGE or 4 * (page[-1] + 1) > PAGE:
            continue
        count = page[-1]
        places = struct.unpack_from(f"<{count + 1}I", page)
        found += ((places[one], places[one + 1], entry(page, count, one)) for one in range(count))
        if len(found) > MAX_MARKERS:
            raise ReadError(TOO_MANY_MARKERS)
    return [one for one in found if one[0] < one[1]]


def _character_entry(page: bytes, count: int, number: int) -> bytes:
    place = 2 * page[min(4 * (count + 1) + number, PAGE - 1)]
    return page[place + 1 : place + 1 + page[place]] if place else b""


def _paragraph_entry(page: bytes, count: int, number: int) -> bytes:
    place = 2 * page[min(4 * (count + 1) + PARAGRAPH_ENTRY * number, PAGE - 1)]
    if not place:
        return b""
    if page[place]:
        return page[place + 1 : place + 2 * page[place]]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]
