"""Which sentences of two texts belong together: in order first, then anywhere, then what was split or merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import product

import numpy as np

from searchui.search.comparison.similarity import Matrix, Similarities

LIKELY, LIKELY_MOVED, LIKELY_IN_VERSIONS = 0.5, 0.6, 0.15  # from which on two sentences belong together
FIRM = 0.7  # from which on a pair shows where both texts go along together
MOST = 0.5  # of the sentences of a text that stand in the other one are those of a version of it
# How much counts for two sentences: that they are alike, that they share what is rare, that those around them are alike;
# and against them: that others are like them, and that they stand far from where both texts go along together.
BEFORE, ALIKE, RARE, AROUND, RIVAL, APART = -3.0, 16.5, 1.1, 3.7, -5.0, -7.8
LEAST_SHARED = 0.06  # less than this tells nothing, whatever stands around it
SAME = 0.95  # more than this needs nothing that stands around it
NEIGHBOURS = 2  # sentences before and after that are looked at
MOST_RARE = 7.4  # of what is rare: what is more says no more, what is less than 1 of it no less
SHORTEST_MOVED = 5  # characters; what is shorter, as 各位代表, is moved by nobody
LEAST_PART, LEAST_GONE_ON = 0.2, 0.7  # of a sentence that the other lacks; of that part what stands beside the other
MOST_JOINED = 10  # sentences that one was split into

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences of one text that belong to sentences of the other, by their numbers; of one of them it is only one."""

    a: range
    b: range
    moved: bool
    similarity: float

    def turned(self) -> "Link":
        return Link(self.b, self.a, self.moved, self.similarity)


def links(alike: Similarities, lengths: tuple[Sequence[int], Sequence[int]]) -> list[Link]:
    """What belongs together, in the order of the first text; `lengths` are those of the sentences of each."""
    plain, rare = alike.matrices()
    if not plain.size:
        return []
    sight = _at_sight(plain, rare)
    firm = _in_order(_likely(sight, plain, ()), FIRM)
    likely = _likely(sight, plain, firm)
    ordered = _in_order(likely, LIKELY_IN_VERSIONS if _are_versions(plain) else LIKELY)
    moved = set(_anywhere(likely, ordered, lengths))
    return [
        Link(own, there, (a, b) in moved, alike.of(own, there))
        for (a, b), (own, there) in sorted(_joined([*ordered, *moved], likely, alike).items())
    ]


def _are_versions(matrix: Matrix) -> bool:
    """Whether most of the shorter text stands in the other."""
    rows, columns = matrix.shape
    standing = matrix.max(axis=1 if rows <= columns else 0) >= SAME
    return float(standing.mean()) > MOST


def _at_sight(plain: Matrix, rare: Matrix) -> Matrix:
    """How much speaks for two sentences wherever they stand, as the logarithm of odds."""
    sight: Matrix = np.float32(BEFORE) + np.float32(ALIKE) * plain + np.float32(AROUND) * _around(plain)
    sight += np.float32(RIVAL) * _rivals(plain)
    sight += np.float32(RARE) * np.log(np.clip(rare, 1 / MOST_RARE, MOST_RARE))
    return sight


def _likely(sight: Matrix, plain: Matrix, pairs: Sequence[Pair]) -> Matrix:
    """How likely sentences belong together, from 0 to 1, where these pairs in order do; more than 1 for the same ones.

    The weights are those of a logistic regression on pairs that a reader linked.
    """
    odds = sight + np.float32(APART) * np.sqrt(_apart(plain.shape, pairs))
    likely = np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)
    likely[plain < LEAST_SHARED] = 0
    likely[plain >= SAME] = 1 + plain[plain >= SAME]
    return likely


def _apart(shape: tuple[int, ...], pairs: Sequence[Pair]) -> Matrix:
    """How far sentences stand from the course of both texts, which goes straight from pair to pair, as a share of these."""
    rows, columns = ([-1, *numbers, size] for numbers, size in zip(_parted(pairs), shape, strict=True))
    row, column = (np.arange(size, dtype=np.float32) for size in shape)
    across, down = np.interp(row, rows, columns), np.interp(column, columns, rows)
    apart = np.abs(column[None, :] - across.astype(np.float32)[:, None]) / np.float32(2 * shape[1])
    apart += np.abs(row[:, None] - down.astype(np.float32)[None, :]) / np.float32(2 * shape[0])
    return np.asarray(apart, dtype=np.float32)


