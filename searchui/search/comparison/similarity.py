"""How alike sentences are: the share of their characters and pairs of characters that they have in common, rare ones counting more."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable

Matrix = npt.NDArray[np.float32]
Weights = npt.NDArray[np.float64]
RARITY = 3  # by which power what is rare counts more
ROWS = 256  # of a matrix that are made at a time
IN_A_ROW = 7  # sentences of which it is looked at what they speak of together
MOST_DOCUMENTS = 120  # rows of sentences of both texts; of long ones these are longer
TOPICS, LEAST_STRENGTH = 30, 0.01  # axes of what is spoken of; what is weaker tells nothing
TINY = 1e-9
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


class Matrices(NamedTuple):
    """A row a sentence of one text, a column a sentence of another: how alike two are, from 0 to 1, and the weight of what
    is rare in both, where 1 is that of what stands in no other.
    """

    alike: Matrix
    rare: Matrix


class Similarities:
    """How alike sentences of one text are to those of another, from 0 to 1 (Dice 1945, of weighted sets)."""

    def __init__(self, a: Sequence[str], b: Sequence[str]) -> None:
        """`a` and `b` are the frames of their sentences."""
        self._a, self._b = [*map(_grams, a)], [*map(_grams, b)]
        times = Counter(gram for grams in (*self._a, *self._b) for gram in grams)
        every = len(a) + len(b)
        self._greatest = log(1 + every)
        self._weights = {gram: log(1 + every / own) for gram, own in times.items()}
        self._pairs = frozenset(
            gram for gram, own in times.items() if own > 1 and len(gram) == 2
        )  # in several sentences

    def matrices(self) -> Matrices:
        """All of them, and how much of what is rare each two have in common."""
        numbers = {gram: number for number, gram in enumerate(self._weights)}
        weights = np.fromiter(self._weights.values(), dtype=float)
        rare = (weights / self._greatest) ** RARITY
        held = _Postings(self._b, numbers)
        whole = held.whole(weights)
        alike = np.zeros((len(self._a), len(self._b)), dtype=np.float32)
        common = np.zeros_like(alike)
        for start in range(0, len(self._a), ROWS):
            rows = _Rows(self._a[start : start + ROWS], numbers)
            end = start + len(rows)
            own = rows.whole(weights)[:, None] + whole
            shared, common[start:end] = held.shared(rows, (weights, rare))
            np.divide(2 * shared, own, out=alike[start:end], where=own > 0)
        return Matrices(alike, common)

    def topics(self) -> Matrix:
        """How alike what each two speak of is, from -1 to 1: the cosine in the space of what is spoken of in the same places
        of both texts, by latent semantic analysis (Deerwester et al. 1990) with some sentences in a row as a document.
        """
        size = max(IN_A_ROW, -(-(len(self._a) + len(self._b)) // MOST_DOCUMENTS))
        sentences = [grams & self._pairs for grams in (*self._a, *self._b)]
        documents = [
            frozenset[str]().union(*side[start : start + size])
            for side in (sentences[: len(self._a)], sentences[len(self._a) :])
            for start in range(0, len(side), size)
        ]
        numbers = {gram: number for number, gram in enumerate(sorted(self._pairs))}
        squares = np.array([self._weights[gram] ** 2 for gram in numbers])
        held = _Postings(documents, numbers)
        norms = np.sqrt(held.whole(squares)) + TINY
        said, between = (next(held.shared(_Rows(rows, numbers), [squares])) / norms for rows in (sentences, documents))
        strengths, axes = np.linalg.eigh(between / norms[:, None])
        strong = np.flatnonzero(strengths > LEAST_STRENGTH)[-TOPICS:]
        placed = said @ (axes[:, strong] / np.sqrt(strengths[strong]))
        placed /= np.linalg.norm(placed, axis=1, keepdims=True) + TINY
        return np.asarray(placed[: len(self._a)] @ placed[len(self._a) :].T, dtype=np.float32)

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


class _Rows:
    """Sentences, and the numbers of their grams one after another; `places` says whose each is."""

    def __init__(self, sentences: Sequence[frozenset[str]], numbers: Mapping[str, int]) -> None:
        self._size = len(sentences)
        self.places = np.repeat(np.arange(self._size), [*map(len, sentences)])
        self.grams = np.array([numbers[gram] for grams in sentences for gram in grams], dtype=np.int64)

    def __len__(self) -> int:
        return self._size

    def whole(self, weights: Weights) -> Weights:
        """The weight of each sentence."""
        return np.asarray(np.bincount(self.places, weights[self.grams], self._size), dtype=np.float64)


class _Postings(_Rows):
    """Which sentences have each gram."""

    def __init__(self, sentences: Sequence[frozenset[str]], numbers: Mapping[str, int]) -> None:
        super().__init__(sentences, numbers)
        self._having = self.places[np.argsort(self.grams, kind="stable")]
        self._counts = np.bincount(self.grams, minlength=len(numbers))
        self._starts = np.cumsum(self._counts) - self._counts

    def shared(self, rows: _Rows, weightings: Iterable[Weights]) -> Iterator[Matrix]:
        """By each of some weightings, the weight of what each of some sentences shares with each of these."""
        times = self._counts[rows.grams]
        ends = np.cumsum(times)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
        column = self._having[np.repeat(self._starts[rows.grams], times) + within]
        cell = np.repeat(rows.places, times) * len(self) + column
        for weights in weightings:
            made = np.bincount(cell, np.repeat(weights[rows.grams], times), len(rows) * len(self))
            yield made.astype(np.float32).reshape(len(rows), len(self))


def _grams(text: str) -> frozenset[str]:
    """The characters of a frame, and the pairs of those beside each other."""
    return frozenset((*text, *map("".join, pairwise(text))))
