"""Subsets of the corpus: the paragraphs that filters leave, and how often each word is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers, Wording
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import chosen, column_of
from searchui.search.filters.filters import Filters
from searchui.search.filters.paragraph_columns import Runs

Mask: TypeAlias = npt.NDArray[np.bool_]

CACHED_SUBSETS = 8


@dataclass(frozen=True)
class Subset:
    """`paragraphs`: of each paragraph number, whether it is in it."""

    paragraphs: Mask
    wording: Wording

    @property
    def size(self) -> int:
        """How many paragraphs are in it."""
        return int(np.count_nonzero(self.paragraphs))

    @cached_property
    def places(self) -> Mask:
        """Of each word of the corpus, whether it is in it."""
        return np.repeat(self.paragraphs, np.diff(self.wording.firsts))

    @cached_property
    def counts(self) -> Numbers:
        """How often each word of the vocabulary is in it."""
        return counted(self.wording, self.places)

    @cached_property
    def words(self) -> int:
        """How many words it has in all."""
        return int(np.diff(self.wording.firsts)[self.paragraphs].sum())

    def without(self, other: "Subset") -> "Subset":
        """What is not in another one too."""
        return Subset(self.paragraphs & ~other.paragraphs, self.wording)


def counted(wording: Wording, places: Mask) -> Numbers:
    """How often each word of the vocabulary stands at some places."""
    words = wording.words if places.all() else wording.words[places]
    return np.bincount(words, minlength=len(wording.vocabulary)).astype(np.int64, copy=False)


class Subsets:
    """The subsets of a corpus whose words are `wording`; those that were last asked for are kept."""

    def __init__(self, entries: Sequence[Entry], runs: Runs, wording: Wording) -> None:
        self._entries = entries
        self._runs = runs
        self.wording = wording
        self.of = lru_cache(maxsize=CACHED_SUBSETS)(self._of)

    def _of(self, filters: Filters) -> Subset:
        """The paragraphs for which of every facet one of the chosen values holds."""
        mask = self._live.copy()
        size = int(self._runs.bounds[-1])  # the numbers after it are nobody's
        for facet in FACETS:
            if filters.of(facet):
                mask[:size] &= chosen(column_of(self._runs, facet), filters.of(facet), np.arange(size))
        return Subset(mask, self.wording)

    @cached_property
    def _live(self) -> Mask:
        """The numbers that are a paragraph's."""
        mask = np.zeros(len(self.wording.firsts) - 1, dtype=np.bool_)
        for entry in self._entries:
            mask[entry.first : entry.first + entry.paragraphs] = True
        return mask
