"""A run of paragraphs and table rows as they come: the text itself, one of its notes or boxes, a page head."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.readers.docx.number import part_label
from indexer.readers.lines import Piece, clean, joined_cells, split_piece


@dataclass(slots=True)
class Flow:
    """`reason` says why all of it is left out, None where it is not; `boxes` stand after the paragraph that is open."""

    reason: str | None = None
    pieces: list[Piece] = field(default_factory=list)
    boxes: list["Flow"] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)
    _label: list[str] = field(default_factory=list)
    _paragraphs: list[tuple[str, int | None]] = field(default_factory=list)  # of the cell that is open
    _cells: list[list[tuple[str, int | None]]] = field(default_factory=list)

    def add(self, text: str, *, hidden: bool = False, label: bool = False) -> None:
        (self._hidden if hidden else self._label if label else self._text).append(text)

    def end_paragraph(self, level: int | None, *, in_table: bool) -> None:
        text = "".join(self._text)
        label = clean("".join(self._label))
        if any(sign.isalnum() for sign in label) and clean(text):  # bullets are no text
            text = part_label(label) + text.lstrip()
        hidden = clean(" ".join("".join(self._hidden).split()))
        self._text, self._hidden, self._label = [], [], []
        if in_table:
            self._paragraphs.append((text, level))
        else:
            self._end_row()  # of a table that was cut off
            self.pieces += split_piece(text, level, self.reason)
        if hidden:
            self.pieces.append(Piece(hidden, None, self.reason or "hidden"))
        self._end_boxes()

    def end_cell(self, level: int | None) -> None:
        self.end_paragraph(level, in_table=True)
        self._cells.append(self._paragraphs)
        self._paragraphs = []

    def end_row(self) -> None:
        """A row of several cells is one line; a cell that has a row to itself is read as the text it holds."""
        if any(self._text):
            self.end_cell(None)
        self._end_row()

    def close(self) -> Iterator[Piece]:
        """All pieces, at the end of the flow."""
        self.end_paragraph(None, in_table=bool(self._cells or self._paragraphs))
        if self._paragraphs:
            self._cells.append(self._paragraphs)
            self._paragraphs = []
        self._end_row()
        yield from self.pieces

    def _end_row(self) -> None:
        cells = [*self._cells, self._paragraphs] if self._paragraphs else self._cells
        self._cells, self._paragraphs = [], []
        if len(cells) == 1:
            for text, level in cells[0]:
                self.pieces += split_piece(text, level, self.reason)
        elif row := joined_cells(" ".join(text for text, _ in cell) for cell in cells):
            self.pieces.append(Piece(row, None, self.reason))

    def _end_boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.pieces += box.close()
