"""Keyness: words, or short runs of them, that are more frequent in one subcorpus than in another, and surely so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
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
    """How often each of some n-grams is in one subcorpus and in the other, and how surely and strongly that differs."""

    own: Numbers
    other: Numbers
    measure: Measures
    ratio: Measures

    def is_significant(self, minimum: int) -> Mask:
        """Which differ by more than chance would have it, and are frequent enough on one side."""
        sure: Mask = np.abs(self.measure) >= SIGNIFICANT
        return sure & (np.maximum(self.own, self.other) >= minimum)


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a corpus, by their numbers."""

    forward_index: ForwardIndex
    numbers: Numbers

    def text(self, number: int) -> str:
        return self.forward_index.word(int(self.numbers[number]))


Compared: TypeAlias = tuple[Words | Grams, Contrast, Mask]


@dataclass(frozen=True, slots=True)
class Contrasted:
    """Two subcorpora that share no paragraph."""

    a: Subcorpus
    b: Subcorpus

    def words(self, minimum: int, without: FunctionWords) -> Compared:
        """The words that are compared, and which of them are to be listed."""
        words = Words(self.a.forward_index, (self.a.counts + self.b.counts >= minimum).nonzero()[0])
        contrast = self._contrast(1, self.a.counts[words.numbers], self.b.counts[words.numbers])
        return words, contrast, ~without.every[words.numbers] & contrast.is_significant(minimum)

    def runs(self, table: GramTable, size: int, minimum: int, without: FunctionWords) -> Iterator[Compared]:
        """The maximal runs of two words to `size`, of the table of both, and which of them are to be listed."""
        frequent = FrequentGrams(table, minimum)
        counts_in_a = frequent.counts_within(self.a.places)
        contrasts: dict[int, Contrast] = {}

        def is_listable(found: Grams) -> Mask:
            own = counts_in_a(found)
            contrasts[found.size] = self._contrast(found.size, own, found.counts - own)
            return contrasts[found.size].is_significant(minimum)

        for found, chosen in maximal(frequent.of_size, size, without, is_listable):
            yield found, contrasts.pop(found.size), chosen

    def rows(self, grams: GramsOf, size: int, minimum: int, without: FunctionWords) -> Iterator[Compared]:
        """What is compared, and what of it is to be listed: words, or maximal runs of two words to `size`."""
        if size == 1:
            yield self.words(minimum, without)
        else:
            yield from self.runs(grams(self.a.paragraphs | self.b.paragraphs), size, minimum, without)

    def _contrast(self, size: int, own: Numbers, other: Numbers) -> Contrast:
        """Runs of so many words that stand so often in the one and the other."""
        sizes = self.a.runs_of_words(size), self.b.runs_of_words(size)
        measure, ratio = (of(own, sizes[0], other, sizes[1]) for of in (log_likelihood, log_ratio))
        return Contrast(own, other, measure, ratio)


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
    sure = np.concatenate([sign * contrast.measure[chosen] for _, contrast, chosen in every])
    least = np.partition(sure, -limit)[-limit] if len(sure) > limit else 0
    rows = [
        _key_word(found.text(number), contrast, number)
        for found, contrast, chosen in every
        for number in (chosen & (sign * contrast.measure > 0) & (sign * contrast.measure >= least))
        .nonzero()[0]
        .tolist()
    ]
    return sorted(rows, key=lambda row: (-row.log_likelihood, row.text))[:limit]


def counted_anew(
    rows: Sequence[KeyWord], counts: Sequence[tuple[int, int]], words: tuple[int, int]
) -> Iterator[KeyWord]:
    """Rows with other counts in the two subcorpora, which have so many `words`: those that still differ for sure."""
    for row, (own, other) in zip(rows, counts, strict=True):
        each = np.array([own]), words[0], np.array([other]), words[1]
        measure, ratio = float(log_likelihood(*each)[0]), float(log_ratio(*each)[0])
        if abs(measure) >= SIGNIFICANT and (ratio > 0) == (row.log_ratio > 0):
            yield KeyWord(row.text, own, other, round(abs(measure), DIGITS), round(ratio, DIGITS))


def _key_word(text: str, contrast: Contrast, number: int) -> KeyWord:
    return KeyWord(
        text,
        int(contrast.own[number]),
        int(contrast.other[number]),
        round(abs(float(contrast.measure[number])), DIGITS),
        round(float(contrast.ratio[number]), DIGITS),
    )
