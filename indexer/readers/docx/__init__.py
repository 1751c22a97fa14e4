"""Word files: paragraphs, table rows, text boxes and notes in order, with the numbers that Word shows.

Heading styles and outline levels give levels. Page heads and feet, comments and hidden text are left out.
"""

from collections.abc import Iterator

from lxml.etree import _Element

from indexer.model import RawText
from indexer.readers.archive import attribute, child, local_name
from indexer.readers.docx.numbering import Numbering
from indexer.readers.docx.package import Package, damaged
from indexer.readers.docx.paragraph import ParagraphContent, continues_in_next, read_content
from indexer.readers.docx.style import Styles
from indexer.readers.lines import Piece, clean, row_pieces, split_piece, text_of_pieces

__all__ = ["read_docx"]

WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
LEFT_OUT = (("header", "page"), ("footer", "page"), ("comments", "comment"))  # kind of part, reason


def read_docx(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no Word file."""
    try:
        return text_of_pieces(path, "docx", "xml", _Document(Package(data)).pieces())
    except RecursionError as error:
        raise damaged() from error


class _Document:
    """One walk over the document, from its first paragraph to its last note."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.parts("styles"))
        self._numbering = Numbering(package.parts("numbering"), self._styles)
        self._notes: list[tuple[str, str]] = []
        self._unfinished = ""  # text of a paragraph whose end is deleted

    def pieces(self) -> Iterator[Piece]:
        body = child(self._package.document, "body")
        if body is None:
            raise damaged()
        yield from self._blocks(body)
        yield from self._note_blocks()
        for kind, reason in LEFT_OUT:
            for part in self._package.parts(kind):
                yield from (Piece(piece.text, None, reason) for piece in self._blocks(part))

    def _blocks(self, element: _Element) -> Iterator[Piece]:
        for one in element:
            name = local_name(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield from self._table(one)
            elif name in WRAPPERS or name == "comment":
                yield from self._blocks(one)
            elif name == "AlternateContent":
                yield from (piece for first in list(one)[:1] for piece in self._blocks(first))

    def _paragraph(self, paragraph: _Element) -> Iterator[Piece]:
        found = read_content(paragraph)
        text, self._unfinished = self._unfinished + found.text, ""
        if continues_in_next(paragraph):
            self._unfinished = text  # and its number is that of the next
        else:
            label = self._numbering.label(paragraph)
            if clean(text):
                yield from split_piece(label + text.lstrip(), self._styles.level(paragraph))
        yield from self._beside(found)

    def _beside(self, found: ParagraphContent) -> Iterator[Piece]:
        """What hangs on a paragraph: its hidden text, marks and text boxes; its notes come at the end."""
        if hidden := clean(" ".join(found.hidden.split())):
            yield Piece(hidden, None, "hidden")
        if found.marks:
            yield Piece(" ".join(found.marks), reason="note")
        self._notes += found.notes
        for box in found.boxes:
            yield from self._blocks(box)

    def _table(self, table: _Element) -> Iterator[Piece]:
        """A row of several cells is one line; a cell that has a row to itself is read as the text it holds."""
        for row in _inside(table, "tr"):
            cells = list(_inside(row, "tc")) if child(row, "trPr", "del") is None else []
            if len(cells) == 1:
                yield from self._blocks(cells[0])
                continue
            yield from row_pieces([list(self._blocks(cell)) for cell in cells])

    def _note_blocks(self) -> Iterator[Piece]:
        """The notes in the order in which they are referred to, the first line of each with its mark 〔1〕."""
        notes = {
            (kind, attribute(note, "id") or ""): note
            for kind in ("footnotes", "endnotes")
            for part in self._package.parts(kind)
            for note in part
        }
        for number, reference in enumerate(self._notes, 1):
            if reference in notes:
                mark = f"〔{number}〕"
                for piece in self._blocks(notes[reference]):
                    yield Piece(mark + piece.text, piece.level, piece.reason)
                    mark = ""


def _inside(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for one in element:
        if local_name(one) == name:
            yield one
        elif local_name(one) in WRAPPERS:
            yield from _inside(one, name)
