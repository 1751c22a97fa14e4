"""Word files: paragraphs and table cells in order; heading styles give levels."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from indexer.errors import ReadError
from indexer.model import Line, RawText
from indexer.readers.lines import clean, split_lines

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
TITLES = frozenset({"title", "标题"})
CELL_GAP = "　"  # between the cells of a row


def read_docx(data: bytes, path: str) -> RawText:
    try:
        document = Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError) as error:
        raise ReadError(
            "不是有效的 Word 文档（.docx），也许已损坏或只是改了后缀",
            "not a valid Word document (.docx); damaged, or another format under this suffix",
        ) from error
    lines = (Line(number, text, level) for number, (text, level) in enumerate(_blocks(document), 1))
    return RawText(path, "docx", "xml", tuple(lines))


def _blocks(document: DocumentObject) -> Iterator[tuple[str, int | None]]:
    """The text and level of each line; a row of a table is one line."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((row, None) for row in _rows(block))
        else:
            for text in split_lines(block.text):
                if cleaned := clean(text):
                    yield cleaned, _level(block)


def _rows(table: Table) -> Iterator[str]:
    # A merged cell stands in every row and column that it covers; its XML element tells it is the same.
    seen: set[object] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append(" ".join(cell.text.split()))
        if text := clean(CELL_GAP.join(cells)):
            yield text


def _level(paragraph: Paragraph) -> int | None:
    name = (paragraph.style.name or "") if paragraph.style else ""
    if name.lower() in TITLES:
        return 0
    heading = HEADING.match(name)
    return int(heading.group(1)) if heading else None
