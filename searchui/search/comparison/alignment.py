"""Which sentences of two texts belong together: in order first, then anywhere, then what was split or merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from searchui.search.comparison.similarity import Matrix, Similarities

LEAST_LIKELY, LEAST_IN_VERSIONS = 0.26, 0.12  # how likely two sentences in order belong together, in context
MOST = 0.5  # of the sentences of a text that stand in the other one are those of a version of it
LEAST_MOVED = 0.16  # by which two sentences that do not stand in order must be likelier than two that do
LEAST_SHARED = 0.15  # less than this tells nothing, whatever stands around it
SAME = 0.95  # more than this needs nothing that stands around it
AROUND, NEIGHBOURS = (
    0.35,
    2,
)  # how much it counts that sentences beside two are alike, and how many of these are looked at
RARE, MOST_RARE = 0.06, 7.4  # how much what is rare counts, and the most of it, as so much that stands nowhere else
RIVAL = 0.3  # how much it counts against two that another is like one of them
SMALL_GAP, LEAST_BETWEEN = 6, 0.22  # sentences between pairs in order, and how alike those are that belong together
SHORTEST_MOVED = 5  # characters; what is shorter, as 各位代表, is moved by nobody
LEAST_GAIN = 0.05  # by which two sentences become more alike when one is taken together with the next
LEAST_PART, LEAST_GONE_ON = 0.2, 0.7  # of a sentence that the other lacks; of that part what stands beside the other
MOST_JOINED = 4  # sentences that one was split into

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
    least = LEAST_IN_VERSIONS if _are_versions(plain) else LEAST_LIKELY
    likely = _in_context(plain, rare)
    ordered = list(_with_less_alike(_in_order(likely, least), plain))
    moved = set(_anywhere(likely, ordered, lengths, least + LEAST_MOVED))
    return list(_joined(sorted([*ordered, *moved]), moved, alike, plain.shape))


def _are_versions(matrix: Matrix) -> bool:
    """Whether most of the shorter text stands in the other."""
    rows, columns = matrix.shape
    standing = matrix.max(axis=1 if rows <= columns else 0) >= SAME
    return float(standing.mean()) > MOST


def _in_context(matrix: Matrix, rare: Matrix) -> Matrix:
    """How likely sentences belong together: how alike they are, more where their neighbours are and where they share what
    is rare, less where others are.
    """
    likely: Matrix = matrix + np.float32(AROUND) * _around(matrix) - np.float32(RIVAL) * _rivals(matrix)
    likely += np.float32(RARE) * np.log(np.clip(rare, 1 / MOST_RARE, MOST_RARE))
    likely[matrix < LEAST_SHARED] = 0
    likely[matrix >= SAME] = 1 + matrix[matrix >= SAME]
    np.maximum(likely, 0, out=likely)
    return likely


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


def _with_less_alike(ordered: Sequence[Pair], matrix: Matrix) -> Iterator[Pair]:
    """Pairs in order, and, where little is left between two of them, those that are less alike."""
    for (row, column), (end, other_end) in pairwise([(-1, -1), *ordered, matrix.shape]):
        if row >= 0:
            yield row, column
        if max(end - row, other_end - column) - 1 <= SMALL_GAP:
            between = matrix[row + 1 : end, column + 1 : other_end]
            yield from ((row + 1 + a, column + 1 + b) for a, b in _in_order(between, LEAST_BETWEEN))


def _anywhere(
    likely: Matrix, taken: Sequence[Pair], lengths: tuple[Sequence[int], Sequence[int]], least: float
) -> Iterator[Pair]:
    """Of what is left the pairs that most likely belong together, wherever they stand."""
    left = likely.copy()
    left[[a for a, _b in taken]] = 0
    left[:, [b for _a, b in taken]] = 0
    left[np.array(lengths[0], dtype=int) < SHORTEST_MOVED] = 0
    left[:, np.array(lengths[1], dtype=int) < SHORTEST_MOVED] = 0
    a, b = np.nonzero(left >= least)
    rows: set[int] = set()
    columns: set[int] = set()
    for place in np.lexsort((b, a, -left[a, b])).tolist():
        row, column = int(a[place]), int(b[place])
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _joined(pairs: Sequence[Pair], moved: set[Pair], alike: Similarities, shape: tuple[int, ...]) -> Iterator[Link]:
    """The pairs with what stands beside them, belongs nowhere, and makes them more alike."""
    free = set(range(shape[0])) - {a for a, _b in pairs}, set(range(shape[1])) - {b for _a, b in pairs}
    for a, b in pairs:
        link = Link(range(a, a + 1), range(b, b + 1), (a, b) in moved, alike.of([a], [b]))
        while better := _grown(link, free, alike):
            link = better
            free[0].difference_update(link.a)
            free[1].difference_update(link.b)
        yield link


def _grown(link: Link, free: tuple[set[int], set[int]], alike: Similarities) -> Link | None:
    """A link with the sentence of one text that makes its sentences most alike; None where none does."""
    wider = [(one, link.b) for one in _wider(link.a, free[0]) if len(link.b) == 1]
    wider += [(link.a, other) for other in _wider(link.b, free[1]) if len(link.a) == 1]
    found = [Link(a, b, link.moved, alike.of(a, b)) for a, b in wider]
    best = max(found, key=lambda each: each.similarity, default=None)
    if best and best.similarity >= link.similarity + LEAST_GAIN:
        return best
    return next((one for one in found if _goes_on(link, one, alike)), None)


def _goes_on(link: Link, wider: Link, alike: Similarities) -> bool:
    """Whether what one sentence has more than the other stands in the one that was added beside that."""
    more_a, more_b = set(wider.a) - set(link.a), set(wider.b) - set(link.b)
    part, gone = alike.gone_on(link.a, link.b, more_b) if more_b else alike.gone_on(link.a, link.b, more_a, turned=True)
    return part >= LEAST_PART and gone >= LEAST_GONE_ON


def _wider(numbers: range, free: set[int]) -> Iterator[range]:
    if len(numbers) < MOST_JOINED:
        if numbers.start - 1 in free:
            yield range(numbers.start - 1, numbers.stop)
        if numbers.stop in free:
            yield range(numbers.start, numbers.stop + 1)
