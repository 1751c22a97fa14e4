"""Collocation: the words around a phrase, and how much more frequent they are there than elsewhere.

The words of a window are those up to so many on either side, in the same sentence; punctuation does not count, and
words that the phrase has a part of are on neither side. But of a word that has the phrase in it, the words in the rest
of it are beside the phrase: 高质量 in 高质量发展. A word in the windows of two occurrences is counted once. The
windows are held against all other words of the same paragraphs' subcorpus, those of the phrase itself left out (surface
cooccurrence of Evert 2008, Corpora and collocations).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import ContextWindows, Numbers
from indexer.i18n import p_
from indexer.model import Span
from searchui.search.results.answer import Answer
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.words.association_measures import SIGNIFICANT, log_likelihood
from searchui.search.statistics.words.subcorpus import Subcorpus

Mask: TypeAlias = npt.NDArray[np.bool_]

MAX_WINDOW = 20
DIGITS = 4  # of measures
COLLOCATION_COLUMNS = (
    Column("word", p_("column", "词"), 16),
    Column("joint", p_("column", "前后次数"), 10),
    Column("expected", p_("column", "预期次数"), 10),
    Column("log_likelihood", p_("column", "显著程度"), 12),
    Column("frequency", p_("column", "全部次数"), 10),
)


class Order(StrEnum):
    """In which order words are listed."""

    LOG_LIKELIHOOD = "log-likelihood"
    COUNT = "count"


class Collocate(msgspec.Struct, frozen=True):
    """A word around a phrase: `joint` times in windows, where `expected` times would be usual.

    `frequency` is how often it stands in all, the phrase itself left out.
    """

    word: str
    joint: int
    expected: float
    log_likelihood: float
    frequency: int


class Collocations(Answer, Tabular, frozen=True):
    """The words around a phrase: the first of `total`. `around` are the words of all windows, `words` all words."""

    phrase: str
    occurrences: int
    window: int
    minimum: int
    sort: str
    around: int
    words: int
    total: int
    rows: tuple[Collocate, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return COLLOCATION_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return ((row.word, row.joint, row.expected, row.log_likelihood, row.frequency) for row in self.rows)


class Beside(msgspec.Struct, frozen=True):
    """One page of the `total` paragraphs with a word around a phrase, each with the spans of both in its text."""

    phrase: str
    word: str
    total: int
    page: int
    pages: int
    mentions: tuple[tuple[Mention, tuple[Span, ...]], ...]


@dataclass(frozen=True)
class PhraseContexts:
    """The windows around a folded phrase in a subcorpus; `windows` are those of the whole corpus, `cut` parts words."""

    windows: ContextWindows
    subcorpus: Subcorpus
    phrase: str
    cut: Callable[[str], Sequence[str]]

    @cached_property
    def kept(self) -> ContextWindows:
        """Those of the subcorpus."""
        kept = self.subcorpus.paragraphs[self.windows.paragraphs]
        return ContextWindows(*(getattr(self.windows, name)[kept] for name in ContextWindows.__struct_fields__))

    @cached_property
    def inside(self) -> Mask:
        """Of each word of the corpus, whether it is of the phrase."""
        return self._marked((self.kept.before, self.kept.after))

    @cached_property
    def around(self) -> Mask:
        """Of each word of the corpus, whether it is in a window."""
        kept = self.kept
        return self._marked((kept.first, kept.before), (kept.after, kept.last)) & ~self.inside

    @cached_property
    def within(self) -> Mapping[str, Numbers]:
        """The words beside the phrase in longer words that have it in them, and the paragraph of each time."""
        kept, forward_index = self.kept, self.subcorpus.forward_index
        single = kept.after - kept.before == 1
        owners, words = kept.paragraphs[single], forward_index.words_at(kept.before[single])
        found: dict[str, list[Numbers]] = {}
        for number in np.unique(words).tolist():
            before, phrase, after = forward_index.word(number).partition(self.phrase)
            for rest in (before, after) if phrase else ():
                for word in self.cut(rest):
                    found.setdefault(word, []).append(owners[words == number])
        return {word: np.concatenate(times) for word, times in found.items()}

    def _marked(self, *ranges: tuple[Numbers, Numbers]) -> Mask:
        mask = np.zeros(self.subcorpus.forward_index.size, dtype=np.bool_)
        for starts, ends in ranges:
            for distance in range(int((ends - starts).max(initial=0))):
                places = starts + distance
                mask[places[places < ends]] = True
        return mask


def collocations(
    phrase: str, found: PhraseContexts, window: int, minimum: int, sort: Order, limit: int
) -> Collocations:
    """The words that stand at least `minimum` times around a phrase, significantly more often than usual or less so."""
    forward_index = found.subcorpus.forward_index
    joint = forward_index.count(found.around)
    inside = forward_index.count(found.inside)
    every = found.subcorpus.counts - inside
    word_of, joint, every = _with_words_within(found, joint, every)
    around, words = int(joint.sum()), int(every.sum())
    numbers = (joint >= minimum).nonzero()[0]
    own, all_ = joint[numbers], every[numbers]
    measure = log_likelihood(own, around, all_ - own, words - around).round(DIGITS)  # as it is shown, for ties
    sure = np.abs(measure) >= SIGNIFICANT
    numbers, own, all_, measure = numbers[sure], own[sure], all_[sure], measure[sure]
    first, second = (own, measure) if sort is Order.COUNT else (measure, own)
    order = np.lexsort((-second, -first))
    if len(order) > limit:  # with those that tie with the last
        last = order[limit - 1]
        order = order[(first[order] > first[last]) | ((first[order] == first[last]) & (second[order] >= second[last]))]
    rows = [
        Collocate(
            word=word_of(number),
            joint=here,
            expected=round(around * frequency / words, DIGITS),
            log_likelihood=round(value, DIGITS),
            frequency=frequency,
        )
        for number, here, frequency, value in zip(
            numbers[order].tolist(), own[order].tolist(), all_[order].tolist(), measure[order].tolist(), strict=True
        )
    ]
    rows.sort(key=ORDERS[sort])
    return Collocations(
        phrase=phrase,
        occurrences=len(found.kept.paragraphs),
        window=window,
        minimum=minimum,
        sort=sort.value,
        around=around,
        words=words,
        total=len(numbers),
        rows=tuple(rows[:limit]),
    )


ORDERS: Mapping[Order, Callable[[Collocate], tuple[float, float, str]]] = {
    Order.LOG_LIKELIHOOD: lambda row: (-row.log_likelihood, -row.joint, row.word),
    Order.COUNT: lambda row: (-row.joint, -row.log_likelihood, row.word),
}


def _with_words_within(
    found: PhraseContexts, joint: Numbers, every: Numbers
) -> tuple[Callable[[int], str], Numbers, Numbers]:
    """The word of a number, and the counts around a phrase and in all, with the words beside it in longer words."""
    forward_index, within = found.subcorpus.forward_index, found.within
    known = {word: forward_index.number(word) for word in within}
    unknown = [word for word, number in known.items() if number < 0]
    known |= {word: len(joint) + place for place, word in enumerate(unknown)}
    added = np.zeros(len(unknown), dtype=np.int64)
    size, joint, every = len(joint), np.append(joint, added), np.append(every, added)
    for word, times in within.items():
        joint[known[word]] += len(times)
        every[known[word]] += len(times)
    return lambda number: forward_index.word(number) if number < size else unknown[number - size], joint, every


def paragraphs_beside(word: str, found: PhraseContexts) -> Numbers:
    """The paragraphs, ascending, in which a word of the vocabulary stands in a window around the phrase."""
    forward_index = found.subcorpus.forward_index
    within = found.within.get(word, np.zeros(0, dtype=np.int64))
    at = forward_index.number(word)
    if at < 0:
        return np.unique(within)
    places = found.around.nonzero()[0]
    places = places[forward_index.words_at(places) == at]
    owners: Numbers = forward_index.firsts.searchsorted(places, side="right") - 1
    return np.union1d(owners, within)
