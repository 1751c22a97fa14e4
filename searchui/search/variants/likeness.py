"""How like a phrase another wording is: in its characters, in the words around it, and how far apart in time they are used."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis
from indexer.engine.answers import ContextWindows, Numbers
from indexer.engine.reader import RankingReader

MARK_WEIGHT = 0.2  # of a mark, beside the rarity of words
SINGLE = 0.5  # of a character that is the same between others that are not
CONTEXT = 2  # words on either side
CONTEXTS_OF = 400  # places of a wording

Weights = npt.NDArray[np.float64]


class Rarity:
    """How rare words are: the logarithm of all words ÷ those that are this one."""

    def __init__(self, engine: RankingReader, counts: Numbers) -> None:
        """`counts`: how often each word of the vocabulary stands."""
        self._index = engine.forward_index
        self._never = np.log1p(counts.sum())
        self.weights: Weights = np.log(1 + counts.sum() / (1 + counts))
        self.of = lru_cache(maxsize=1 << 14)(self._of)

    def _of(self, word: str) -> float:
        """That of a word."""
        number = self._index.number(word)
        return float(self.weights[number] if number >= 0 else self._never)


class Likeness:
    """Likeness to a phrase: the characters that both have in order ÷ all of them (Dice), and the same of their weights.

    A word weighs as it is rare, and its characters share that.
    """

    def __init__(self, analysis: Analysis, rarity: Rarity, phrase: str) -> None:
        self._analysis, self._rarity, self._phrase = analysis, rarity, phrase
        self._weights = self._of(phrase)

    def to(self, text: str) -> float:
        """From 0 to 1; both texts are folded."""
        other = self._of(text)
        matcher = SequenceMatcher(None, self._phrase, text, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        plain = sum(block.size * _part(block.size) for block in blocks)
        weighed = sum(
            (sum(self._weights[block.a : block.a + block.size]) + sum(other[block.b : block.b + block.size]))
            * _part(block.size)
            for block in blocks
        )
        return plain / (len(self._phrase) + len(text)) + weighed / (sum(self._weights) + sum(other)) / 2

    def _of(self, text: str) -> list[float]:
        return [weight for word in self._analysis.cut(text) for weight in self._word(word)]

    def _word(self, word: str) -> Iterator[float]:
        each = self._rarity.of(word) / len(word) if word.isalnum() else MARK_WEIGHT
        return (each for _ in word)


def _part(size: int) -> float:
    return SINGLE if size == 1 else 1


class Surroundings:
    """How like the words around other wordings are to those around a phrase: the cosine of their weights, place by place."""

    def __init__(self, engine: RankingReader, rarity: Rarity, phrase: str) -> None:
        self._engine, self._rarity = engine, rarity
        self._size = len(rarity.weights)
        words, weights = self._weighed(phrase)
        self._own: Weights = np.zeros(2 * CONTEXT * self._size)
        self._own[words] = weights

    def likeness(self, text: str) -> float:
        """From 0 to 1."""
        words, weights = self._weighed(text)
        return float((self._own[words] * weights).sum())

    def _weighed(self, text: str) -> tuple[Numbers, Weights]:
        """The words around a text, each of a place of its own, and their weights, which make a vector of length 1."""
        windows = self._engine.context_windows(text, CONTEXT)
        words, counts = np.unique(np.concatenate([*self._around(windows)]), return_counts=True)
        weights = np.log1p(counts) * self._rarity.weights[words % self._size]
        return words, weights / max(float(np.sqrt((weights**2).sum())), 1e-9)

    def _around(self, windows: ContextWindows) -> Iterator[Numbers]:
        for away in range(CONTEXT):
            left = windows.before[windows.before - away > windows.first][:CONTEXTS_OF] - away - 1
            right = windows.after[windows.after + away < windows.last][:CONTEXTS_OF] + away
            for side, places in enumerate((left, right)):
                yield (2 * away + side) * self._size + self._engine.forward_index.words_at(places)


def apart_in_time(one: Numbers, other: Numbers) -> float:
    """How far one is used before the other, by their counts of each year, from 0 (mixed) to 1 (one and then the other).

    |2 A − 1| of the share A of pairs of uses in which the first is of the earlier year (Mann and Whitney 1947); few uses
    say little: times n ÷ (n + 1), of the fewer ones.
    """
    total = float(one.sum()) * float(other.sum())
    if not total:
        return 0.0
    later = other[::-1].cumsum()[::-1] - other
    share = float((one * (later + other / 2)).sum()) / total
    fewer = float(min(one.sum(), other.sum()))
    return abs(2 * share - 1) * fewer / (fewer + 1)


def taken_over(longer: Numbers, shorter: Numbers) -> float:
    """Of a wording and one that contains it: the share that the longer one has of all uses since the year it is first used."""
    used: Sequence[int] = longer.nonzero()[0].tolist()
    return float(longer[used[0] :].sum()) / max(float(shorter[used[0] :].sum()), 1.0) if used else 0.0
