"""The lists of a Word file ([MS-DOC] 2.9.150 LVLF, 2.9.131 LFO): what numbers stand before paragraphs."""

import struct
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

import msgspec

from indexer.readers.docx.list_counter import LEVELS, Level, ListDefinition, ListInstance
from indexer.tables import load_table

DEFINITION, OVERRIDE = 28, 16  # bytes
LEVEL_HEAD = 28
OVERRIDE_LEVEL = 8
NO_STYLE = 0xFFF
SIMPLE, LEGAL, NO_RESTART, OWN_START, OWN_FORMAT = 0x01, 0x04, 0x08, 0x10, 0x20
NOTHING_AFTER = 2
MAX_LISTS = 5000


class _Table(msgspec.Struct, frozen=True):
    """The table data/number_forms.toml."""

    forms: Mapping[str, str]


@cache
def _forms() -> Mapping[str, str]:
    return load_table(__package__, "number_forms", _Table).forms


def read_lists(definitions: bytes, overrides: bytes) -> dict[str, ListInstance]:
    """The lists by their number, from 1. `definitions` goes on behind its declared end, where the levels stand."""
    try:
        shared = _definitions(definitions)
    except (struct.error, IndexError):
        return {}
    found: dict[str, ListInstance] = {}
    with suppress(struct.error, IndexError):  # those that are whole are kept
        _add_instances(found, shared, overrides)
    return found


def _definitions(data: bytes) -> dict[int, ListDefinition]:
    (count,) = struct.unpack_from("<H", data)
    place = 2 + DEFINITION * count
    found: dict[int, ListDefinition] = {}
    for number in range(min(count, MAX_LISTS)):
        name, *styles, flags = struct.unpack_from("<i4x9HB", data, 2 + DEFINITION * number)
        levels: dict[int, Level] = {}
        for at in range(1 if flags & SIMPLE else LEVELS):
            levels[at], place = _level(data, place, styles[at])
        found[name] = ListDefinition(levels)
    return found


def _level(data: bytes, place: int, style: int) -> tuple[Level, int]:
    """A level, and where the next thing stands."""
    start, form, flags, *_, after, characters, paragraph, restart = struct.unpack_from("<iBB9BB8xBBBx", data, place)
    place += LEVEL_HEAD + characters + paragraph
    (length,) = struct.unpack_from("<H", data, place)
    text = data[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    written = "".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in text)
    level = Level(
        form=_forms().get(str(form), "decimal"),
        text=written,
        start=max(start, 0),
        restart=restart if flags & NO_RESTART else None,
        style=None if style == NO_STYLE else str(style),
        legal=bool(flags & LEGAL),
        tight=after == NOTHING_AFTER,
    )
    return level, place + 2 + 2 * length


def _add_instances(found: dict[str, ListInstance], shared: Mapping[int, ListDefinition], data: bytes) -> None:
    if not data:
        return
    (count,) = struct.unpack_from("<I", data)
    count = min(count, MAX_LISTS)
    place = 4 + OVERRIDE * count
    for number in range(count):
        name, own = struct.unpack_from("<i8xB", data, 4 + OVERRIDE * number)
        place += 4
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for _ in range(own):
            start, flags = struct.unpack_from("<iB", data, place)
            place += OVERRIDE_LEVEL
            at = flags & 0xF
            if flags & OWN_FORMAT:
                levels[at], place = _level(data, place, NO_STYLE)
            if flags & OWN_START:
                starts[at] = levels[at].start if at in levels else max(start, 0)
        if name in shared:
            found[str(number + 1)] = ListInstance(shared[name], levels, starts)
