"""PDF files with a text layer: `pdfium` gives the pages as rows of characters with their places, `layout` reads these.

`isolated` does so in a process with limits.
"""

from collections.abc import Sequence

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.layout.raw_text import text_of_pages
from indexer.readers.layout.row import Page
from indexer.readers.pdf.pdfium import pages_of

__all__ = ["read_pdf"]

GARBLED = 0.2  # share of characters without a meaning above which nothing that is searched for would be found


def read_pdf(data: bytes, path: str) -> RawText:
    """Its paragraphs, and what is left out.

    Raises ReadError where the library is missing, the file is damaged or locked, or it is only pictures.
    """
    pages = pages_of(data)
    _check_text(pages)
    return text_of_pages(path, "pdf", pages)


def _check_text(pages: Sequence[Page]) -> None:
    """Raises ReadError where there is no text to be searched."""
    text = "".join(row.text for page in pages for row in page.rows)
    if not text and any(page.pictured for page in pages):
        raise ReadError(
            _("这个 PDF 只有图片（扫描件），没有文字；请先做文字识别（OCR），再放入识别后的文件"),
        )
    garbled = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if garbled > GARBLED * len(text):
        raise ReadError(
            _("这个 PDF 的字体没有说明哪个字形是哪个字，取出的是乱码；请换一份，或先做文字识别（OCR）"),
        )
