"""Paragraphs → pieces in the order of rows: a row of several cells is one line, in tables in tables too."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.readers.lines import Piece, row_pieces
from indexer.readers.word97.modifiers import ParagraphFormat


@dataclass(slots=True)
class _Row:
    cells: list[list[Piece]] = field(default_factory=list)
    open: list[Piece] = field(default_factory=list)  # the cell that is not over yet


class TableRows:
    """Takes paragraph by paragraph; `pieces` is what was found outside of tables and of rows that are over."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._rows: list[_Row] = []  # each in a cell of the one before

    def add(self, pieces: Iterable[Piece], paragraph: ParagraphFormat, *, ends_cell: bool) -> None:
        depth = max(paragraph.depth, 1 if ends_cell else 0)
        self._close(depth)
        while len(self._rows) < depth:
            self._rows.append(_Row())
        (self._rows[-1].open if self._rows else self.pieces).extend(pieces)
        if paragraph.ends_row and depth:
            self._close(depth - 1)
        elif depth and (ends_cell or paragraph.ends_cell):
            row = self._rows[-1]
            row.cells.append(row.open)
            row.open = []

    def close(self) -> list[Piece]:
        """All pieces, at the end of the text."""
        self._close(0)
        return self.pieces

    def _close(self, depth: int) -> None:
        """The rows below this depth are over."""
        while len(self._rows) > depth:
            row = self._rows.pop()
            cells = [*row.cells, row.open] if row.open else row.cells
            target = self._rows[-1].open if self._rows else self.pieces
            if len(cells) == 1:  # a cell that has a row to itself is read as the text it holds
                target.extend(cells[0])
            else:
                target.extend(row_pieces(cells))
