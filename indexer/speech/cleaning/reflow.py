"""A speech in one line is split into paragraphs."""

import re
from collections.abc import Iterator, Sequence

from indexer.model import Line
from indexer.speech.header.one_line_head import opens_with_dispatch, part_head

HEAD_PIECES = 6  # pieces of a speech in one line that may hold parts of its head
LONG = 600  # characters: no paragraph that an author made
# Where nobody left white space, a numbered heading after a sentence's end begins a paragraph.
_PARTS = re.compile(
    r"[ 　\u2003\u00a0]{2,}|(?<=[。！？])(?=(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）))"
)


def split_one_line(lines: Sequence[Line]) -> Sequence[Line]:
    """A speech in one line as its paragraphs, numbered as lines of their own; anything else as it stands."""
    if lines and len(lines) <= 3 and max(len(line.text) for line in lines) >= LONG:
        return tuple(_split(lines))
    if lines and len(lines) <= 3 and opens_with_dispatch(lines[0].text):
        return tuple(_split(lines))
    return lines


def _split(lines: Sequence[Line]) -> Iterator[Line]:
    """The parts of the head, then the paragraphs that white space or numbered headings part."""
    pieces = [piece for line in lines for piece in _PARTS.split(line.text) if piece.strip()]
    parted = _part_heads(pieces)
    for number, piece in enumerate(parted, 1):
        yield Line(number, piece)


def _part_heads(pieces: Sequence[str]) -> list[str]:
    """The first pieces with the parts of the head each by itself."""
    parts: list[str] = []
    for index, piece in enumerate(pieces):
        if index >= HEAD_PIECES:
            return [*parts, *(piece.strip() for piece in pieces[index:])]
        parts += part_head(piece, parts)
    return parts
