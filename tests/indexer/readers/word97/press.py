"""Makes Word files ([MS-DOC]) piece by piece, as Word does and LibreOffice does not: saved in haste, in single bytes …"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.indexer.readers.word97.compound_press import compound

PAGE = 512
TEXT = 2048  # where the text begins in its stream
PARTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
DELETED, HIDDEN, SPECIAL, RAISED = b"\x00\x08\x01", b"\x3c\x08\x01", b"\x55\x08\x01", b"\x48\x2a\x01"
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"
INNER, INNER_CELL, INNER_ROW = (
    IN_TABLE + b"\x49\x66\x02\0\0\0" + more for more in (b"", b"\x4b\x24\x01", b"\x4b\x24\x01\x4c\x24\x01")
)


def outline(level: int) -> bytes:
    return b"\x40\x26" + bytes([level])


def listed(number: int, level: int | None = None) -> bytes:
    return struct.pack("<Hh", 0x460B, number) + (b"" if level is None else b"\x0a\x26" + bytes([level]))


def symbol(code: int) -> bytes:
    return struct.pack("<HHH", 0x6A09, 0, code)


@dataclass
class Paragraph:
    """`runs`: texts, and what is said of their characters; the last one ends with the sign that ends the paragraph."""

    runs: Sequence[tuple[str, bytes]]
    said: bytes = b""
    style: int = 0


def p(text: str, said: bytes = b"", style: int = 0, end: str = "\r") -> Paragraph:
    return Paragraph([(text + end, b"")], said, style)


def runs(
    *parts: str | tuple[str, bytes], said: bytes = b"", style: int = 0, end: tuple[str, bytes] = ("\r", b"")
) -> Paragraph:
    return Paragraph([*((one, b"") if isinstance(one, str) else one for one in parts), end], said, style)


def cell(text: str, said: bytes = IN_TABLE) -> Paragraph:
    return p(text, said, end="\x07")


def row(*texts: str) -> list[Paragraph]:
    return [*map(cell, texts), p("", ROW_END, end="\x07")]


def style(
    built_in: int, name: str, paragraph: bytes = b"", characters: bytes = b"", base: int = 0xFFF, kind: int = 1
) -> bytes:
    """A style of the table, without its length."""
    head = struct.pack("<HHHHH", built_in, kind | base << 4, 2 if kind == 1 else 1, 0, 0)
    named = struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    said = [b"\0\0" + paragraph, characters] if kind == 1 else [characters]
    return head + named + b"".join(struct.pack("<H", len(one)) + one + bytes(len(one) % 2) for one in said)


def level(form: int, text: str, start: int = 1, follow: int = 2, restart: int | None = None) -> bytes:
    """A level of a list; in its text signs below 9 stand for the numbers of levels."""
    flags = 0 if restart is None else 0x08
    head = struct.pack("<iBB9xB8xBBBx", start, form, flags, follow, 0, 0, restart or 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*levels: Sequence[bytes], styles: Mapping[tuple[int, int], int] | None = None) -> bytes:
    """Definitions of lists with nine levels each, the missing ones plain; `styles`: those of (list, level)."""
    named = styles or {}
    heads = b"".join(
        struct.pack("<iI9HBx", number + 100, 0, *(named.get((number, at), 0xFFF) for at in range(9)), 0)
        for number in range(len(levels))
    )
    every = b"".join(b"".join([*own, *[level(0, chr(at)) for at in range(len(own), 9)]]) for own in levels)
    return struct.pack("<H", len(levels)) + heads + every


def overrides(*rows: tuple[int, bytes]) -> bytes:
    """Lists, each by the number of its definition from 0, with what it has of its own."""
    heads = b"".join(struct.pack("<i8xB3x", number + 100, len(own) // 8) for number, own in rows)
    return struct.pack("<I", len(rows)) + heads + b"".join(b"\xff" * 4 + own for _, own in rows)


def own_start(at: int, start: int) -> bytes:
    return struct.pack("<iI", start, at | 0x10)


def places(*ends: int, entries: Sequence[bytes] = ()) -> bytes:
    return struct.pack(f"<{len(ends)}I", *ends) + b"".join(entries)


@dataclass
class Press:
    """`cuts`: where the text is cut into pieces; `shuffled`: they stand in the stream in another order; `short`: what is
    said of all of a piece, by its number; `groups`: what pieces may name."""

    parts: Mapping[str, Sequence[Paragraph]]
    tables: dict[int, bytes] = field(default_factory=dict)
    styles: Sequence[bytes] = ()
    cuts: Sequence[int] = ()
    shuffled: bool = False
    short: Mapping[int, int] = field(default_factory=dict)
    groups: Sequence[bytes] = ()
    data: bytes = b""
    flags: int = 0
    version: int = 0xC1
    ident: int = 0xA5EC

    def file(self, **more: bytes) -> bytes:
        self._paragraphs = [one for name in PARTS for one in self.parts.get(name, ())]
        text = _units("".join(run for one in self._paragraphs for run, _ in one.runs))
        ends = [*self.cuts, len(text)]
        self._pieces = list(zip([0, *ends], ends, strict=False))
        order = list(range(len(self._pieces)))
        stream = bytearray(TEXT)
        self._at: dict[int, tuple[int, int]] = {}  # piece → where in the stream, bytes a character
        for number in reversed(order) if self.shuffled else order:
            start, end = self._pieces[number]
            narrow = all(sign < 0x80 for sign in text[start:end])
            stream += bytes(len(stream) % 2)
            self._at[number] = (len(stream), 1 if narrow else 2)
            stream += bytes(text[start:end]) if narrow else struct.pack(f"<{end - start}H", *text[start:end])
        tables = dict(self.tables)
        tables[12] = self._pages(stream, characters=True)
        tables[13] = self._pages(stream, characters=False)
        tables[33] = self._clx()
        tables[1] = _sheet(self.styles or [style(0, "Normal")])
        tables = {number: tables[number] for number in sorted(tables)}
        table, where = bytearray(), {}
        for number, data in tables.items():
            length = len(data) if number != 73 else 2 + 28 * int.from_bytes(data[:2], "little")
            where[number] = (len(table), length)
            table += data
        stream[:900] = self._head(where)
        streams = {"WordDocument": bytes(stream).ljust(4096, b"\0"), "1Table": bytes(table)}
        return compound(streams | ({"Data": self.data} if self.data else {}) | more)

    def _head(self, where: Mapping[int, tuple[int, int]]) -> bytes:
        lengths = [
            len(_units("".join(run for one in self.parts.get(name, ()) for run, _ in one.runs))) for name in PARTS
        ]
        pairs = b"".join(struct.pack("<II", *where.get(number, (0, 0))) for number in range(93))
        return (
            struct.pack("<HH6xH20x", self.ident, self.version, self.flags | 0x0200)
            + struct.pack("<H28xH12x8i44x", 14, 22, *lengths)
            + struct.pack("<H", 93)
            + pairs
            + bytes(2)
        )

    def _place(self, at: int) -> int:
        number = next(n for n, (start, end) in enumerate(self._pieces) if start <= at < end)
        place, width = self._at[number]
        return place + (at - self._pieces[number][0]) * width

    def _runs(self, *, characters: bool) -> list[tuple[int, int, bytes]]:
        """Runs of the stream and what is said of them; none goes over the end of a piece."""
        found, at = [], 0
        for one in self._paragraphs:
            whole = struct.pack("<H", one.style) + one.said
            for text, said in one.runs if characters else [("".join(run for run, _ in one.runs), whole)]:
                end = at + len(_units(text))
                for start, last in self._pieces:
                    first, until = max(at, start), min(end, last)
                    if first < until:
                        found.append(
                            (
                                self._place(first),
                                self._place(until - 1) + self._at[self._pieces.index((start, last))][1],
                                said,
                            )
                        )
                at = end
        return sorted(found)

    def _pages(self, stream: bytearray, *, characters: bool) -> bytes:
        """Pages of four runs each, put behind the text; the table of them."""
        runs_, starts, numbers = self._runs(characters=characters), [], []
        for first in range(0, len(runs_), 4):
            some = runs_[first : first + 4]
            stream += bytes(-len(stream) % PAGE)
            numbers.append(len(stream) // PAGE)
            starts.append(some[0][0])
            stream += _page(some, characters=characters)
        return struct.pack(f"<{len(starts) + 1}I", *starts, runs_[-1][1]) + struct.pack(f"<{len(numbers)}I", *numbers)

    def _clx(self) -> bytes:
        data = b""
        for number in range(len(self._pieces)):
            place, width = self._at[number]
            data += struct.pack("<HIH", 0, place * 2 | 0x40000000 if width == 1 else place, self.short.get(number, 0))
        bounds = [0, *(end for _, end in self._pieces)]
        table = struct.pack(f"<{len(bounds)}I", *bounds) + data
        groups = b"".join(struct.pack("<BH", 1, len(one)) + one for one in self.groups)
        return groups + struct.pack("<BI", 2, len(table)) + table


def doc(*paragraphs: Paragraph, **more: object) -> bytes:
    """A file with this text; more: see Press."""
    return Press({"text": paragraphs}, **more).file()  # type: ignore[arg-type]


def _units(text: str) -> tuple[int, ...]:
    data = text.encode("utf-16-le")
    return struct.unpack(f"<{len(data) // 2}H", data)


def _sheet(styles: Sequence[bytes]) -> bytes:
    head = struct.pack("<HHHHHHHHH", 18, len(styles), 10, 1, 0x5B, 15, 0, 0, 0) + bytes(2)
    return head + b"".join(struct.pack("<H", len(one)) + one for one in styles)


def _page(found: Sequence[tuple[int, int, bytes]], *, characters: bool) -> bytes:
    page = bytearray(PAGE)
    struct.pack_into(f"<{len(found) + 1}I", page, 0, *(start for start, _, _ in found), found[-1][1])
    place = PAGE - 1
    for number, (_, _, said) in enumerate(found):
        if characters:
            entry = bytes([len(said)]) + said
        elif len(said) % 2:
            entry = bytes([(len(said) + 1) // 2]) + said
        else:
            entry = bytes([0, len(said) // 2]) + said
        place = (place - len(entry)) // 2 * 2
        page[place : place + len(entry)] = entry
        page[4 * (len(found) + 1) + number * (1 if characters else 13)] = place // 2
    page[-1] = len(found)
    return bytes(page)
