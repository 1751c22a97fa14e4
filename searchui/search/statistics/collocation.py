"""Collocation: the words around a phrase, and how much more frequent they are there than elsewhere.

The words of a window are those up to so many on either side, in the same sentence; punctuation does not count, and
words that the phrase has a part of are on neither side. A word in the windows of two occurrences is counted once. The
windows are held against all other words of the same paragraphs' subcorpus, those of the phrase itself left out (surface
cooccurrence of Evert 2008, Corpora and collocations).
"""

from bisect import bisect_left
from collections.abc import Iterator
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
from searchui.search.statistics.association_measures import log_likelihood
from searchui.search.statistics.subcorpus import Subcorpus, count_words

Mask: TypeAlias = npt.NDArray[np.bool_]

MAX_WINDOW = 20
DIGITS = 4  # of measures
COLLOCATION_COLUMNS = (
    Column("word", p_("column", "词"), 16),
    Column("joint", p_("column", "前后几次"), 10),
    Column("expected", p_("column", "平常几次"), 10),
    Column("log_likelihood", p_("column", "显著程度"), 12),
    Column("frequency", p_("column", "全部几次"), 10),
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
    """The windows around a phrase in a subcorpus; `windows` are those of the whole corpus."""

    windows: ContextWindows
    subcorpus: Subcorpus

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

    def _marked(self, *ranges: tuple[Numbers, Numbers]) -> Mask:
        mask = np.zeros(len(self.subcorpus.forward_index.words), dtype=np.bool_)
        for starts, ends in ranges:
            for distance in range(int((ends - starts).max(initial=0))):
                places = starts + distance
                mask[places[places < ends]] = True
        return mask


def collocations(
    phrase: str, found: PhraseContexts, window: int, minimum: int, sort: Order, limit: int
) -> Collocations:
    """The words that stand at least `minimum` times around a phrase."""
    forward_index = found.subcorpus.forward_index
    joint = count_words(forward_index, found.around)
    inside = count_words(forward_index, found.inside)
    around, words = int(joint.sum()), found.subcorpus.words - int(inside.sum())
    numbers = (joint >= minimum).nonzero()[0]
    own, all_ = joint[numbers], (found.subcorpus.counts - inside)[numbers]
    measure = log_likelihood(own, around, all_ - own, words - around)
    first, second = (own, measure) if sort is Order.COUNT else (measure, own)
    order = np.lexsort((numbers, -second, -first))[:limit]
    return Collocations(
        phrase=phrase,
        occurrences=len(found.kept.paragraphs),
        window=window,
        minimum=minimum,
        sort=sort.value,
        around=around,
        words=words,
        total=len(numbers),
        rows=tuple(
            Collocate(
                word=forward_index.vocabulary[number],
                joint=here,
                expected=round(around * every / words, DIGITS),
                log_likelihood=round(value, DIGITS),
                frequency=every,
            )
            for number, here, every, value in zip(
                numbers[order].tolist(), own[order].tolist(), all_[order].tolist(), measure[order].tolist(), strict=True
            )
        ),
    )


def paragraphs_beside(word: str, found: PhraseContexts) -> Numbers:
    """The paragraphs, ascending, in which a word of the vocabulary stands in a window around the phrase."""
    forward_index = found.subcorpus.forward_index
    at = bisect_left(forward_index.vocabulary, word)
    if at == len(forward_index.vocabulary) or forward_index.vocabulary[at] != word:
        return np.zeros(0, dtype=np.int64)
    places = (found.around & (forward_index.words == at)).nonzero()[0]
    owners: Numbers = forward_index.firsts.searchsorted(places, side="right") - 1
    return np.unique(owners)
