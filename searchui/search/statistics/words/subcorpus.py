"""Subcorpora: the paragraphs that filters leave, and how often each word is in them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from indexer.engine.answers import ForwardIndex, Numbers
from searchui.search.filters.columns import Mask
from searchui.search.filters.filters import Filters
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import FunctionWords

CACHED_SUBCORPORA = 8


@dataclass(frozen=True)
class Subcorpus:
    """`paragraphs`: of each paragraph number, whether it is in it."""

    paragraphs: Mask
    forward_index: ForwardIndex

    @property
    def size(self) -> int:
        """How many paragraphs are in it."""
        return int(np.count_nonzero(self.paragraphs))

    @cached_property
    def places(self) -> Mask:
        """Of each word of the corpus, whether it is in it."""
        return np.repeat(self.paragraphs, np.diff(self.forward_index.firsts))

    @cached_property
    def counts(self) -> Numbers:
        """How often each word of the vocabulary is in it."""
        return count_words(self.forward_index, self.places)

    @cached_property
    def words(self) -> int:
        """How many words it has in all."""
        return int(np.diff(self.forward_index.firsts)[self.paragraphs].sum())

    def runs_of_words(self, size: int) -> int:
        """How many of its words are followed by others directly up to a size: all of them where that is 1."""
        going_on = self.places
        for distance in range(1, size):
            following = np.append(self.forward_index.follows[distance:], np.zeros(distance, dtype=np.bool_))
            going_on = going_on & following[: len(going_on)]
        return int(np.count_nonzero(going_on))

    def without(self, other: "Subcorpus") -> "Subcorpus":
        """What is not in another one too."""
        return Subcorpus(self.paragraphs & ~other.paragraphs, self.forward_index)


def count_words(forward_index: ForwardIndex, places: Mask) -> Numbers:
    """How often each word of the vocabulary stands at some places."""
    words = forward_index.words if places.all() else forward_index.words[places]
    return np.bincount(words, minlength=len(forward_index.vocabulary)).astype(np.int64, copy=False)


class Subcorpora:
    """The subcorpora that filters leave; those that were last asked for are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._columns = snapshot.columns
        self.forward_index = snapshot.engine.forward_index
        self.of = lru_cache(maxsize=CACHED_SUBCORPORA)(self._of)

    @cached_property
    def function_words(self) -> FunctionWords:
        """The function words of the vocabulary."""
        return FunctionWords.of(self.forward_index.vocabulary)

    def _of(self, filters: Filters) -> Subcorpus:
        """The paragraphs for which of every facet one of the chosen values holds."""
        mask = np.zeros(len(self.forward_index.firsts) - 1, dtype=np.bool_)
        live = self._columns.live
        mask[live] = self._columns.mask(filters)[self._columns.run_of[live]]
        return Subcorpus(mask, self.forward_index)
