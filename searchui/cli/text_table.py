"""Columns that line up on a terminal, where a Chinese character takes two columns."""

import re
from collections.abc import Iterable, Iterator, Sequence

from wcwidth import wcswidth, wcwidth

CUT = "…"
TITLE = 48  # the most columns of a title in a table
# Figures stand at the right of their column, so that they can be compared; dates read the same either way.
_FIGURE = re.compile(r"[-+×]?[\d,.]+%?|")


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A line for the heads and for each row: columns of figures to the right, others to the left.

    Nothing at all where there is no row.
    """
    body = list(rows)
    if not body:
        return
    columns = [_column(cells) for cells in zip(heads, *body, strict=True)]
    for cells in zip(*columns, strict=True):
        yield "  ".join(cells).rstrip()


def _column(cells: Sequence[str]) -> list[str]:
    """A head and the cells below it, all of one width."""
    wide = max(map(width, cells))
    is_of_figures = all(map(_FIGURE.fullmatch, cells[1:]))
    padded = [(cell, " " * (wide - width(cell))) for cell in cells]
    return [pad + cell if is_of_figures else cell + pad for cell, pad in padded]


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and “…” where it takes more than `most` columns of a terminal."""
    if width(text) <= most:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > most - width(CUT):
            break
        kept += sign
    return kept + CUT


def width(text: str) -> int:
    """How many columns of a terminal a text takes. Control characters, which have no width, take none."""
    whole = wcswidth(text)
    return whole if whole >= 0 else sum(max(wcwidth(sign), 0) for sign in text)
