"""Columns that line up on a terminal, where a Chinese character takes two columns."""

from collections.abc import Iterable, Iterator, Sequence

from wcwidth import wcswidth, wcwidth


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A line for the heads and for each row, the first column to the left, the others to the right.

    Nothing at all where there is no row.
    """
    lines = [heads, *rows]
    if len(lines) == 1:
        return
    widths = [max(width(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        first, *others = (" " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True))
        yield "  ".join([line[0] + first, *(pad + cell for pad, cell in zip(others, line[1:], strict=True))])


def width(text: str) -> int:
    """How many columns of a terminal a text takes. Control characters, which have no width, take none."""
    whole = wcswidth(text)
    return whole if whole >= 0 else sum(max(wcwidth(sign), 0) for sign in text)
