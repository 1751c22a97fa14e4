"""A table: columns, rows that are read as they are taken, and where all of it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from indexer.message import Message
from searchui.search.export.provenance import Provenance

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is its name for programs, `title` for people; `width` is that of a sheet, in Latin letters."""

    key: str
    title: Message
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A cell of each row for each column. Rows can be taken once."""

    name: Message
    columns: tuple[Column, ...]
    rows: Iterator[Row]
    provenance: Provenance
