"""PDF files with a text layer: rows of print → paragraphs, without running heads and page numbers.

Three steps, each a function of values: `pdfium` gives the pages as rows of characters with their
places, `furniture` finds the rows that belong to the page, `paragraph` joins the others.
"""

from collections.abc import Iterator, Sequence

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.lines import clean
from indexer.readers.pdf.furniture import furniture
from indexer.readers.pdf.paragraph import Block, blocks
from indexer.readers.pdf.pdfium import pages_of
from indexer.readers.pdf.row import Page

__all__ = ["read_pdf"]

GARBLED = 0.2  # share of characters without a meaning above which nothing that is searched for would be found


def read_pdf(data: bytes, path: str) -> RawText:
    """Paragraphs and left-out rows share one running number; a paragraph has that of the place where it begins.

    Raises ReadError where the library is missing, the file is damaged or locked, or it is only pictures.
    """
    pages = pages_of(data)
    _check_text(pages)
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for number, piece in enumerate(_pieces(pages), 1):
        if isinstance(piece, Block):
            if text := clean(piece.text):
                lines.append(Line(number, text, piece.level))
        elif text := clean(piece[0]):
            left_out.append(LeftOut(number, text, piece[1]))
    return RawText(path, "pdf", "pdf", tuple(lines), {}, tuple(left_out))


def _pieces(pages: Sequence[Page]) -> Iterator[Block | tuple[str, str]]:
    """Blocks, and left-out texts with their reasons, by the place where each begins."""
    paper = furniture(pages)
    body = [row for page in pages for row in page.rows if row not in paper]
    starts = {block.first: block for block in blocks(body, pages)}
    for page in pages:
        if not page.rows and page.pictured:
            yield f"（第 {page.number} 页是图片，没有文字）", "image"
        for row in page.rows:
            if row in paper:
                yield row.text, "page"
            elif row in starts:
                yield starts[row]


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
