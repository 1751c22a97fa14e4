"""Subcorpora: the paragraphs that filters leave, and how often each word is in them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.forward_index import ForwardIndex
from indexer.errors import NotFoundError
from indexer.i18n import _
from searchui.search.filters.columns import Mask
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.gram_table import GramTable
from searchui.search.statistics.words.vocabulary import Vocabulary

CACHED_SUBCORPORA = 8
MAX_RUN = 4  # words


@dataclass(frozen=True)
class Subcorpus:
    """`paragraphs`: of each paragraph number, whether it is in it. `rest_of`: one that it is, with another one that is the
    rest of that: what was counted of both is not counted again. `known`: gives what is kept of its words.
    """

    paragraphs: Mask
    forward_index: ForwardIndex
    rest_of: "tuple[Subcorpus, Subcorpus] | None" = None
    known: Callable[[], Vocabulary] | None = None

    @property
    def size(self) -> int:
        """How many paragraphs are in it."""
        return int(np.count_nonzero(self.paragraphs))

    @cached_property
    def stretches(self) -> Numbers:
        """Its words, as stretches of those of the corpus."""
        return self.forward_index.stretches_of(self.paragraphs)

    @property
    def places(self) -> Mask:
        """Of each word of the corpus, whether it is in it; made when it is asked for, since it takes a byte a word."""
        return self.forward_index.marked(self.stretches)

    @cached_property
    def counts(self) -> Numbers:
        """How often each word of the vocabulary is in it."""
        if self.rest_of is not None:
            whole, other = self.rest_of
            return whole.counts - other.counts
        if self.known is not None:
            return self.known().counts
        return self.forward_index.count_in(self.stretches)

    @cached_property
    def words(self) -> int:
        """How many words it has in all."""
        return int((self.stretches[1::2] - self.stretches[::2]).sum())

    def runs_of_words(self, size: int) -> int:
        """How many of its words are followed by others directly up to a size, at most MAX_RUN: all of them where that is 1."""
        return self.words if size == 1 else int(self._runs[size - 1])

    @cached_property
    def _runs(self) -> Numbers:
        """How many of its words have one, two … up to MAX_RUN directly from them on, themselves counted, or more."""
        if self.rest_of is not None:
            whole, other = self.rest_of
            return whole._runs - other._runs
        return self.forward_index.runs_in(self.stretches, MAX_RUN)

    def without(self, other: "Subcorpus") -> "Subcorpus":
        """What is not in another one too."""
        is_part = not (other.paragraphs & ~self.paragraphs).any()
        parts = (self, other) if is_part else None
        return Subcorpus(self.paragraphs & ~other.paragraphs, self.forward_index, parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a corpus: what filters leave, and of that only speeches of these ids, where there are any."""

    filters: Filters
    speeches: tuple[str, ...] = ()


class Subcorpora:
    """The subcorpora that filters leave; those that were last asked for are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._columns = snapshot.columns
        self._entries = snapshot.entries
        self._engine = snapshot.engine
        self.forward_index = snapshot.engine.forward_index
        self.of = lru_cache(maxsize=CACHED_SUBCORPORA)(self._of)

    @cached_property
    def grams(self) -> GramTable:
        """All n-grams: one table for whatever is asked of them."""
        return GramTable(self.forward_index, self._engine.ngram_order)

    def grams_of(self, paragraphs: Mask) -> GramTable:
        """Those of some paragraphs."""
        if np.array_equal(paragraphs, self.of(NO_FILTERS).paragraphs):
            return self.grams
        return self.grams.within(Subcorpus(paragraphs, self.forward_index).places)

    @cached_property
    def function_words(self) -> FunctionWords:
        """The function words of the vocabulary."""
        return self.vocabulary.function_words

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What is kept of all words."""
        return Vocabulary.of(self._snapshot, self.of(NO_FILTERS).paragraphs)

    def keep_vocabulary(self) -> None:
        """Have the vocabulary beside the index, for all who ask from now on."""
        self.vocabulary = Vocabulary.of(self._snapshot, self.of(NO_FILTERS).paragraphs, keep=True)

    def _of(self, filters: Filters, speeches: tuple[str, ...] = ()) -> Subcorpus:
        """The paragraphs for which of every facet one of the chosen values holds, of some speeches or of all.

        Raises NotFoundError for an unknown id.
        """
        mask = np.zeros(len(self.forward_index.firsts) - 1, dtype=np.bool_)
        live = self._columns.live
        mask[live] = self._columns.mask(filters)[self._columns.run_of[live]]
        if speeches:
            return Subcorpus(mask & self._within(speeches), self.forward_index)
        return Subcorpus(mask, self.forward_index, known=None if filters else lambda: self.vocabulary)

    def _within(self, speeches: tuple[str, ...]) -> Mask:
        mask = np.zeros(len(self.forward_index.firsts) - 1, dtype=np.bool_)
        for speech_id in speeches:
            number = self._numbers.get(speech_id)
            if number is None:
                raise NotFoundError(_("没有编号为“{speech_id}”的讲话，它也许已被移走或改名", speech_id=speech_id))
            entry = self._entries[number]
            mask[entry.first : entry.first + entry.paragraphs] = True
        return mask

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {entry.id: number for number, entry in enumerate(self._entries)}
