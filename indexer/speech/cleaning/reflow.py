"""Reflowing plain text: a speech in one line is split into paragraphs, hard-wrapped lines are joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model import Line
from indexer.speech.cleaning.line_filter import FilteredLines, GapLines
from indexer.speech.enumerator import enumerator
from indexer.speech.header.one_line_head import opens_with_dispatch, part_head

HEAD_PIECES = 6  # pieces of a speech in one line that may hold parts of its head
LONG = 600  # characters: no paragraph that an author made
MIN_LINES = 12  # before a page width is accepted
WIDTHS = range(18, 60)
OVER = 4  # characters by which the longest line may go over the width
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


def join_wrapped_lines(filtered: FilteredLines) -> FilteredLines:
    """Lines that a page's width has broken, joined to paragraphs; never across a gap. White space is all that changes."""
    width = _page_width(filtered.lines)
    if width is None:
        return filtered
    lines: list[Line] = []
    gaps: list[GapLines] = []
    start = 0
    for gap in filtered.gaps:
        lines += _join(filtered.lines[start : gap.place], width)
        gaps.append(replace(gap, place=len(lines)))
        start = gap.place
    lines += _join(filtered.lines[start:], width)
    return FilteredLines(tuple(lines), tuple(gaps), filtered.left_out)


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


def _page_width(lines: Sequence[Line]) -> int | None:
    """The width of a page, where most lines are about as long and break off in mid-sentence; else None."""
    texts = [line.text for line in lines if line.level is None]
    longest = max(map(len, texts), default=0)
    if len(texts) < MIN_LINES or longest > WIDTHS[-1] + OVER:
        return None
    lengths = Counter(len(text) for text in texts if len(text) in WIDTHS and text[-1] not in "。！？；：:!?")
    if not lengths:
        return None
    width = max(WIDTHS, key=lambda length: lengths[length] + lengths[length - 1] + lengths[length + 1])
    near = sum(lengths[length] for length in range(width - 2, width + 3))
    return width if near >= 0.5 * len(texts) and longest <= width + OVER else None


def _join(lines: Sequence[Line], width: int) -> Iterator[Line]:
    """Lines joined until one falls short of the page or the next begins a paragraph, by its indent or its number."""
    pending: Line | None = None
    full = False
    indents = any(line.indent for line in lines) and not all(line.indent for line in lines)
    for line in lines:
        starts = line.level is not None or enumerator(line.text) is not None or (indents and line.indent > 0)
        if pending is not None and full and not starts:
            pending = replace(pending, text=pending.text + _glue(pending.text, line.text) + line.text)
        else:
            if pending is not None:
                yield pending
            pending = line
        full = line.level is None and len(line.text) >= width - 2
    if pending is not None:
        yield pending


def _glue(left: str, right: str) -> str:
    """A space between Latin words, nothing between Chinese characters."""
    return " " if left[-1:].isascii() and right[:1].isascii() and left[-1:].isalnum() and right[:1].isalnum() else ""