def _parted(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    return [a for a, _b in pairs], [b for _a, b in pairs]


def _around(matrix: Matrix) -> Matrix:
    """How alike the most alike sentences shortly before two are, and those shortly after, on the average."""
    rows, columns = matrix.shape
    padded = np.pad(matrix, NEIGHBOURS)
    both = np.zeros_like(matrix)
    for sign in (-1, 1):
        most = np.zeros_like(matrix)
        for down, right in product(range(1, NEIGHBOURS + 1), repeat=2):
            top, left = NEIGHBOURS + sign * down, NEIGHBOURS + sign * right
            np.maximum(most, padded[top : top + rows, left : left + columns], out=most)
        both += most
    both /= 2
    return both


def _rivals(matrix: Matrix) -> Matrix:
    """How alike either of two sentences is to the most alike other one."""
    return np.maximum(_most_other(matrix), _most_other(matrix.T).T)


def _most_other(matrix: Matrix) -> Matrix:
    """Of each row the greatest number in another column."""
    if matrix.shape[1] == 1:
        return np.zeros_like(matrix)
    greatest = np.partition(matrix, -2, axis=1)
    second, first = greatest[:, -2:-1], greatest[:, -1:]
    return np.where(matrix >= first, second, first)


def _in_order(likely: Matrix, least: float) -> list[Pair]:
    """The pairs in the order of both texts that are most likely together."""
    rows, columns = likely.shape
    reached = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    for row, own in enumerate(likely):
        after = reached[row].copy()
        np.maximum(after[1:], np.where(own >= least, reached[row, :-1] + own, 0), out=after[1:])
        np.maximum.accumulate(after, out=reached[row + 1])
    pairs, row, column = [], rows, columns
    while row and column:
        if reached[row, column] == reached[row - 1, column]:
            row -= 1
        elif reached[row, column] == reached[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _anywhere(likely: Matrix, taken: Sequence[Pair], lengths: tuple[Sequence[int], Sequence[int]]) -> Iterator[Pair]:
    """Of what is left the pairs that most likely belong together, wherever they stand."""
    left = likely.copy()
    left[[a for a, _b in taken]] = 0
    left[:, [b for _a, b in taken]] = 0
    left[np.array(lengths[0], dtype=int) < SHORTEST_MOVED] = 0
    left[:, np.array(lengths[1], dtype=int) < SHORTEST_MOVED] = 0
    a, b = np.nonzero(left >= LIKELY_MOVED)
    rows: set[int] = set()
    columns: set[int] = set()
    for place in np.lexsort((b, a, -left[a, b])).tolist():
        row, column = int(a[place]), int(b[place])
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _joined(pairs: Sequence[Pair], likely: Matrix, alike: Similarities) -> dict[Pair, tuple[range, range]]:
    """Of each pair its sentences, and with them those beside these that belong nowhere else, the likeliest ones first."""
    joined = {(a, b): (range(a, a + 1), range(b, b + 1)) for a, b in pairs}
    free = tuple(set(range(size)) - {*taken} for size, taken in zip(likely.shape, _parted(pairs), strict=True))
    queue = [one for pair, sides in joined.items() for one in _beside(pair, sides, likely, alike)]
    heapify(queue)
    while queue:
        _unlikely, side, number, pair = heappop(queue)
        sides = joined[pair]
        if number not in free[side] or len(sides[1 - side]) > 1 or len(sides[side]) == MOST_JOINED:
            continue
        free[side].discard(number)
        wider = range(min(number, sides[side].start), max(number + 1, sides[side].stop))
        joined[pair] = (sides[0], wider) if side else (wider, sides[1])
        for one in _beside(pair, joined[pair], likely, alike):
            heappush(queue, one)
    return joined


def _beside(
    pair: Pair, sides: tuple[range, range], likely: Matrix, alike: Similarities
) -> Iterator[tuple[float, int, int, Pair]]:
    """The sentences beside those of a pair that belong to its other one: how unlikely, of which text, which."""
    for side, numbers in enumerate(sides):
        for number in (numbers.start - 1, numbers.stop):
            if 0 <= number < likely.shape[side]:
                cell = (pair[0], number) if side else (number, pair[1])
                if likely[cell] >= LIKELY or _goes_on(sides, number, alike, turned=not side):
                    yield -float(likely[cell]), side, number, pair


def _goes_on(sides: tuple[range, range], number: int, alike: Similarities, *, turned: bool) -> bool:
    """Whether what one sentence has more than its other ones stands in the one beside these."""
    part, gone = alike.gone_on(*sides, [number], turned=turned)
    return part >= LEAST_PART and gone >= LEAST_GONE_ON
