"""The lines at the top and at the foot of a page, where running heads, page numbers and their like stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.layout.column import BODY_SIZE, body_size, leading_of
from indexer.readers.layout.patterns import print_patterns
from indexer.readers.layout.reading_order import lines_of
from indexer.readers.layout.row import Page, Row

DEPTH = 3  # lines at an edge that may be furniture
SMALLER = 1.05  # ratio of sizes of type that can be seen
CLEAR_DISTANCE = 1.3  # times the usual distance of rows
SAME_PLACE = 6.0  # points
LONGEST = 40  # characters of a running head


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """One line near an edge of a page: what stands side by side, as one text.

    `place` is its distance from that edge, in steps of a few points. `stands_off`: the next line further in is clearly
    apart or in larger type. `plain`: not in larger type than the body; `small`: in smaller.
    """

    page: int
    rows: tuple[Row, ...]
    text: str
    foot: bool
    place: int
    stands_off: bool
    plain: bool
    small: bool

    @property
    def could_be_head(self) -> bool:
        """Whether it is short and does not end a sentence: other lines are text, wherever they stand."""
        ended = self.text[-1] in print_patterns().statement_end
        return len(self.text) <= LONGEST and not ended


def edges_of(pages: Sequence[Page]) -> list[list[EdgeLine]]:
    """For each page and edge, the lines from the edge inwards that may be furniture."""
    rows = [row for page in pages for row in page.rows]
    if not rows:
        return []
    em, leading = body_size(rows), leading_of(rows)
    return [list(edge) for page in pages for edge in _edges(page, em, leading)]


def _edges(page: Page, em: float, leading: float) -> Iterator[Iterator[EdgeLine]]:
    lines = list(lines_of(page.rows))
    yield _from_edge(page, lines[: DEPTH + 1], False, em, leading)
    yield _from_edge(page, lines[: -DEPTH - 2 : -1], True, em, leading)


def _from_edge(page: Page, lines: Sequence[Sequence[Row]], foot: bool, em: float, leading: float) -> Iterator[EdgeLine]:
    for line, inner in pairwise([*lines, None] if len(lines) <= DEPTH else lines):
        rows = tuple(sorted(line or (), key=lambda row: row.left))
        text = "　".join(row.text for row in rows)
        from_edge = rows[0].base if foot else page.height - rows[0].base
        place = round(from_edge / SAME_PLACE)
        size = max(row.size for row in rows)
        apart = _stands_off(rows, inner, leading)
        yield EdgeLine(page.number, rows, text, foot, place, apart, size <= BODY_SIZE * em, size * SMALLER <= em)


def _stands_off(line: Sequence[Row], inner: Sequence[Row] | None, leading: float) -> bool:
    if not inner:
        return True
    smaller = max(row.size for row in line) * BODY_SIZE <= min(row.size for row in inner)
    return smaller or abs(line[0].base - inner[0].base) > CLEAR_DISTANCE * leading
