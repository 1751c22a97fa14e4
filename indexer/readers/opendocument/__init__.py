"""OpenDocument texts (.odt): paragraphs, lists with their numbers, table rows, text boxes and notes in order.

Page heads and feet, comments and hidden text are left out and listed. Deleted text is kept by the file apart from its
text, and is not read.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.archive import Archive, attribute, child, local_name
from indexer.readers.lines import Piece, clean, row_pieces, split_piece, text_of_pieces
from indexer.readers.opendocument.numbering import Item, Numbering
from indexer.readers.opendocument.paragraph import ParagraphContent, read_content
from indexer.readers.opendocument.style import Styles

__all__ = ["read_odt"]

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
# Declarations, deleted text, and what an index is made of.
SILENT = frozenset(
    {"tracked-changes", "forms", "variable-decls", "sequence-decls", "user-field-decls", "title", "desc"}
)
PAGE_PARTS = frozenset({"header", "footer", "header-left", "footer-left", "header-first", "footer-first"})
ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})


def read_odt(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no such text, or is locked."""
    archive = Archive(data, _damaged())
    if MANIFEST in archive and any(local_name(one) == "encryption-data" for one in archive.xml(MANIFEST).iter()):
        raise ReadError(_("这个文件有密码；请用密码打开，另存为没有密码的文件"))
    try:
        return text_of_pieces(path, "odt", "xml", _Document(archive).pieces())
    except RecursionError as error:
        raise _damaged() from error


def _damaged() -> ReadError:
    return ReadError(_("不是有效的 OpenDocument 文档（.odt），也许已损坏"))


class _Document:
    """One walk over the text, from its first paragraph to its last note."""

    def __init__(self, archive: Archive) -> None:
        self._content = archive.xml(CONTENT)
        self._page_styles = archive.xml(STYLES) if STYLES in archive else None
        roots = [root for root in (self._page_styles, self._content) if root is not None]
        self._styles = Styles(roots)
        self._numbering = Numbering(roots)
        self._notes: list[_Element] = []
        self._comments: list[_Element] = []

    def pieces(self) -> Iterator[Piece]:
        body = child(self._content, "body", "text")
        if body is None:
            raise ReadError(_("是 OpenDocument 的表格或幻灯片；请把讲话稿的文字另存为 .odt 或 .docx"))
        yield from self._blocks(body)
        for number, note in enumerate(self._notes, 1):  # notes of notes are added while they are read
            yield from self._note(number, note)
        for comment in self._comments:
            yield from _left_out(self._blocks(comment), "comment")
        for part in self._page_styles.iter() if self._page_styles is not None else ():
            if local_name(part) in PAGE_PARTS:
                yield from _left_out(self._blocks(part), "page")

    def _blocks(self, element: _Element, item: Item | None = None) -> Iterator[Piece]:
        for one in element:
            name = local_name(one)
            if name in {"p", "h"}:
                yield from self._paragraph(one, item)
            elif name == "list":
                yield from self._list(one, item)
            elif name == "table":
                yield from self._table(one)
            elif name == "section" and attribute(one, "display") == "none":
                yield from _left_out(self._blocks(one), "hidden")
            elif name not in SILENT and not name.endswith("-source"):
                yield from self._blocks(one, item)

    def _list(self, element: _Element, outer: Item | None) -> Iterator[Piece]:
        level = self._numbering.begin_list(element, outer)
        for one in element:
            if local_name(one) in {"list-item", "list-header"}:
                counted = local_name(one) == "list-item"
                yield from self._blocks(one, Item(level, attribute(one, "start-value"), counted=counted))

    def _paragraph(self, paragraph: _Element, item: Item | None) -> Iterator[Piece]:
        found = read_content(paragraph, self._styles)
        if clean(found.text):
            label = self._numbering.label(paragraph, item)
            yield from split_piece(label + found.text.lstrip(), self._styles.level(paragraph))
        yield from self._beside(found)

    def _beside(self, found: ParagraphContent) -> Iterator[Piece]:
        """What hangs on a paragraph: its hidden text and its text boxes; its notes come at the end."""
        if hidden := clean(" ".join(found.hidden.split())):
            yield Piece(hidden, None, "hidden")
        if found.marks:
            yield Piece(" ".join(found.marks), None, "note")
        self._notes += found.notes
        self._comments += found.comments
        for box in found.boxes:
            yield from self._blocks(box)

    def _table(self, table: _Element) -> Iterator[Piece]:
        """A row of several cells is one line; a cell that has a row to itself is read as the text it holds."""
        for row in _rows(table):
            cells = [one for one in row if local_name(one) == "table-cell"]
            if len(cells) == 1:
                yield from self._blocks(cells[0])
                continue
            yield from row_pieces([list(self._blocks(cell)) for cell in cells])

    def _note(self, number: int, note: _Element) -> Iterator[Piece]:
        mark = f"〔{number}〕"
        body = child(note, "note-body")
        for piece in self._blocks(body) if body is not None else ():
            yield Piece(mark + piece.text, piece.level, piece.reason)
            mark = ""


def _rows(table: _Element) -> Iterator[_Element]:
    for one in table:
        if local_name(one) == "table-row":
            yield one
        elif local_name(one) in ROWS:
            yield from _rows(one)


def _left_out(pieces: Iterator[Piece], reason: str) -> Iterator[Piece]:
    return (replace(piece, level=None, reason=reason) for piece in pieces)
