"""Keyness: words, or short runs of them, that are more frequent in one subcorpus than in another, and surely so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.distinct import distinct
from indexer.engine.forward_index import ForwardIndex
from indexer.i18n import Message, _, p_
from searchui.search.results.answer import Answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.base import MIN_CHARACTERS, MIN_SPEECHES, has_base
from searchui.search.statistics.words.association_measures import SIGNIFICANT, Measures, log_likelihood, log_ratio
from searchui.search.statistics.words.collocation import DIGITS
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.gram_table import FrequentGrams, Grams, GramTable
from searchui.search.statistics.words.ngram import maximal
from searchui.search.statistics.words.subcorpus import Subcorpus

Mask: TypeAlias = npt.NDArray[np.bool_]
GramsOf: TypeAlias = Callable[[Mask], GramTable]  # the n-grams of some paragraphs

KEYNESS_COLUMNS = (
    Column("more_in", p_("column", "哪一方更常用"), 10),
    Column("text", p_("column", "词"), 16),
    Column("count", p_("column", "甲方次数"), 10),
    Column("other", p_("column", "乙方次数"), 10),
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
    """One subcorpus: its paragraphs, its speeches, their characters, and its words or, of a size above one, runs of so many."""

    paragraphs: int
    speeches: int
    characters: int
    words: int

    @property
    def has_base(self) -> bool:
        """Whether there is enough of it for what marks it to be more than the manner of one speech."""
        return has_base(self.speeches, self.characters)


def too_little(side: Message) -> Message:
    """What is to be known of a comparison where a side has no base."""
    return _(
        "{side}不足 {speeches} 篇或 {characters:,} 字：列出的差别可能只是某一篇的特点",
        side=side,
        speeches=MIN_SPEECHES,
        characters=MIN_CHARACTERS,
    )


@dataclass(frozen=True, slots=True)
class KeynessOptions:
    """What is compared: words, or runs of two words to `size`; with words `phrases` as well. `limit` are listed of each."""

    size: int
    minimum: int
    function_words: bool
    limit: int
    phrases: bool


class KeyPhrases(Answer, frozen=True):
    """Maximal runs of two words to `size` that mark a subcorpus, each counted to the letter in both; the surest first."""

    size: int
    more: tuple[KeyWord, ...]
    less: tuple[KeyWord, ...]


class Keyness(Answer, Tabular, frozen=True):
    """What marks subcorpus `a` against `b`: what it has significantly `more` and `less` of; the surest first.

    Where these are words, `phrases` are those that mark it, unless they were not asked for.
    """

    a: Side
    b: Side
    size: int
    minimum: int
    function_words: bool
    more: tuple[KeyWord, ...]
    less: tuple[KeyWord, ...]
    phrases: KeyPhrases | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing marks the one against the other."""
        return not (self.more or self.less or (self.phrases and (self.phrases.more or self.phrases.less)))

    @property
    def rows(self) -> int:
        """How many rows a table of it has."""
        return sum(1 for _ in self.table_rows())

    def table_columns(self) -> tuple[Column, ...]:
        return KEYNESS_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        """Phrases before words."""
        for listed in (self.phrases, self) if self.phrases else (self,):
            for side, rows in (("a", listed.more), ("b", listed.less)):
                for row in rows:
                    yield side, row.text, row.count, row.other, row.log_likelihood, row.log_ratio


