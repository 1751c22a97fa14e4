"""The order in which a reader reads the rows of a page: column after column, and what runs across them in its place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from indexer.readers.layout.gutter import best_split
from indexer.readers.layout.row import Page, Row

DEEPEST = 12  # splits inside each other; newspapers have six columns
SAME_GUTTER = 1.0  # em by which one gutter differs from page to page
SAME_LINE = 0.5  # of the size of type, between the feet of rows that stand beside each other


def in_reading_order(pages: Sequence[Page], em: float) -> list[list[Row]]:
    """The rows of each page in order, each with the strip of the page in which it stands.

    `em` is the size of the body's type. A row that the library took over a gutter comes back as two.
    """
    first = [list(_ordered(page.rows, (0.0, page.width), em, ())) for page in pages]
    known = _gutters([row for rows in first for row in rows], em)
    if not known:
        return first
    return [list(_ordered(page.rows, (0.0, page.width), em, known)) for page in pages]


def _gutters(rows: Sequence[Row], em: float) -> list[float]:
    """Where columns begin somewhere in the document, each once."""
    found: list[float] = []
    for x in sorted({row.strip[0] for row in rows} - {0.0}):
        if not found or x - found[-1] > SAME_GUTTER * em:
            found.append(x)
    return found


def _ordered(
    rows: Sequence[Row], strip: tuple[float, float], em: float, known: Sequence[float], depth: int = 0
) -> Iterator[Row]:
    split = best_split(rows, em, known) if len(rows) > 1 and depth < DEEPEST else None
    if split is None:
        yield from (replace(row, strip=strip) for row in _from_the_top(rows))
        return
    for part, place in (
        (split.above, strip),
        (split.left, (strip[0], split.x)),
        (split.right, (split.x, strip[1])),
        (split.below, strip),
    ):
        yield from _ordered(part, place, em, known, depth + 1)


def _from_the_top(rows: Sequence[Row]) -> Iterator[Row]:
    """By their heights; rows beside each other, as in a table, in the order in which they were printed."""
    lines = list(lines_of(rows))
    for beside, run in groupby(lines, key=lambda line: len(line) > 1):
        together = [row for line in run for row in line]
        yield from sorted(together, key=lambda row: row.printed) if beside else together


def lines_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows from the top down, those on one line together."""
    line: list[Row] = []
    for row in sorted(rows, key=lambda row: -row.base):
        if line and line[0].base - row.base > SAME_LINE * max(line[0].size, row.size):
            yield line
            line = []
        line.append(row)
    if line:
        yield line
