"""Subcorpora: the paragraphs that filters leave, and how often each word is in them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.forward_index import ForwardIndex
from searchui.search.filters.columns import Mask
from searchui.search.filters.filters import Filters
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.gram_table import COMMON, DEEPEST, PLACES, GramTable, room_of, sorted_grams

CACHED_SUBCORPORA = 8
GRAMS = "grams"  # the name of their table among the derived arrays


@dataclass(frozen=True)
class Subcorpus:
    """`paragraphs`: of each paragraph number, whether it is in it."""

    paragraphs: Mask
    forward_index: ForwardIndex

    @property
    def size(self) -> int:
        """How many paragraphs are in it."""
        return int(np.count_nonzero(self.paragraphs))

    @property
    def places(self) -> Mask:
        """Of each word of the corpus, whether it is in it; made when it is asked for, since it takes a byte a word."""
        return np.repeat(self.paragraphs, np.diff(self.forward_index.firsts))

    @cached_property
    def counts(self) -> Numbers:
        """How often each word of the vocabulary is in it."""
        return self.forward_index.count(None if self.paragraphs.all() else self.places)

    @cached_property
    def words(self) -> int:
        """How many words it has in all."""
        return int(np.diff(self.forward_index.firsts)[self.paragraphs].sum())

    def runs_of_words(self, size: int) -> int:
        """How many of its words are followed by others directly up to a size: all of them where that is 1."""
        return self.words if size == 1 else int(self._runs[size])

    @cached_property
    def _runs(self) -> Numbers:
        """How many of its words have so many directly from them on, themselves counted, or more."""
        room = room_of(self.forward_index.follows)[self.places]
        return np.bincount(room, minlength=DEEPEST + 1)[::-1].cumsum()[::-1]

    def without(self, other: "Subcorpus") -> "Subcorpus":
        """What is not in another one too."""
        return Subcorpus(self.paragraphs & ~other.paragraphs, self.forward_index)


class Subcorpora:
    """The subcorpora that filters leave; those that were last asked for are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._columns = snapshot.columns
        self._engine = snapshot.engine
        self._once = Lock()
        self.forward_index = snapshot.engine.forward_index
        self.of = lru_cache(maxsize=CACHED_SUBCORPORA)(self._of)

    @property
    def grams(self) -> GramTable:
        """All n-grams: one table for whatever is asked of them, by whoever reads the index."""
        with self._once:  # those that ask meanwhile wait
            return self._grams

    @cached_property
    def _grams(self) -> GramTable:
        made = self._engine.derived(GRAMS, lambda: sorted_grams(self.forward_index))
        return GramTable(self.forward_index, made[PLACES], made[COMMON])

    @cached_property
    def function_words(self) -> FunctionWords:
        """The function words of the vocabulary."""
        return FunctionWords.of(self.forward_index)

    def _of(self, filters: Filters) -> Subcorpus:
        """The paragraphs for which of every facet one of the chosen values holds."""
        mask = np.zeros(len(self.forward_index.firsts) - 1, dtype=np.bool_)
        live = self._columns.live
        mask[live] = self._columns.mask(filters)[self._columns.run_of[live]]
        return Subcorpus(mask, self.forward_index)
