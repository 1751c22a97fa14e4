"""Keyness: words, or short runs of them, that are more frequent in one subcorpus than in another."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.i18n import p_
from searchui.search.results.answer import Answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.association_measures import log_likelihood, log_ratio
from searchui.search.statistics.collocation import DIGITS
from searchui.search.statistics.ngram import grams
from searchui.search.statistics.subcorpus import Subcorpus

Mask: TypeAlias = npt.NDArray[np.bool_]

MAX_RUN = 4  # words
KEYNESS_COLUMNS = (
    Column("more_in", p_("column", "哪一方更常用"), 10),
    Column("text", p_("column", "词"), 16),
    Column("count", p_("column", "甲方几次"), 10),
    Column("other", p_("column", "乙方几次"), 10),
    Column("log_likelihood", p_("column", "显著程度"), 12),
    Column("log_ratio", p_("column", "倍数的对数"), 12),
)


class KeyWord(msgspec.Struct, frozen=True):
    """A text, how often it is in either subcorpus, and how surely and how strongly that differs.

    `log_ratio` is the power of two that its frequency in the one is of that in the other.
    """

    text: str
    count: int
    other: int
    log_likelihood: float
    log_ratio: float


class Side(msgspec.Struct, frozen=True):
    """One subcorpus: its paragraphs, and its words or runs of words."""

    paragraphs: int
    words: int


class Keyness(Answer, Tabular, frozen=True):
    """What marks subcorpus `a` against `b`: what it has `more` of, and what it has `less` of; the surest first."""

    a: Side
    b: Side
    size: int
    minimum: int
    more: tuple[KeyWord, ...]
    less: tuple[KeyWord, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return KEYNESS_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        for side, rows in (("a", self.more), ("b", self.less)):
            for row in rows:
                yield side, row.text, row.count, row.other, row.log_likelihood, row.log_ratio


def keyness(a: Subcorpus, b: Subcorpus, size: int, minimum: int, limit: int) -> Keyness:
    """Compare subcorpora that share no paragraph by what stands at least `minimum` times in one of them."""
    forward_index, both = a.forward_index, a.places | b.places
    found = next(islice(grams(forward_index, both, size, minimum), size - 1, None))
    in_a = a.places[found.places]
    own, other = (np.bincount(found.numbers[side], minlength=len(found.counts)) for side in (in_a, ~in_a))
    sizes = _runs_of_words(a, size), _runs_of_words(b, size)
    measure = log_likelihood(own, sizes[0], other, sizes[1])
    ratio = log_ratio(own, sizes[0], other, sizes[1])
    enough = np.maximum(own, other) >= minimum

    def rows(chosen: Mask) -> tuple[KeyWord, ...]:
        numbers = (chosen & enough).nonzero()[0]
        best = numbers[np.lexsort((numbers, -np.abs(measure[numbers])))][:limit].tolist()
        return tuple(
            KeyWord(
                found.text(number, forward_index),
                int(own[number]),
                int(other[number]),
                round(abs(float(measure[number])), DIGITS),
                round(float(ratio[number]), DIGITS),
            )
            for number in best
        )

    return Keyness(Side(a.size, sizes[0]), Side(b.size, sizes[1]), size, minimum, rows(measure > 0), rows(measure < 0))


def _runs_of_words(subcorpus: Subcorpus, size: int) -> int:
    """How many places of a subcorpus are followed by words directly up to a size: all of its words where that is 1."""
    going_on: Numbers | Mask = subcorpus.places
    for distance in range(1, size):
        following = np.append(subcorpus.forward_index.follows[distance:], np.zeros(distance, dtype=np.bool_))
        going_on = going_on & following[: len(going_on)]
    return int(np.count_nonzero(going_on))
