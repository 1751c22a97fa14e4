"""What stands around two sentences of two texts: a number for each two, a row a sentence of the first, a column one of the second."""

from collections.abc import Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from searchui.search.comparison.similarity import Matrix

NEIGHBOURS = 2  # sentences before and after that are looked at
DOUBT = 1.0  # pairs that might be anywhere: what few sentences say counts less
UNSEEN, LEAST_SHARE = 0.05, 0.02  # of what might belong to a sentence besides; what is less is no less

Pair: TypeAlias = tuple[int, int]


def apart(shape: tuple[int, ...], pairs: Sequence[Pair]) -> Matrix:
    """How far sentences stand from the course of both texts, which goes straight from pair to pair, as a share of these."""
    rows, columns = ([-1, *(pair[side] for pair in pairs), size] for side, size in enumerate(shape))
    row, column = (np.arange(size, dtype=np.float32) for size in shape)
    across, down = np.interp(row, rows, columns), np.interp(column, columns, rows)
    away = np.abs(column[None, :] - across.astype(np.float32)[:, None]) / np.float32(2 * shape[1])
    away += np.abs(row[:, None] - down.astype(np.float32)[None, :]) / np.float32(2 * shape[0])
    return np.asarray(away, dtype=np.float32)


def around(matrix: Matrix) -> Matrix:
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


def rivals(matrix: Matrix) -> Matrix:
    """How alike either of two sentences is to the most alike other one."""
    return np.maximum(_most_other(matrix), _most_other(matrix.T).T)


def _most_other(matrix: Matrix) -> Matrix:
    """Of each row the greatest number in another column."""
    if matrix.shape[1] == 1:
        return np.zeros_like(matrix)
    greatest = np.partition(matrix, -2, axis=1)
    second, first = greatest[:, -2:-1], greatest[:, -1:]
    return np.where(matrix >= first, second, first)


def among(matrix: Matrix, reach: int) -> Matrix:
    """The sum of each number and of those up to so many rows and columns away."""
    rows, columns = matrix.shape
    padded = np.pad(matrix, reach)
    down = sum((padded[start : start + rows] for start in range(1, 2 * reach + 1)), start=padded[:rows])
    return sum((down[:, start : start + columns] for start in range(1, 2 * reach + 1)), start=down[:, :columns])


def together(likely: Matrix, a: Sequence[int], b: Sequence[int]) -> Matrix:
    """Of the likely pairs of the other sentences of two sections the share that stands in both, as a cosine (Salton 1983).

    `a` and `b` tell in which section each sentence stands. Two sentences are no witnesses for themselves.
    """
    one, other = (np.unique(sections, return_inverse=True)[1] for sections in (a, b))
    down, across = (
        _summed(likely, one),
        _summed(likely.T, other).T,
    )  # of each section with each sentence, and the reverse
    both = _summed(across, one)[one][:, other] - across[:, other] - down[one] + likely
    own = (down.sum(axis=1)[one] - likely.sum(axis=1))[:, None] - down[one] + likely
    there = (across.sum(axis=0)[other] - likely.sum(axis=0))[None, :] - across[:, other] + likely
    return np.asarray(
        both / np.sqrt(np.maximum(own, 0) + DOUBT) / np.sqrt(np.maximum(there, 0) + DOUBT), dtype=np.float32
    )


def _summed(matrix: Matrix, sections: npt.NDArray[np.int64]) -> Matrix:
    """The rows of each section together."""
    order = np.argsort(sections, kind="stable")
    return np.asarray(np.add.reduceat(matrix[order], np.flatnonzero(np.diff(sections[order], prepend=-1)), axis=0))


def share(likely: Matrix) -> Matrix:
    """How much of what is likely of either of two sentences is that they belong together, on a logarithmic scale."""
    every = likely.sum(axis=1, keepdims=True) + likely.sum(axis=0, keepdims=True) - likely
    return np.asarray(np.log(likely / (every + UNSEEN) + LEAST_SHARE), dtype=np.float32)
