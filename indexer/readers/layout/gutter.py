"""Gutters: the empty strips between the columns of a page.

A gutter is believed where rows on both sides of it run to the edge of their column, as prose does; cells of a table and
a signature far to the right do not. What is known from other pages of the document needs less evidence.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise, takewhile
from math import inf
from statistics import median

from indexer.readers.layout.row import GUTTER, Row

BODY_SIZE = 1.12  # ratio up to which a row is in the body's type
LEAST_ROWS = 3  # on each side
LEAST_WIDTH = 6.0  # em of a column
FULL = 1.6  # em by which the ends of full rows differ
MOSTLY_FULL = 0.5  # share of full rows in prose
OVERHANG = 0.3  # em by which punctuation at the end of a row may reach over the edge
WIDE = 1.5  # times the usual width of a row: it runs across columns
BESIDE = 0.5  # share of the height of the lower side that stands beside the other


@dataclass(frozen=True, slots=True)
class Split:
    """Rows above a gutter that begins at `x`, at its left, at its right, and below it."""

    x: float
    above: Sequence[Row]
    left: Sequence[Row]
    right: Sequence[Row]
    below: Sequence[Row]


def best_split(rows: Sequence[Row], em: float, known: Sequence[float] = ()) -> Split | None:
    """The split at the gutter that parts most rows; None where these rows are one column."""
    splits = [split for x in _candidates(rows, em, known) for split in _splits(rows, x, em, x in known)]
    return max(splits, key=lambda split: (len(split.left) + len(split.right), -split.x), default=None)


def _candidates(rows: Sequence[Row], em: float, known: Sequence[float]) -> list[float]:
    """Where a column may begin: left edges of several rows, and of pieces of rows, far enough from the first."""
    first = min(row.left for row in rows) + LEAST_WIDTH * em
    lefts = [piece.left for row in rows for piece in (row.pieces or (row,)) if piece.left >= first]
    edges = Counter(round(left / em * 2) for left in lefts)
    found = [
        min(left for left in lefts if round(left / em * 2) == edge) for edge, n in edges.items() if n >= LEAST_ROWS
    ]
    near = [x for x in known if x >= first and any(abs(left - x) <= em / 2 for left in lefts)]
    return near + [x for x in found if not any(abs(x - other) <= em for other in near)]


def _splits(rows: Sequence[Row], x: float, em: float, known: bool) -> Iterator[Split]:
    """The split at a gutter that begins at x, for each run of rows without one that crosses it."""
    parted = [part for row in sorted(rows, key=lambda row: -row.base) for part in _parts(row, x, em)]
    sides = [_side(part, x, em) for part in parted]
    borders = [-1, *(index for index, side in enumerate(sides) if not side), len(parted)]
    for start, end in pairwise(borders):
        run = range(start + 1, end)
        left, right = ([parted[index] for index in run if sides[index] == side] for side in (-1, 1))
        titles = _titles(left, right, em)
        left, right = ([row for row in side if row not in titles] for side in (left, right))
        if _are_columns(left, right, x, em, known):
            yield Split(x, [*parted[: start + 1], *titles], left, right, parted[end:])


def _titles(left: Sequence[Row], right: Sequence[Row], em: float) -> Sequence[Row]:
    """Rows above all columns that are too short to run across the gutter: in larger type, or in the middle."""
    if not left or not right:
        return []
    lower, higher = sorted((left, right), key=lambda side: side[0].base)
    ends = min(row.left for row in (*left, *right)), max(row.right for row in (*left, *right))
    above = takewhile(lambda row: row.base >= lower[0].base + lower[0].size, higher)
    return list(takewhile(lambda row: row.size > BODY_SIZE * em or abs(row.left + row.right - sum(ends)) < em, above))


def _parts(row: Row, x: float, em: float) -> Sequence[Row]:
    """The row in two where one of its gaps is at x."""
    for index, piece in enumerate(row.pieces[1:], 1):
        if abs(piece.left - x) <= em / 2 or (piece.left > x and row.pieces[index - 1].right <= x - GUTTER * em / 2):
            return [joined(row.pieces[:index]), joined(row.pieces[index:])]
    return [row]


def joined(pieces: Sequence[Row]) -> Row:
    """Pieces that stand beside each other, as one row."""
    return reduce(_beside, pieces)


def _beside(left: Row, right: Row) -> Row:
    gap = "　"
    shift = len(left.text) + len(gap)
    raised = tuple((start + shift, end + shift) for start, end in right.raised)
    pieces = (*(left.pieces or (left,)), *(right.pieces or (right,)))
    return replace(
        left, text=f"{left.text}{gap}{right.text}", right=right.right, pieces=pieces, raised=(*left.raised, *raised)
    )


def _side(row: Row, x: float, em: float) -> int:
    """-1 at the left of x, 1 at its right, 0 across it."""
    if row.left >= x - em / 2:
        return 1
    return -1 if row.right <= x + OVERHANG * em else 0


def _are_columns(left: Sequence[Row], right: Sequence[Row], x: float, em: float, known: bool) -> bool:
    if not left or not right or not _beside_each_other(left, right):
        return False
    if known:
        return min(row.left for row in right) <= x + em / 2
    enough = min(len(left), len(right)) >= LEAST_ROWS
    return enough and _is_prose(_nearest(left, -1), em) and _is_prose(_nearest(right, 0), em)


def _nearest(rows: Sequence[Row], end: int) -> Sequence[Row]:
    """The rows of the first column of these, or of the last (-1): rows across several columns not counted."""
    usual = WIDE * median(row.right - row.left for row in rows)
    columns: list[list[Row]] = []
    edge = -inf
    for row in sorted(rows, key=lambda row: row.left):
        if row.right - row.left > usual:
            continue
        if row.left >= edge:
            columns.append([])
        columns[-1].append(row)
        edge = max(edge, row.right)
    return columns[end]


def _beside_each_other(left: Sequence[Row], right: Sequence[Row]) -> bool:
    tops, feet = ([choose(row.base for row in side) for side in (left, right)] for choose in (max, min))
    shared, lowest = min(tops) - max(feet), min(top - foot for top, foot in zip(tops, feet, strict=True))
    return shared >= BESIDE * lowest


def _is_prose(rows: Sequence[Row], em: float) -> bool:
    """Whether most rows run to the edge of their column."""
    left, edge = min(row.left for row in rows), sorted(row.right for row in rows)[-max(1, len(rows) // 10)]
    full = sum(row.right >= edge - FULL * em for row in rows)
    return edge - left >= LEAST_WIDTH * em and full >= MOSTLY_FULL * len(rows)
