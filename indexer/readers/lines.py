"""Text → lines: line ends, outer white space, and what prints nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from indexer.model import LeftOut, Line, RawText
from indexer.shown_text import as_shown

LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
CELL_GAP = "　"  # between the cells of a row
NO_LINE_ENDS = "\x1c\x1d\x1e"  # str.splitlines splits at these too


def clean(text: str) -> str:
    """`text` as it is shown, without outer white space."""
    return as_shown(text).strip()


def split_lines(text: str) -> list[str]:
    """The lines of a text, by any of the line ends in use; an empty line after the last line end may be missing."""
    if any(sign in text for sign in NO_LINE_ENDS):
        return LINE_END.split(text)
    return text.splitlines()  # ten times as fast


def number_lines(lines: Iterable[str], first: int = 1) -> Iterator[Line]:
    """Cleaned lines with their numbers; empty ones are dropped and counted."""
    blanks = 0
    for number, text in enumerate(lines, first):
        shown = as_shown(text)
        if cleaned := shown.strip():
            yield Line(number, cleaned, indent=len(shown) - len(shown.lstrip()), blanks=blanks)
            blanks = 0
        elif not text or text.isspace():
            blanks += 1


def text_lines(text: str) -> Iterator[Line]:
    """The lines of a text, which form feeds part into pages."""
    first = 1
    for page in text.split("\f"):
        lines = split_lines(page)
        for place, line in enumerate(number_lines(lines, first)):
            yield msgspec.structs.replace(line, blanks=0, page_break=True) if first > 1 and not place else line
        first += len(lines)


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a formatted file; `reason` says why it is left out, None where it is not."""

    text: str
    level: int | None = None
    reason: str | None = None


def split_piece(text: str, level: int | None = None, reason: str | None = None) -> Iterator[Piece]:
    """The lines of a paragraph as pieces; empty ones are dropped."""
    for line in split_lines(text):
        if cleaned := clean(line):
            yield Piece(cleaned, level, reason)


def joined_cells(cells: Iterable[str]) -> str:
    """The text of a row: its cells in one line, each without line ends of its own."""
    return clean(CELL_GAP.join(" ".join(cell.split()) for cell in cells))


def row_pieces(cells: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """A row of several cells as one line, and behind it what is left out of them."""
    shown = (" ".join(piece.text for piece in cell if piece.reason is None) for cell in cells)
    if text := joined_cells(shown):
        yield Piece(text)
    yield from (piece for cell in cells for piece in cell if piece.reason is not None)


def text_of_pieces(path: str, format_: str, encoding: str, pieces: Iterable[Piece]) -> RawText:
    """The pieces of a file in order; lines and left-out texts share one running number."""
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for number, piece in enumerate(pieces, 1):
        if piece.reason is None:
            lines.append(Line(number, piece.text, piece.level))
        else:
            left_out.append(LeftOut(number, piece.text, piece.reason))
    return RawText(path, format_, encoding, tuple(lines), {}, tuple(left_out))
