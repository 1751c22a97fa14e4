"""Property modifiers ([MS-DOC] 2.6, sprms): what is said of characters and paragraphs, one after another in bytes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

CODE = 2  # bytes
OPERAND_SIZES = (1, 1, 2, 4, 2, 2, None, 3)  # by the three highest bits; None: the first byte of the operand tells
TABLE_DEFINITION, TAB_CHANGES = 0xD608, 0xC615  # their operands have lengths of their own kinds

DELETED, HIDDEN, SPECIAL, RAISED, SYMBOL, STYLE, PLAIN = 0x0800, 0x083C, 0x0855, 0x2A48, 0x6A09, 0x4A30, 0x2A33
PARAGRAPH_STYLE, OUTLINE, LIST_LEVEL, LIST = 0x4600, 0x2640, 0x260A, 0x460B
IN_TABLE, DEPTH, ROW_END, INNER_CELL_END, INNER_ROW_END = 0x2416, 0x6649, 0x2417, 0x244B, 0x244C
ELSEWHERE = frozenset({0x6645, 0x6646})  # the modifiers stand in the stream of data, at this place

# The modifiers of which a piece of the text may have one, in short ([MS-DOC] 2.9.215, Prm0): those that matter here.
SHORT = {
    0x0C: LIST_LEVEL, 0x18: IN_TABLE, 0x19: ROW_END, 0x41: DELETED, 0x53: PLAIN, 0x5C: HIDDEN, 0x68: RAISED, 0x75: SPECIAL, 0x78: OUTLINE
}  # fmt: skip

MATTER = frozenset(
    {*SHORT.values(), SYMBOL, STYLE, PARAGRAPH_STYLE, LIST, DEPTH, INNER_CELL_END, INNER_ROW_END}
)  # of all others nothing is kept

FROM_STYLE, AGAINST_STYLE = 0x80, 0x81
SUPERSCRIPT = 1
BODY_TEXT = 9  # as an outline level
MAX_DEPTH = 30  # of tables in tables


@dataclass(frozen=True, slots=True)
class Character:
    """How characters are printed. `special`: signs below 32 stand for something; `symbol`: the sign that “(” stands for."""

    deleted: bool = False
    hidden: bool = False
    raised: bool = False
    special: bool = False
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """How a paragraph stands. `outline` from 1, 0 for body text; `list` by its number, from 1, 0 for none."""

    style: int = 0
    outline: int | None = None
    list: int | None = None
    list_level: int | None = None
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False


def modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier's code and operand; what is cut off is passed over."""
    place = 0
    while place + CODE < len(data):
        (code,) = struct.unpack_from("<H", data, place)
        place += CODE
        size = OPERAND_SIZES[code >> 13]
        if size is None:
            size, lead = _variable_size(code, data, place)
            place += lead
        if place + size > len(data):
            return
        yield code, data[place : place + size]
        place += size


def _variable_size(code: int, data: bytes, place: int) -> tuple[int, int]:
    """How long an operand is, and how many bytes tell it."""
    if code == TABLE_DEFINITION:
        return max(int.from_bytes(data[place : place + 2], "little") - 1, 0), 2
    if code == TAB_CHANGES and data[place] == 255:
        deleted = data[place + 1] if place + 1 < len(data) else 0
        at = place + 2 + 4 * deleted
        return 2 + 4 * deleted + 3 * (data[at] if at < len(data) else 0), 1
    return data[place], 1


def that_matter(data: bytes) -> bytes:
    """The last modifier of each kind that is looked at here: few bytes, however many there were."""
    last: dict[int, bytes] = {}
    for code, operand in modifiers(data):
        if code in MATTER:
            last.pop(code, None)  # the order counts
            last[code] = operand
    return b"".join(struct.pack("<H", code) + operand for code, operand in last.items())


def short_modifier(prm: int) -> bytes:
    """The modifier that a piece of the text has in short; empty where it is none that matters."""
    code = SHORT.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)


@lru_cache(10_000)
def character_format(data: bytes, style: Character) -> Character:
    """How characters are printed: `style` with what modifiers say."""
    found = style
    for code, operand in modifiers(data):
        value = operand[0] if operand else 0
        if code == DELETED:
            found = replace(found, deleted=_toggled(value, on=style.deleted))
        elif code == HIDDEN:
            found = replace(found, hidden=_toggled(value, on=style.hidden))
        elif code == RAISED:
            found = replace(found, raised=value == SUPERSCRIPT)
        elif code == SPECIAL:
            found = replace(found, special=bool(value))
        elif code == SYMBOL:
            found = replace(found, symbol=chr(int.from_bytes(operand[2:4], "little")))
        elif code == PLAIN:
            found = replace(style, special=found.special)
    return found


@lru_cache(10_000)
def character_style(data: bytes) -> int | None:
    """The style of characters that is named among modifiers."""
    named = [int.from_bytes(operand, "little") for code, operand in modifiers(data) if code == STYLE]
    return named[-1] if named else None


def _toggled(value: int, *, on: bool) -> bool:
    if value in {FROM_STYLE, AGAINST_STYLE}:
        return on if value == FROM_STYLE else not on
    return bool(value)


@lru_cache(10_000)
def paragraph_format(data: bytes, style: int) -> ParagraphFormat:
    """What modifiers say of a paragraph whose style is this one."""
    found = ParagraphFormat(style)
    for code, operand in modifiers(data):
        value = int.from_bytes(operand, "little")
        if code == PARAGRAPH_STYLE:
            found = replace(found, style=value)
        elif code == OUTLINE:
            found = replace(found, outline=value + 1 if value < BODY_TEXT else 0)
        elif code == LIST:
            found = replace(found, list=_list_number(value))
        elif code == LIST_LEVEL:
            found = replace(found, list_level=value)
        elif code == IN_TABLE:
            found = replace(found, depth=max(found.depth, 1) if value else 0)
        elif code == DEPTH:
            found = replace(found, depth=min(value, MAX_DEPTH))
        elif code == INNER_CELL_END:
            found = replace(found, ends_cell=bool(value))
        elif code in {ROW_END, INNER_ROW_END}:
            found = replace(found, ends_row=bool(value))
    return found


def _list_number(value: int) -> int:
    """The number of a list: one that is negative only says that indents are kept, -2047 that it is in none."""
    number = value - 0x10000 if value >= 0x8000 else value
    return 0 if number == -2047 else abs(number)
