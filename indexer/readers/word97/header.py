"""The head of a Word file ([MS-DOC] 2.5, FIB): what it is, how long its parts are, and where its tables stand."""

import struct
from dataclasses import dataclass

from indexer.errors import ReadError
from indexer.i18n import _

WORD_95 = 105  # the newest version that is not read; Word 97 writes 193, and older WPS 191 for the same
IDENT, OLD_IDENTS = 0xA5EC, frozenset({0xA5DB, 0xA5DC})
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
BASE = 32  # bytes before the first list of numbers
LENGTHS = (
    "text",
    "footnotes",
    "headers",
    "macros",
    "comments",
    "endnotes",
    "boxes",
    "header_boxes",
)  # in the text's order
FIRST_LENGTH = 3  # in the list of long numbers

# The number of each table in the list of places.
STYLES, FOOTNOTE_MARKS, FOOTNOTES, HEADERS, CHARACTER_PAGES, PARAGRAPH_PAGES = 1, 2, 3, 11, 12, 13
PIECES, DRAWN, ENDNOTE_MARKS, ENDNOTES, DRAWINGS, BOXES, LISTS, LIST_OVERRIDES = 33, 40, 46, 47, 50, 56, 73, 74


def damaged() -> ReadError:
    return ReadError(_("不是有效的 Word 97–2003 文档（.doc），也许已损坏；若 Word 或 WPS 能打开，请另存为 .docx"))


@dataclass(frozen=True, slots=True)
class Header:
    """`lengths`: of each part of the text, in characters; `places`: of each table, where it begins and its bytes."""

    table_stream: str
    lengths: dict[str, int]
    places: tuple[tuple[int, int], ...]

    def place(self, table: int) -> tuple[int, int]:
        """Where a table begins, and how many bytes it has: none where there is no such table."""
        return self.places[table] if table < len(self.places) else (0, 0)

    def part(self, name: str) -> tuple[int, int]:
        """From where to where in the text a part of it stands."""
        start = sum(self.lengths[one] for one in LENGTHS[: LENGTHS.index(name)])
        return start, start + self.lengths[name]


def read_header(stream: bytes) -> Header:
    """Raises ReadError where it is no Word file, an older one, or locked with a password."""
    try:
        ident, version, flags = struct.unpack_from("<HH6xH", stream)
        if ident in OLD_IDENTS or (ident == IDENT and version <= WORD_95):
            raise ReadError(_("是 Word 95 或更早的文档，读不了；请用 Word 或 WPS 打开，另存为 .docx"))
        if ident != IDENT:
            raise damaged()
        if flags & ENCRYPTED:
            raise ReadError(_("文档加了密码，读不了；请用 Word 或 WPS 打开，去掉密码后另存"))
        place = BASE
        (count,) = struct.unpack_from("<H", stream, place)
        place += 2 + 2 * count
        (count,) = struct.unpack_from("<H", stream, place)
        numbers = struct.unpack_from(f"<{count}i", stream, place + 2)
        place += 2 + 4 * count
        (count,) = struct.unpack_from("<H", stream, place)
        places = tuple(struct.iter_unpack("<II", stream[place + 2 : place + 2 + 8 * min(count, 1000)]))
    except struct.error as error:
        raise damaged() from error
    lengths = numbers[FIRST_LENGTH : FIRST_LENGTH + len(LENGTHS)]
    if len(lengths) < len(LENGTHS) or min(lengths) < 0:
        raise damaged()
    return Header(
        "1Table" if flags & SECOND_TABLE else "0Table", dict(zip(LENGTHS, lengths, strict=True)), _pairs(places)
    )


def _pairs(found: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((start, length) for start, length in found)
