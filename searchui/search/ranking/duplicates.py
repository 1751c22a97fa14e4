"""Duplicates: paragraphs of several speeches that say the same, marks and white space apart; shown once, collapsed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import NO_TEXT_HASH, Matches, Numbers, TextHashes
from searchui.search.ranking.ordering import Sort, sort_keys
from searchui.search.snapshot import Snapshot

ALONE = -1
SPARSE = 4  # times as many different bits as there are hashes
NONE: Numbers = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Collapsed:
    """The `matches` that are shown, and those that are `under` one of them, in their order: arrays of one length.

    `heads` are the paragraphs that these are under.
    """

    matches: Matches
    under: Numbers
    heads: Numbers

    @classmethod
    def nothing(cls, matches: Matches) -> "Collapsed":
        """All matches, with nothing under any."""
        return cls(matches, NONE, NONE)

    def of(self, paragraphs: Numbers) -> "Collapsed":
        """What is under some of those that are shown; where these are few, `also` is then quick."""
        if not len(self.under):
            return self
        kept = np.isin(self.heads, paragraphs)
        return Collapsed(self.matches, self.under[kept], self.heads[kept])

    def also(self, paragraph: int) -> Numbers:
        """The paragraphs under one that is shown, best first."""
        own: Numbers = self.under[self.heads == paragraph]
        return own


class DuplicateGroups:
    """Which paragraphs of a corpus are duplicates of each other."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._prints = snapshot.engine.text_hashes
        self._columns = snapshot.columns

    def collapse(self, matches: Matches, sort: Sort) -> Collapsed:
        """Matches without those that have a duplicate in another speech before them.

        Duplicates in the first one's own speech stay: a reader of that speech finds each in its place.
        """
        places = (self.groups[matches.paragraphs] != ALONE).nonzero()[0]
        if len(places) < 2:
            return Collapsed.nothing(matches)
        some = matches.at(places)
        groups = self.groups[some.paragraphs]
        order = np.lexsort((*sort_keys(some, self._columns, sort), groups))
        groups, paragraphs = groups[order], some.paragraphs[order]
        heads = paragraphs[groups.searchsorted(groups)]
        under = self._columns.speech_of(paragraphs) != self._columns.speech_of(heads)
        if not under.any():
            return Collapsed.nothing(matches)
        kept = np.ones(len(matches.paragraphs), dtype=np.bool_)
        kept[places[order[under]]] = False
        return Collapsed(matches.only(kept), paragraphs[under], heads[under])

    def siblings(self, paragraphs: Numbers) -> Numbers:
        """All duplicates of some paragraphs, and these where they have any, ascending."""
        groups = self.groups[paragraphs]
        groups = np.unique(groups[groups != ALONE])
        order, bounds = self._members
        members = [order[bounds[group] : bounds[group + 1]] for group in groups.tolist()]
        return np.sort(np.concatenate(members)) if members else NONE

    @cached_property
    def _members(self) -> tuple[Numbers, Numbers]:
        """All paragraphs that have duplicates, by group, and where each group begins, with the end."""
        shared = (self.groups != ALONE).nonzero()[0]
        groups = self.groups[shared]
        bounds = np.concatenate(([0], np.cumsum(np.bincount(groups)))) if len(shared) else np.zeros(1, dtype=np.int64)
        return shared[groups.argsort(kind="stable")], bounds

    @cached_property
    def groups(self) -> npt.NDArray[np.signedinteger[Any]]:
        """A number for each paragraph that duplicates have in common; ALONE for those that have none."""
        order = _alike(self._prints)
        ascending = self._prints[order]
        is_next = (ascending[1:] == ascending[:-1]) & (ascending[1:] != NO_TEXT_HASH)  # as the one before it
        starts = is_next & ~np.concatenate([[False], is_next[:-1]])[: len(is_next)]
        groups = np.full(len(self._prints), ALONE, dtype=np.int32)
        groups[order[1:][is_next]] = np.cumsum(starts)[is_next] - 1
        groups[order[:-1][starts]] = np.arange(np.count_nonzero(starts))
        return groups


def _alike(prints: TextHashes) -> Numbers:
    """The places of all that are among some hashes more than once, and of a few others, by these hashes.

    Most are told apart by few of their bits, and need not be sorted.
    """
    bits = (SPARSE * len(prints)).bit_length()
    own = (prints & np.uint64((1 << bits) - 1)).view(np.int64)
    places = (np.bincount(own)[own] > 1).nonzero()[0]
    alike: Numbers = places[prints[places].argsort()]
    return alike
