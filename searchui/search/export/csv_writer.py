"""Tables as CSV (RFC 4180) that Excel opens rightly: UTF-8 with its mark, lines that end in CR LF.

Where it comes from stands in the heading of a last column that is otherwise empty: lines before the table or after it
would be rows to every program that reads it, and so would be sorted and counted.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from indexer.csv_cells import safe_cell
from indexer.i18n import Language, _
from searchui.search.export.table import Cell, Table

MARK = "\ufeff"
ROWS = 200  # that are written at once


def as_csv(table: Table, language: Language) -> Iterator[bytes]:
    """The file, piece by piece."""
    source = _("来源").text(language) + " | " + table.provenance.line(language)
    written = _Lines()
    written.add([*(column.title.text(language) for column in table.columns), source])
    yield MARK.encode() + written.taken()
    for number, row in enumerate(table.rows, 1):
        written.add([*map(safe, row), ""])
        if not number % ROWS:
            yield written.taken()
    yield written.taken()


class _Lines:
    """Lines of CSV that were written and not taken yet."""

    def __init__(self) -> None:
        self._file = StringIO(newline="")
        self.add = csv.writer(self._file, lineterminator="\r\n").writerow

    def taken(self) -> bytes:
        data = self._file.getvalue().encode()
        self._file.seek(0)
        self._file.truncate()
        return data


def safe(cell: Cell) -> Cell:
    """A cell that no program takes for a formula; numbers stay as they are."""
    return safe_cell(cell) if isinstance(cell, str) else cell
