"""Sheets (.xlsx): each row a line, its cells as the reader sees them; where there are several sheets, their names as headings.

Hidden sheets and rows are left out and listed. Nothing is computed: of a formula the value that was saved is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.archive import Archive, attribute, child, local_name
from indexer.readers.docx.style import whole
from indexer.readers.lines import Piece, clean, joined_cells, split_piece, text_of_pieces
from indexer.readers.office.number_format import GENERAL, format_cell, format_code
from indexer.readers.office.relations import Relation, main_part, relations_of

MAIN_PART = "xl/workbook.xml"
DEFAULT_NAME = re.compile(r"(?:Sheet|工作表)\s*\d*\Z", re.IGNORECASE)  # names that nobody gave
ON = frozenset({"1", "true", "on"})
TRUTH = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to: texts by number, formats by number of style, and from which day days are counted."""

    texts: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


def read_xlsx(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no such file."""
    archive = Archive(data, ReadError(_("不是有效的表格（.xlsx），也许已损坏")))
    return text_of_pieces(path, "xlsx", "xml", _sheets(archive))


def _sheets(archive: Archive) -> Iterator[Piece]:
    main = main_part(archive, MAIN_PART)
    root, related = archive.xml(main), relations_of(archive, main)
    from_1904 = attribute(child(root, "workbookPr"), "date1904") in ON
    book = _Book(_texts(archive, related), _formats(archive, related), from_1904)
    listed = child(root, "sheets")
    found = [(one, related.get(_relation_id(one))) for one in (listed if listed is not None else ())]
    read = [
        (one, list(_rows(archive.xml(relation.target), book)))
        for one, relation in found
        if relation is not None and relation.kind == "worksheet" and relation.target in archive
    ]
    several = sum(bool(rows) for _, rows in read) > 1
    for sheet, rows in read:
        hidden = attribute(sheet, "state") in {"hidden", "veryHidden"}
        pieces = [*_heading(attribute(sheet, "name") or "", several), *rows] if rows else []
        yield from (replace(piece, level=None, reason="hidden") if hidden else piece for piece in pieces)


def _relation_id(element: _Element) -> str:
    return next((str(value) for key, value in element.items() if str(key).endswith("}id")), "")


def _heading(name: str, several: bool) -> Iterator[Piece]:
    if text := clean(name):
        yield Piece(text, 1) if several and not DEFAULT_NAME.match(text) else Piece(text, None, "page")


def _part(archive: Archive, related: Mapping[str, Relation], kind: str) -> _Element | None:
    name = next((one.target for one in related.values() if one.kind == kind), None)
    return archive.xml(name) if name is not None and name in archive else None


def _texts(archive: Archive, related: Mapping[str, Relation]) -> list[str]:
    root = _part(archive, related, "sharedStrings")
    return [_words(one) for one in root if local_name(one) == "si"] if root is not None else []


def _words(element: _Element) -> str:
    """The text of a cell, in one or several kinds of type, without the reading above it."""
    found = ""
    for one in element:
        name = local_name(one)
        if name == "t":
            found += "".join(map(str, one.itertext()))
        elif name == "r":
            found += _words(one)
    return found


def _formats(archive: Archive, related: Mapping[str, Relation]) -> list[str]:
    root = _part(archive, related, "styles")
    own = child(root, "numFmts")
    codes = {
        number: attribute(one, "formatCode") or GENERAL
        for one in (own if own is not None else ())
        if (number := whole(attribute(one, "numFmtId"))) is not None
    }
    styles = child(root, "cellXfs")
    return [
        format_code(whole(attribute(one, "numFmtId")) or 0, codes) for one in (styles if styles is not None else ())
    ]


def _rows(sheet: _Element, book: _Book) -> Iterator[Piece]:
    data = child(sheet, "sheetData")
    for row in data if data is not None else ():
        cells = [text for one in row if local_name(one) == "c" and (text := _cell(one, book).strip())]
        reason = "hidden" if attribute(row, "hidden") in ON else None
        if len(cells) == 1:  # it may hold a text of several paragraphs
            yield from split_piece(cells[0], None, reason)
        elif text := joined_cells(cells):
            yield Piece(text, None, reason)


def _cell(cell: _Element, book: _Book) -> str:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        inline = child(cell, "is")
        return _words(inline) if inline is not None else ""
    value = child(cell, "v")
    text = "".join(map(str, value.itertext())) if value is not None else ""
    if kind == "s":
        place = whole(text.strip())
        return book.texts[place] if place is not None and 0 <= place < len(book.texts) else ""
    if kind == "b":
        return TRUTH.get(text, text)
    if kind != "n" or not text:
        return text
    style = whole(attribute(cell, "s")) or 0
    code = book.formats[style] if 0 <= style < len(book.formats) else GENERAL
    return format_cell(text, code, from_1904=book.from_1904)
