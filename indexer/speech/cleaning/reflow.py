"""A speech in one line is split into paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from indexer.model import Line
from indexer.speech.header.one_line_head import MIN_LENGTH, opens_with_dispatch, part_head
from indexer.speech.header.title_line import part_labels, part_title_line
from indexer.speech.numeral import numeral

TITLED_LINES = 5  # at the beginning of a text, one of which may be its title
HEAD_PIECES = 6  # pieces of a speech in one line that may hold parts of its head
FEW_PIECES = 6  # of a speech whose paragraphs nothing parts
_ORDINALS = re.compile(r"(?<=[。！？摄])第([一二三四五六七八九十]{1,2})，")
LONG = 600  # characters: no paragraph that an author made
# Where nobody left white space, a numbered heading after a sentence's end begins a paragraph.
_PARTS = re.compile(
    r"[ 　\u2003\u00a0]{2,}|(?<=[。！？摄])(?=(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）))"
)


def split_one_line(lines: Sequence[Line]) -> Sequence[Line]:
    """A speech in one line as its paragraphs, each with the number of the line it stands in; anything else as it stands."""
    if lines and len(lines) <= 3 and max(len(line.text) for line in lines) >= LONG:
        return tuple(_split(lines))
    if lines and opens_with_dispatch(lines[0].text):
        few = len(lines) <= 3
        return tuple(_split(lines)) if few else (*_split(lines[:1]), *lines[1:])
    if len(lines) == 1 and len(lines[0].text) >= MIN_LENGTH and len(part_head(lines[0].text)) > 1:
        return tuple(_split(lines))
    return (*_titles_parted(lines[:TITLED_LINES]), *lines[TITLED_LINES:])


def _titles_parted(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        first, *others = [part for piece in part_labels(line.text) for part in part_title_line(piece)]
        yield line if not others else msgspec.structs.replace(line, text=first)
        yield from (Line(line.number, part) for part in others)


def _split(lines: Sequence[Line]) -> Iterator[Line]:
    """The parts of the head, then the paragraphs that white space or numbered headings part."""
    pieces = [Line(line.number, piece) for line in lines for piece in _PARTS.split(line.text) if piece.strip()]
    if len(pieces) <= FEW_PIECES:
        pieces = [Line(piece.number, part) for piece in pieces for part in _ordinal_parts(piece.text)]
    head: list[str] = []
    for piece in pieces[:HEAD_PIECES]:
        parts = part_head(piece.text, head)
        head += parts
        yield from (Line(piece.number, part) for part in parts)
    yield from (Line(piece.number, piece.text.strip()) for piece in pieces[HEAD_PIECES:])


def _ordinal_parts(text: str) -> list[str]:
    """The points 第一，… 第二，… of a text without a mark between its paragraphs, where they count up from the first."""
    starts = list(_ORDINALS.finditer(text))
    counted = [numeral(match[1]) for match in starts]
    if len(starts) < 2 or counted != list(range(1, len(starts) + 1)):
        return [text]
    bounds = [0, *(match.start() for match in starts), len(text)]
    return [text[first:last] for first, last in pairwise(bounds)]
