"""Tables as JSON Lines: the first line says where it comes from, each other is a row, by the keys of the columns."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from indexer.i18n import Language
from searchui.search.export.table import Row, Table

ROWS = 200  # that are written at once


def as_jsonl(table: Table, _: Language) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield msgspec.json.encode({"provenance": table.provenance}) + b"\n"
    keys = [column.key for column in table.columns]
    while rows := list(islice(table.rows, ROWS)):
        yield b"".join(_line(keys, row) for row in rows)


def _line(keys: list[str], row: Row) -> bytes:
    return msgspec.json.encode(dict(zip(keys, row, strict=True))) + b"\n"
