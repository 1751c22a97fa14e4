"""A `metadata.csv` as a person keeps it, in which what was corrected is written; all else of it stays byte by byte.

A fact that was corrected has its value in its column, and its name in the column 人工核定, so that it wins over what is
read (`indexer.readers.sidecar`). A table that cannot be gone on without changing what it says is left alone.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from indexer.csv_cells import plain_cell, safe_cell
from indexer.errors import CallError, ReadError
from indexer.evidence import FACTS
from indexer.i18n import Message, _
from indexer.intake.csv_text import CsvText, NotCsvError, Record
from indexer.readers.encoding import BOMS, encoding_after_mark
from indexer.readers.sidecar import FILE, SETTLED, column_name, place_of, settled_names
from indexer.readers.table import csv_text, delimiter_of

NAME = "metadata.csv"
HEADINGS: Mapping[str, str] = {FILE: "文件", SETTLED: "人工核定", **{name: str(fact) for name, fact in FACTS.items()}}
UNKNOWN = "不详"


class Cell(msgspec.Struct, frozen=True):
    """What a table says of a fact, and whether that is settled."""

    value: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """How the bytes of a table are made of its text: a mark of byte order or none, then an encoding."""

    mark: bytes
    encoding: str

    @classmethod
    def of(cls, data: bytes, encoding: str) -> "_Written":
        mark = next((bom for bom, _name in BOMS if data.startswith(bom)), b"")
        return cls(mark, encoding_after_mark(mark) if mark else encoding)

    def encoded(self, text: str) -> bytes:
        return self.mark + text.encode(self.encoding)


SPREADSHEET = _Written(b"\xef\xbb\xbf", "utf-8")  # as all of them open it


class MetadataTable:
    """The table at a `path` under the corpus, of the bytes that are there, None where there is none yet.

    Raises CallError where it cannot be gone on.
    """

    def __init__(self, path: str, data: bytes | None) -> None:
        self.path = path
        self._written, self._table = _read(path, data) if data else (SPREADSHEET, _empty())
        self._header = next(one for one in self._table.records if any(one.cells))
        self._columns = self._find_columns()
        self._rows = {place: record for record in reversed(self._below()) if (place := self._place(record))}

    @property
    def data(self) -> bytes:
        """Its bytes now; in UTF-8 where its own encoding has no such character."""
        try:
            return self._written.encoded(self._table.text)
        except UnicodeEncodeError:
            return SPREADSHEET.encoded(self._table.text)

    def __contains__(self, file: str) -> bool:
        return _key(file) in self._rows

    def cells(self, file: str) -> dict[str, Cell]:
        """What it says of each fact of a file."""
        record = self._rows.get(_key(file))
        if record is None:
            return {}
        settled = settled_names(self._value(record, SETTLED))
        return {name: Cell(self._value(record, name), name in settled) for name in FACTS}

    def set(self, file: str, cells: Mapping[str, Cell]) -> bool:
        """Write what it is to say of some facts of a file; whether that took a new row."""
        new = file not in self
        if new:
            self._rows[_key(file)] = self._table.append(self._row_for(file))
        record = self._rows[_key(file)]
        before = {name: cell.settled for name, cell in self.cells(file).items()}
        for name, cell in cells.items():
            self._set(record, name, safe_cell(cell.value))
        changed = {name: cell.settled for name, cell in cells.items() if cell.settled != before[name]}
        if changed:
            self._set(record, SETTLED, _marked(self._value(record, SETTLED), changed))
        return new

    def remove(self, file: str) -> None:
        """Take out the row of a file, if it says nothing."""
        record = self._rows[_key(file)]
        others = (at for at in range(len(record.cells)) if at != self._columns[FILE])
        if not any(record.value(column).strip() for column in others):
            self._table.records = [one for one in self._table.records if one is not record]
            del self._rows[_key(file)]

    def _below(self) -> list[Record]:
        place = next(number for number, one in enumerate(self._table.records) if one is self._header)
        return [one for one in self._table.records[place + 1 :] if any(cell.strip() for cell in one.cells)]

    def _place(self, record: Record) -> str:
        named = self._value(record, FILE)
        return _key(place_of(named, self.path)) if named else ""

    def _row_for(self, file: str) -> list[str]:
        """A row that names a file as the table names its files: from its own folder on."""
        folder, _slash, _name = self.path.rpartition("/")
        cells = [""] * (self._columns[FILE] + 1)
        cells[-1] = safe_cell(file.removeprefix(f"{folder}/") if folder else file)
        return cells

    def _find_columns(self) -> dict[str, int]:
        """The column that is read for each name: of those called the same the last, of other names for it the first."""
        last = {self._header.value(column): column for column in range(len(self._header.cells))}
        return {column_name(heading): column for heading, column in reversed(last.items())}

    def _value(self, record: Record, name: str) -> str:
        column = self._columns.get(name)
        return "" if column is None else plain_cell(record.value(column).strip())

    def _set(self, record: Record, name: str, value: str) -> None:
        if name not in self._columns and value:
            self._add_column(name)
        column = self._columns.get(name)
        if column is not None and record.value(column) != value:
            self._table.set(record, column, value)

    def _add_column(self, name: str) -> None:
        column = len(self._header.cells)
        if any(one.value(column).strip() for one in self._below()):
            raise CallError(_("“{path}”里有的行格数比表头多，不能添一列；请先在表格软件里改好", path=self.path))
        self._table.set(self._header, column, HEADINGS[name])
        self._columns[name] = column


def _key(file: str) -> str:
    return unicodedata.normalize("NFC", file)


def _empty() -> CsvText:
    table = CsvText(",")
    table.append([HEADINGS[name] for name in (FILE, *FACTS, SETTLED)])
    return table


def _read(path: str, data: bytes) -> tuple[_Written, CsvText]:
    try:
        text, encoding = csv_text(data, _names_a_file)
        table = CsvText.read(text, delimiter_of(text))
    except ReadError as error:
        raise _cannot(path, error.message) from error
    except NotCsvError as error:
        raise _cannot(path, _("里面有不成对的引号")) from error
    written = _Written.of(data, encoding)
    if not any(any(one.cells) for one in table.records):
        return written, _empty()
    header = next(one for one in table.records if any(one.cells))
    if not _names_a_file([header.value(column) for column in range(len(header.cells))]):
        raise _cannot(path, _("没有“文件”（file）这一列，不知道说的是哪些文件"))
    if written.encoded(text) != data:
        raise _cannot(path, _("编码不规范，写回去会变样；请另存为 UTF-8"))
    return written, table


def _names_a_file(columns: Iterable[str]) -> bool:
    return any(column_name(name) == FILE for name in columns)


def _cannot(path: str, reason: Message) -> CallError:
    return CallError(_("“{path}”不能接着写：{reason}。没有改动", path=path, reason=reason))


def _marked(cell: str, changed: Mapping[str, bool]) -> str:
    """The cell 人工核定 with some facts named in it or not; whatever else stands there stays."""
    kept = [word for word in cell.split("、") if word and changed.get(column_name(word)) is not False]
    named = {column_name(word) for word in kept}
    return "、".join([*kept, *(HEADINGS[name] for name, settled in changed.items() if settled and name not in named)])
