"""Where the text of a page stands: its left and right edges, the size of its type, the distance of its rows."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.readers.layout.row import Page, Row

ENOUGH_ROWS = 20  # before left and right pages are told apart
SUPPORT = 0.05  # share of the rows that make an edge
MANY_FULL = 0.3  # share of rows as long as the longest above which those are as long as rows can be
EDGE_PLAY = 1.5  # em by which the ends of full rows differ
INDENT = 1.2  # em; two are usual
DEEPEST_INDENT = 4.5  # em
APART = 3.0  # em on both sides of a centred row
ASIDE = 0.4  # of the width, left free before a signature
INDENTING = 0.03  # share of indented rows in a text that indents its paragraphs
MARGINS = 6.0  # em by which the right margin may be wider than the left
BODY_SIZE = 1.12  # ratio up to which a row is in the body's type
SAME_TYPE = 0.3  # share of the characters on pages of one width, below which these have a type of their own


@dataclass(frozen=True, slots=True)
class Column:
    """The edges in points; `em` is the size of its type. `indents` tells whether paragraphs are indented.

    `leading` is the usual distance from one row to the next, in points.
    """

    left: float
    right: float
    em: float
    indents: bool
    leading: float

    def is_indented(self, row: Row) -> bool:
        return row.left - self.left >= INDENT * self.em

    def is_centred(self, row: Row) -> bool:
        free = row.left - self.left
        middle = (row.left + row.right - self.left - self.right) / 2
        least = APART if row.size <= BODY_SIZE * self.em else 0.0
        return free >= least * self.em and abs(middle) < max(self.em, row.size) and self.right - row.right >= 0

    def is_apart(self, row: Row) -> bool:
        """Centred, or far to the right: a title, a name, a signature."""
        return self.is_centred(row) or row.left - self.left >= ASIDE * (self.right - self.left)


class Columns:
    """The columns of a document: those between the same gutters together, left and right pages apart where they differ."""

    def __init__(self, rows: Sequence[Row], pages: Sequence[Page]) -> None:
        self.size = body_size(rows)
        self._leading = leading_of(rows)
        self._width = median(page.width for page in pages)
        self._widths = {page.number: page.width for page in pages}
        body: defaultdict[tuple[float, float], list[Row]] = defaultdict(list)
        for row in rows:
            body[row.strip].append(row)
        self._columns = {(strip, side): self._column(among, side) for strip, among in body.items() for side in (0, 1)}

    def of(self, row: Row) -> Column:
        return self._columns[row.strip, row.page % 2]

    def _column(self, rows: Sequence[Row], side: int) -> Column:
        """Of the rows between two gutters on left or on right pages; in a bound book these differ."""
        whole_page = rows[0].strip == (0.0, self._widths[rows[0].page]) and len(rows) >= ENOUGH_ROWS
        size, leading = self.size, self._leading
        if whole_page and _share(rows, size) < SAME_TYPE:
            size, leading = body_size(rows), leading_of(rows)
        body = [row for row in rows if _is_of(row, size)] or rows
        of_side = [row for row in body if row.page % 2 == side]
        whole_page = whole_page or (rows[0].strip[0] == 0 and rows[0].strip[1] >= self._width)
        enough = of_side if len(of_side) >= ENOUGH_ROWS else body
        return _column(enough, size, rows[0].strip[1] if whole_page else None, leading)


def _share(rows: Sequence[Row], size: float) -> float:
    """Of the characters of these rows, those in this size."""
    return sum(len(row.text) for row in rows if _is_of(row, size)) / sum(len(row.text) for row in rows)


def _is_of(row: Row, size: float) -> bool:
    return 1 / BODY_SIZE <= row.size / size <= BODY_SIZE


def body_size(rows: Sequence[Row]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    return max(sizes, key=lambda size: (sizes[size], size))


def leading_of(rows: Sequence[Row]) -> float:
    """The usual distance from one row to the next, in points."""
    steps = [first.base - second.base for first, second in pairwise(rows) if first.page == second.page]
    return median([step for step in steps if step > 0] or [0.0])


def _column(rows: Sequence[Row], em: float, width: float | None, leading: float) -> Column:
    """The column of these rows; `width` is that of the paper where nothing else stands beside them."""
    lefts, rights = sorted(row.left for row in rows), sorted((row.right for row in rows), reverse=True)
    left = _edge(lefts, em / 2)
    right = -_edge([-x for x in rights], EDGE_PLAY * em)
    full = sum(right - other <= EDGE_PLAY * em for other in rights)
    if width is not None and full < MANY_FULL * len(rows):
        # Few rows are full: the paper tells how wide one would be. Margins are about the same on both sides.
        right = max(right, width - left - MARGINS * em)
    indented = sum(INDENT * em <= row.left - left <= DEEPEST_INDENT * em for row in rows)
    return Column(left, right, em, indented >= max(1, INDENTING * len(rows)), leading)


def _edge(ends: Sequence[float], play: float) -> float:
    """The outermost place, in order from the outside, at which enough rows begin, few of them further out."""
    enough, few = max(2, SUPPORT * len(ends)), SUPPORT * len(ends)
    for out, x in enumerate(ends):
        if out > few:
            break
        if sum(x <= other <= x + play for other in ends) >= enough:
            return x
    return ends[0]
