"""A table of CSV as it is written: one cell can be changed, and every other character stays where it is."""

import csv
import io
import re
from dataclasses import dataclass, field

QUOTE = '"'
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'["\r\n]|^\s|\s$')


class NotCsvError(ValueError):
    """A text that is read otherwise by other programs: a quoted cell that goes on after its quote, or never ends."""


@dataclass(slots=True)
class Record:
    """The cells of a row as they are written, quotes and all, and what ends it."""

    cells: list[str]
    end: str

    def value(self, column: int) -> str:
        """What a cell says; empty where the row is too short to have it."""
        return unquoted(self.cells[column]) if column < len(self.cells) else ""


@dataclass(slots=True)
class CsvText:
    """The rows of a text, parted by `delimiter`. Joined, they are the text."""

    delimiter: str
    records: list[Record] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, delimiter: str) -> "CsvText":
        """Raises NotCsvError where the library would read something else."""
        table = cls(delimiter, _records(text, delimiter))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            read = [row or [""] for row in reader]
        except csv.Error as error:
            raise NotCsvError(str(error)) from error
        if read != [[unquoted(cell) for cell in record.cells] for record in table.records] or table.text != text:
            raise NotCsvError("cells")
        return table

    @property
    def text(self) -> str:
        return "".join(self.delimiter.join(record.cells) + record.end for record in self.records)

    def set(self, record: Record, column: int, value: str) -> None:
        """Write a value into a cell, quoted where it was or where it has to be; a short row gets as long as it takes."""
        record.cells += [""] * (column + 1 - len(record.cells))
        was_quoted = record.cells[column].startswith(QUOTE)
        record.cells[column] = self._written(value, was_quoted)

    def append(self, cells: list[str]) -> Record:
        """A new row at the end, ended as the others are."""
        end = next((one.end for one in self.records if one.end), "\r\n")
        if self.records and not self.records[-1].end:
            self.records[-1].end = end
        self.records.append(Record([self._written(cell, quoted=False) for cell in cells], end))
        return self.records[-1]

    def _written(self, value: str, quoted: bool) -> str:
        if quoted or self.delimiter in value or _NEEDS_QUOTES.search(value):
            return QUOTE + value.replace(QUOTE, QUOTE * 2) + QUOTE
        return value


def unquoted(cell: str) -> str:
    """What a cell says, as it is written."""
    return cell[1:-1].replace(QUOTE * 2, QUOTE) if cell.startswith(QUOTE) else cell


def _records(text: str, delimiter: str) -> list[Record]:
    records: list[Record] = []
    cells: list[str] = []
    at = 0
    while at < len(text) or cells:
        end = _end_of_cell(text, at, delimiter)
        cells.append(text[at:end])
        if text[end : end + 1] == delimiter:
            at = end + 1
            continue
        ended = _NEW_LINE.match(text, end)
        if ended is None and end < len(text):
            raise NotCsvError(f"at {end}")
        records.append(Record(cells, ended.group() if ended else ""))
        cells, at = [], ended.end() if ended else end
        if ended is None:
            break
    return records


def _end_of_cell(text: str, at: int, delimiter: str) -> int:
    """Where the cell that begins at a place ends."""
    if text[at : at + 1] != QUOTE:
        found = re.compile(f"[{re.escape(delimiter)}\r\n]").search(text, at)
        return found.start() if found else len(text)
    closing = re.compile('(?:[^"]|"")*"(?!")').match(text, at + 1)
    if closing is None:
        raise NotCsvError(f"at {at}")
    return closing.end()
