"""A table: columns, rows that are read as they are taken, and where all of it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.i18n import Message
from searchui.search.export.provenance import Provenance
from searchui.search.results.tabular import Cell, Column, Row, Tabular

__all__ = ["Cell", "Column", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Table(Tabular):
    """A cell of each row for each column. Rows can be taken once, which `to_dicts` and its like do too."""

    name: Message
    columns: tuple[Column, ...]
    rows: Iterator[Row]
    provenance: Provenance

    def table_columns(self) -> tuple[Column, ...]:
        return self.columns

    def table_rows(self) -> Iterator[Row]:
        return self.rows
