"""The pages of a file → its text, and what is left out of it."""

from collections.abc import Iterator, Sequence

from indexer.model import LeftOut, Line, RawText
from indexer.readers.layout.contents import contents_of
from indexer.readers.layout.paragraph import Block, blocks
from indexer.readers.layout.row import Page
from indexer.readers.lines import clean

GARBLED = 0.2  # share of characters without a meaning, beside letters, above which little that is searched for is found


def is_only_pictures(pages: Sequence[Page]) -> bool:
    """Whether pages are shown, and no text on any."""
    return any(page.pictured for page in pages) and not any(page.rows for page in pages)


def is_garbled(pages: Sequence[Page]) -> bool:
    """Whether too many characters are none that has a meaning."""
    text = "".join(row.text for page in pages for row in page.rows)
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    return unknown > GARBLED * (unknown + sum(map(str.isalpha, text)))


def text_of_pages(path: str, format_: str, pages: Sequence[Page]) -> RawText:
    """Paragraphs and left-out rows share one running number; a paragraph has that of the place where it begins."""
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for number, piece in enumerate(_pieces(pages), 1):
        if isinstance(piece, Block):
            if text := clean(piece.text):
                lines.append(Line(number, text, piece.level))
        elif isinstance(piece, str):
            lines.append(Line(number, piece))
        elif text := clean(piece[0]):
            left_out.append(LeftOut(number, text, piece[1]))
    machine = tuple(page.number for page in pages if page.machine_read)
    return RawText(path, format_, format_, tuple(lines), {}, tuple(left_out), machine_pages=machine)


def _pieces(pages: Sequence[Page]) -> Iterator[Block | tuple[str, str] | str]:
    """Blocks, left-out texts with their reasons, and lines that stand for a page, by the place where each begins."""
    contents = contents_of(pages)
    starts = {block.first: block for block in blocks([row for page in contents for row in page.rows], pages)}
    for page in contents:
        if page.unread and not page.rows:
            yield f"（第 {page.number} 页是图片，没有读出文字）"  # a gap: see speech/data/gaps.toml
        elif page.unread:
            yield f"（第 {page.number} 页的图片里如果有字，没有读出）", "image"
        elif page.pictured:
            yield f"（第 {page.number} 页是图片，没有文字）", "image"
        yield from page.above
        for row in page.rows:
            if row in starts:
                yield starts[row]
            yield from ((mark, "footnote") for mark in page.marks.get(row, ()))
        yield from page.below