@dataclass(frozen=True, slots=True)
class Contrast:
    """How often each of some n-grams is in one subcorpus and in the other, and how surely that differs.

    `sizes` are how many n-grams of so many words they have in all.
    """

    own: Numbers
    other: Numbers
    sizes: tuple[int, int]
    measure: Measures

    @classmethod
    def of(cls, own: Numbers, other: Numbers, sizes: tuple[int, int]) -> "Contrast":
        """Most of very many n-grams are rare: of the many that are equally often here and there it is worked out once."""
        pairs = distinct(own * (int(other.max(initial=0)) + 1) + other)
        measure = log_likelihood(own[pairs.first], sizes[0], other[pairs.first], sizes[1])
        return cls(own, other, sizes, measure[pairs.numbers])

    def only(self, chosen: Mask) -> "Contrast":
        """That of some of them."""
        return Contrast(self.own[chosen], self.other[chosen], self.sizes, self.measure[chosen])

    def is_significant(self) -> Mask:
        """Which differ by more than chance would have it."""
        sure: Mask = np.abs(self.measure) >= SIGNIFICANT
        return sure

    @property
    def ratio(self) -> Measures:
        """How strongly they differ."""
        return log_ratio(self.own, self.sizes[0], self.other, self.sizes[1])

    def rows(self, texts: Iterable[str]) -> Iterator[KeyWord]:
        """A row of each."""
        columns = (each.tolist() for each in (self.own, self.other, np.abs(self.measure), self.ratio))
        for text, own, other, measure, ratio in zip(texts, *columns, strict=True):
            yield KeyWord(text, own, other, round(measure, DIGITS), round(ratio, DIGITS))


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a corpus, by their numbers."""

    forward_index: ForwardIndex
    numbers: Numbers

    def only(self, chosen: Mask) -> "Words":
        """Some of them."""
        return Words(self.forward_index, self.numbers[chosen])

    def texts(self) -> list[str]:
        return [self.forward_index.word(number) for number in self.numbers.tolist()]


Compared: TypeAlias = tuple[Words | Grams, Contrast]


@dataclass(frozen=True, slots=True)
class Contrasted:
    """Two subcorpora that share no paragraph."""

    a: Subcorpus
    b: Subcorpus

    def words(self, minimum: int, without: FunctionWords) -> Compared:
        """The words that are to be listed."""
        frequent = np.maximum(self.a.counts, self.b.counts) >= minimum
        frequent &= ~without.every
        numbers = frequent.nonzero()[0]
        contrast = Contrast.of(self.a.counts[numbers], self.b.counts[numbers], self._sizes(1))
        listed = contrast.is_significant()
        return Words(self.a.forward_index, numbers).only(listed), contrast.only(listed)

    def runs(self, table: GramTable, size: int, minimum: int, without: FunctionWords) -> Iterator[Compared]:
        """The maximal runs of two words to `size` that are to be listed, of the table of both."""
        frequent = FrequentGrams(table, minimum)
        counts_in_a = frequent.counts_within(self.a.places)

        def contrast_of(found: Grams) -> Contrast:
            own = counts_in_a(found)
            return Contrast.of(own, found.counts - own, self._sizes(found.size))

        def is_listable(found: Grams) -> Mask:
            contrast = contrast_of(found)
            return contrast.is_significant() & (np.maximum(contrast.own, contrast.other) >= minimum)

        for found, chosen in maximal(frequent.of_size, size, without, is_listable):
            listed = found.only(chosen)
            yield listed, contrast_of(listed)

    def rows(self, grams: GramsOf, size: int, minimum: int, without: FunctionWords) -> Iterator[Compared]:
        """What is to be listed: words, or maximal runs of two words to `size`."""
        if size == 1:
            yield self.words(minimum, without)
        else:
            yield from self.runs(grams(self.a.paragraphs | self.b.paragraphs), size, minimum, without)

    def _sizes(self, size: int) -> tuple[int, int]:
        """How many runs of so many words there are in the one and the other."""
        return self.a.runs_of_words(size), self.b.runs_of_words(size)


def key_words(
    compared: Contrasted, grams: GramsOf, size: int, minimum: int, without: FunctionWords, limit: int
) -> tuple[tuple[KeyWord, ...], tuple[KeyWord, ...]]:
    """What the first of two subcorpora has more of and what less: the `limit` surest of what stands `minimum` times.

    It stands so often in one of them, and does not begin or end with one of the words `without`, but for those that may open a phrase.
    """
    every = list(compared.rows(grams, size, minimum, without))
    return tuple(_best(every, 1, limit)), tuple(_best(every, -1, limit))


def _best(every: Sequence[Compared], sign: int, limit: int) -> list[KeyWord]:
    """The surest of what is more frequent in the first subcorpus, or with -1 in the second; equally sure ones by text."""
    sure = np.concatenate([sign * contrast.measure for _, contrast in every])
    least = np.partition(sure, -limit)[-limit] if len(sure) > limit else 0
    rows: list[KeyWord] = []
    for found, contrast in every:
        best = (sign * contrast.measure > 0) & (sign * contrast.measure >= least)
        rows += contrast.only(best).rows(found.only(best).texts())
    return sorted(rows, key=lambda row: (-row.log_likelihood, row.text))[:limit]


def counted_anew(
    rows: Sequence[KeyWord], counts: Sequence[tuple[int, int]], words: tuple[int, int]
) -> Iterator[KeyWord]:
    """Rows with other counts in the two subcorpora, which have so many `words`: those that still differ for sure."""
    own, other = np.array(counts, dtype=np.int64).reshape(-1, 2).T
    contrast, before = Contrast.of(own, other, words), np.array([row.log_ratio for row in rows])
    still = contrast.is_significant() & ((contrast.ratio > 0) == (before > 0))
    return contrast.only(still).rows(row.text for row, is_still in zip(rows, still.tolist(), strict=True) if is_still)
