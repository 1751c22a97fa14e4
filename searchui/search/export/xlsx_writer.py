"""Tables as xlsx, with a second sheet that says where it comes from.

A sheet is written into a temporary file row by row, and the whole packed at the end, so that memory holds one row.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indexer.i18n import Language, _, p_, units
from searchui.search.export.provenance import Provenance
from searchui.search.export.table import Column, Row, Table

MAX_ROWS = 2**20 - 1  # of a sheet, below its heading
MAX_CELL = 32_767  # characters of a cell
CUT = "……"
PIECE = 2**16
SOURCE = _("来源")
NOTE = p_("sheet", "请留意")
NOTES = _(
    "表里一格最多 {longest}，更长的段落在末尾以“{cut}”截断；全文见网址，或另存为 JSON Lines。",
    longest=units.characters(MAX_CELL),
    cut=CUT,
)


def as_xlsx(table: Table, language: Language) -> Iterator[bytes]:
    """The file, piece by piece. The first comes when all rows were read."""
    with TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True}) as book:
            _write(book, table, language)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(book: Workbook, table: Table, language: Language) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    name, titles = table.name.text(language), [column.title.text(language) for column in table.columns]
    cut, number, written = False, 0, MAX_ROWS
    while written == MAX_ROWS:  # rows that a sheet cannot hold go on in another
        number, written = number + 1, 0
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        _head(sheet, table.columns, titles, bold)
        for written, row in enumerate(islice(table.rows, MAX_ROWS), 1):
            cut |= _write_row(sheet, written, row)
    _write_source(book.add_worksheet(SOURCE.text(language)), table.provenance, language, cut, bold, wrapped)


def _head(sheet: Worksheet, columns: Sequence[Column], titles: Sequence[str], bold: Format) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, bold)


def _write_row(sheet: Worksheet, number: int, row: Row) -> bool:
    """Write texts as texts, whatever they begin with; whether any was cut."""
    cut = False
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            cut |= len(cell) > MAX_CELL
            sheet.write_string(number, place, _fitting(cell))
        elif cell is not None:
            sheet.write_number(number, place, cell)
    return cut


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - len(CUT)] + CUT


def _write_source(
    sheet: Worksheet, provenance: Provenance, language: Language, cut: bool, bold: Format, wrapped: Format
) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    lines = [*provenance.facts(language), *([(NOTE.text(language), NOTES.text(language))] if cut else [])]
    for number, (name, said) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, _fitting(said), wrapped)
