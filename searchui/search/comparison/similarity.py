"""How alike sentences are: the share of their characters and pairs of characters that they have in common, rare ones counting more."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable

Matrix = npt.NDArray[np.float32]
ROWS = 256  # of a matrix that are made at a time
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = re.compile(r"\s*(?:第?[(（]?[一二三四五六七八九十\d]+[)）、.．,，]|[一二三四五六七八九十]+(?:是|要))")
_SPACED = re.compile(r"(?<=\d)\s+(?=\d)")


def frame(text: str) -> str:
    """What of a sentence is compared: folded, without marks and white space and without the number that counts it (一、),
    and a 0 for each number in digits. What is only marks, as it is.
    """
    folded = fold(text.strip()) or text
    return without_ignorable(_DIGITS.sub("0", _SPACED.sub("", folded[counted(folded) :]))) or folded


def counted(text: str) -> int:
    """How many characters at the start of a sentence only count it: 一、 （二） 三是."""
    found = _COUNTED.match(text)
    return found.end() if found else 0


class Similarities:
    """How alike sentences of one text are to those of another, from 0 to 1 (Dice 1945, of weighted sets)."""

    def __init__(self, a: Sequence[str], b: Sequence[str]) -> None:
        """`a` and `b` are the frames of their sentences."""
        self._a, self._b = [*map(_grams, a)], [*map(_grams, b)]
        times = Counter(gram for grams in (*self._a, *self._b) for gram in grams)
        every = len(a) + len(b)
        self._weights = {gram: log(1 + every / own) for gram, own in times.items()}

    def matrix(self) -> Matrix:
        """All of them: a row a sentence of the first, a column a sentence of the second."""
        numbers = {gram: number for number, gram in enumerate(self._weights)}
        weights = np.fromiter(self._weights.values(), dtype=np.float32)
        held = _Postings(self._b, numbers)
        whole = np.array([*map(self._whole, self._b)], dtype=np.float32)
        made = np.zeros((len(self._a), len(self._b)), dtype=np.float32)
        for start in range(0, len(self._a), ROWS):
            rows = self._a[start : start + ROWS]
            own = np.array([*map(self._whole, rows)], dtype=np.float32)[:, None] + whole
            shared = held.shared(rows, numbers, weights)
            np.divide(2 * shared, own, out=made[start : start + ROWS], where=own > 0)
        return made

    def of(self, a: Iterable[int], b: Iterable[int]) -> float:
        """How alike some sentences of the first together are to some of the second."""
        one: frozenset[str] = frozenset().union(*(self._a[number] for number in a))
        other: frozenset[str] = frozenset().union(*(self._b[number] for number in b))
        whole = self._whole(one) + self._whole(other)
        return 2 * self._whole(one & other) / whole if whole else 0.0

    def gone_on(
        self, a: Iterable[int], b: Iterable[int], more: Iterable[int], *, turned: bool = False
    ) -> tuple[float, float]:
        """The share of some sentences of the first that others of the second lack, and the share of this that stands in
        more of the second. `turned`: of some of the second what others of the first lack.
        """
        own, there = (self._b, self._a) if turned else (self._a, self._b)
        said, other = (b, a) if turned else (a, b)
        whole: frozenset[str] = frozenset().union(*(own[number] for number in said))
        lacking = whole.difference(*(there[number] for number in other))
        beside: frozenset[str] = frozenset().union(*(there[number] for number in more))
        weight = self._whole(lacking)
        return weight / (self._whole(whole) or 1), self._whole(lacking & beside) / (weight or 1)

    def _whole(self, grams: Iterable[str]) -> float:
        return sum(map(self._weights.__getitem__, grams))


class _Postings:
    """Which sentences have each gram."""

    def __init__(self, sentences: Sequence[frozenset[str]], numbers: dict[str, int]) -> None:
        self.width = len(sentences)
        places, grams = _flat(sentences, numbers)
        self._places = places[np.argsort(grams, kind="stable")]
        self._counts = np.bincount(grams, minlength=len(numbers))
        self._starts = np.cumsum(self._counts) - self._counts

    def shared(self, rows: Sequence[frozenset[str]], numbers: dict[str, int], weights: Matrix) -> Matrix:
        """The weight of what each of some sentences shares with each of these."""
        row, gram = _flat(rows, numbers)
        times = self._counts[gram]
        ends = np.cumsum(times)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
        column = self._places[np.repeat(self._starts[gram], times) + within]
        cell = np.repeat(row, times) * self.width + column
        made = np.bincount(cell, np.repeat(weights[gram], times), len(rows) * self.width)
        return made.astype(np.float32).reshape(len(rows), self.width)


def _flat(
    sentences: Sequence[frozenset[str]], numbers: dict[str, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The number of each sentence as often as it has a gram, and the numbers of these grams."""
    places = np.repeat(np.arange(len(sentences)), [*map(len, sentences)])
    return places, np.array([numbers[gram] for grams in sentences for gram in grams], dtype=np.int64)


def _grams(text: str) -> frozenset[str]:
    """The characters of a frame, and the pairs of those beside each other."""
    return frozenset((*text, *map("".join, pairwise(text))))
