"""How likely sentences of two texts belong together: what speaks for each two of them and against them, weighed.

First at sight, then once more, when it is known where the texts go along together and which others are likely.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

import numpy as np

from searchui.search.comparison.abbreviations import shortened
from searchui.search.comparison.similarity import Matrices, Matrix, Similarities

LEAST_SHARED = 0.03  # less than this tells nothing, whatever stands around it
SAME = 0.95  # more than this needs nothing that stands around it
FIRM = 0.6  # from which on a pair shows where both texts go along together
NEIGHBOURS = 2  # sentences before and after that are looked at
NEAR, FAR = 1, 4  # sentences on either side among which likely pairs are counted
MOST_RARE = 7.4  # of what is rare: what is more says no more, what is less than 1 of it no less
LONG = 150  # characters from which on length says no more
FEW = 3  # characters: so many more make less of a difference the longer a sentence is

Pair: TypeAlias = tuple[int, int]
InOrder: TypeAlias = Callable[[Matrix, float], Sequence[Pair]]


class Sentences(NamedTuple):
    """The sentences of a text: what of each is compared, and which are headings."""

    frames: Sequence[str]
    headings: Sequence[bool]


class Weights(NamedTuple):
    """How much counts for two sentences and against them, in a logistic regression on pairs that a reader linked."""

    before: float  # for any two
    alike: float  # how alike they are
    rare: float  # what is rare and in both
    shortened: float  # what one says in short: 文旅 for 文化旅游
    around: float  # how alike the sentences around them are
    rival: float  # how alike to them others are
    apart: float  # how far they stand from where both texts go along together
    unequal: float  # one is longer
    length: float  # of the shorter one: long ones share something easily
    headings: float  # both are
    heading: float  # one of them is
    near: float = 0.0  # likely pairs close by
    far: float = 0.0  # and a little farther
    rivals: float = 0.0  # other likely pairs of either


AT_SIGHT = Weights(
    before=4.3, alike=1.84, rare=1.6, shortened=2.19, around=4.4, rival=-3.86, apart=-5.86,
    unequal=-1.24, length=-2.25, headings=1.52, heading=-1.35,
)  # fmt: skip
AT_LAST = Weights(
    before=2.09, alike=0.65, rare=1.43, shortened=2.5, around=1.36, rival=-1.79, apart=-4.57,
    unequal=-0.88, length=-1.62, headings=1.12, heading=-1.41, near=1.37, far=0.94, rivals=-2.46,
)  # fmt: skip


def likelihood(alike: Similarities, sentences: tuple[Sentences, Sentences], in_order: InOrder) -> Matrix:
    """From 0 to 1 for each two, more than 1 for the same ones. `in_order` gives pairs in the order of both texts."""
    known = _Known(alike.matrices(), *sentences)
    first = known.likely(AT_SIGHT, (), None)
    likely = known.likely(AT_LAST, in_order(first, FIRM), first)
    np.maximum(likely, known.plain, out=likely)
    likely[known.plain < LEAST_SHARED] = 0
    same = known.plain >= SAME
    likely[same] = 1 + known.plain[same]
    return likely


class _Known:
    """What is known of each two sentences of two texts, a row a sentence of the first."""

    def __init__(self, matrices: Matrices, a: Sentences, b: Sentences) -> None:
        self._sentences = a, b
        self.plain, rare = matrices
        self._of_both = (
            self.plain,
            np.log(np.clip(rare, 1 / MOST_RARE, MOST_RARE)),
            np.log1p(shortened(a.frames, b.frames)),
            _around(self.plain),
            _rivals(self.plain),
        )

    def _of_each(self) -> Iterator[Matrix]:
        """What is known of their lengths, and of which are headings."""
        a, b = (
            np.log(np.array([min(len(frame), LONG) for frame in one.frames], dtype=np.float32) + FEW)
            for one in self._sentences
        )
        yield np.abs(a[:, None] - b)
        yield np.minimum(a[:, None], b)
        a, b = (np.array(one.headings, dtype=np.float32) for one in self._sentences)
        yield a[:, None] * b
        yield np.abs(a[:, None] - b)

    def features(self, pairs: Sequence[Pair], likely: Matrix | None) -> Iterator[Matrix]:
        """All of it in the order of the weights, where these pairs stand in order, and these are likely, if that is known."""
        yield np.ones_like(self.plain)
        yield from self._of_both
        yield np.sqrt(_apart(self.plain.shape, pairs))
        yield from self._of_each()
        if likely is not None:
            near = _among(likely, NEAR)
            yield np.log1p(near - likely)
            yield np.log1p(_among(likely, FAR) - near)
            yield np.log1p(likely.sum(axis=1, keepdims=True) + likely.sum(axis=0, keepdims=True) - 2 * likely)

    def likely(self, weights: Weights, pairs: Sequence[Pair], likely: Matrix | None) -> Matrix:
        """How likely each two belong together, from 0 to 1."""
        odds = np.zeros_like(self.plain)
        for weight, feature in zip(weights, self.features(pairs, likely), strict=likely is not None):
            odds += np.float32(weight) * feature
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _apart(shape: tuple[int, ...], pairs: Sequence[Pair]) -> Matrix:
    """How far sentences stand from the course of both texts, which goes straight from pair to pair, as a share of these."""
    rows, columns = ([-1, *(pair[side] for pair in pairs), size] for side, size in enumerate(shape))
    row, column = (np.arange(size, dtype=np.float32) for size in shape)
    across, down = np.interp(row, rows, columns), np.interp(column, columns, rows)
    apart = np.abs(column[None, :] - across.astype(np.float32)[:, None]) / np.float32(2 * shape[1])
    apart += np.abs(row[:, None] - down.astype(np.float32)[None, :]) / np.float32(2 * shape[0])
    return np.asarray(apart, dtype=np.float32)


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


def _among(matrix: Matrix, reach: int) -> Matrix:
    """The sum of each number and of those up to so many rows and columns away."""
    rows, columns = matrix.shape
    padded = np.pad(matrix, reach)
    down = sum((padded[start : start + rows] for start in range(1, 2 * reach + 1)), start=padded[:rows])
    return sum((down[:, start : start + columns] for start in range(1, 2 * reach + 1)), start=down[:, :columns])
