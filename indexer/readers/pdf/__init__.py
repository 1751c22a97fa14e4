"""PDF files: `pdfium` gives the pages as rows of characters with their places, `layout` reads these.

It runs in a process with limits (`isolation`). Of pages that are pictures (scans) `recognition` has the pictures read by a
machine, where one is installed: `scan` knows how.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.errors import ReadError, UnrecognisedError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.layout.raw_text import is_garbled, text_of_pages
from indexer.readers.layout.row import Page, Row
from indexer.readers.pdf.pdfium import pages_of
from indexer.readers.scan.recognised_page import NONE, Recognised
from indexer.readers.scan.recogniser import can_recognise
from indexer.readers.scan.rows import rows_of

__all__ = ["read_pdf"]

COVERED = 0.5  # share of a recognised row over which the file itself has text


def read_pdf(data: bytes, path: str, recognised: Recognised = NONE) -> RawText:
    """Its paragraphs, and what is left out; `recognised` is what a machine has read of its pages.

    Raises ReadError where the library is missing, the file is damaged or locked, or it is only pictures;
    UnrecognisedError where a machine could read pages that are pictures, and has not yet.
    """
    pages = pages_of(data)
    garbled = is_garbled(pages)
    pictures = [page.number for page in pages if page.unread or (garbled and page.rows)]
    missing = [number for number in pictures if number not in recognised]
    if missing and can_recognise():
        raise UnrecognisedError(missing, len(pictures) - len(missing))
    known = {number: recognised[number] for number in pictures if number in recognised}
    pages = _with_recognised(pages, known, garbled)
    _check_text(pages, garbled and bool(missing))
    return text_of_pages(path, "pdf", pages)


def _with_recognised(pages: Sequence[Page], known: Recognised, garbled: bool) -> list[Page]:
    """The pages with the rows that a machine has read; what the file itself says of a place stays, unless it is garbled."""
    rows = rows_of(known)
    return [
        _filled(page, rows[page.number], known[page.number].failed, garbled) if page.number in rows else page
        for page in pages
    ]


def _filled(page: Page, rows: Sequence[Row], failed: bool, garbled: bool) -> Page:
    own = () if garbled else page.rows
    new = tuple(row for row in rows if not _is_covered(row, own))
    return replace(page, rows=(*own, *new), machine_read=bool(new), unread=failed, pictured=not own)


def _is_covered(row: Row, own: Sequence[Row]) -> bool:
    """Whether the text of the file stands where this row does: a machine has read the same once more."""
    for other in own:
        wide = min(row.right, other.right) - max(row.left, other.left)
        high = min(row.base + row.size, other.base + other.size) - max(row.base, other.base)
        if wide >= COVERED * (row.right - row.left) and high >= COVERED * min(row.size, other.size):
            return True
    return False


def _check_text(pages: Sequence[Page], garbled: bool) -> None:
    """Raises ReadError where there is no text to be searched."""
    if garbled:
        raise ReadError(
            _(
                "这个 PDF 的字体没有说明哪个字形是哪个字，取出的是乱码；请换一份，或者让机器识别：pip install 'speechsearch[ocr]'"
            ),
        )
    if any(page.rows for page in pages) or not any(page.pictured for page in pages):
        return
    if any(page.unread for page in pages) and not can_recognise():
        raise ReadError(
            _(
                "这个 PDF 只有图片（扫描件），没有文字；要由机器识别，请另装一个部件：pip install 'speechsearch[ocr]'，"
                "或者放入用别的程序识别过的文件"
            ),
        )
    raise ReadError(_("这个 PDF 只有图片（扫描件），机器没有认出文字；请换一份清楚的"))
