"""PDF files with a text layer: rows of print → paragraphs, without running heads and page numbers.

Steps, each a function of values: `pdfium` gives the pages as rows of characters with their places; `stray`, `furniture`
and `footnote` find the rows that are no text of the speech, `reading_order` orders the others by the columns of the page
(`contents` puts these together), and `paragraph` joins them.
"""

from collections.abc import Iterator, Sequence

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.lines import clean
from indexer.readers.pdf.contents import contents_of
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
    contents = contents_of(pages)
    starts = {block.first: block for block in blocks([row for page in contents for row in page.rows], pages)}
    for page in contents:
        if page.pictured:
            yield f"（第 {page.number} 页是图片，没有文字）", "image"
        yield from page.above
        for row in page.rows:
            if row in starts:
                yield starts[row]
            yield from ((mark, "footnote") for mark in page.marks.get(row, ()))
        yield from page.below


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
