"""The n-grams of any size, of the whole corpus or of a part of it: read from the order of all of them, without a sort."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.distinct import distinct
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import SHORTEST, NgramOrder, Sizes, room_of
from indexer.engine.word_scan import Places
from searchui.search.filters.columns import Mask

AT_ONCE = 1 << 17  # entries that are looked at at a time: what is made of them stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of `size` words that are frequent enough: where the entries of each start in the table, and how many.

    `following`, where it is asked for: an entry of the table from which each goes on after its first word.
    """

    table: "GramTable"
    size: int
    starts: Numbers
    counts: Numbers
    following: Numbers

    @property
    def first(self) -> Numbers:
        """A place of each, among the words of the corpus."""
        return self.table.order.places[self.starts].astype(np.int64)

    def only(self, chosen: Mask | Numbers) -> "Grams":
        """Some of them, by a mask or by their numbers."""
        return Grams(self.table, self.size, self.starts[chosen], self.counts[chosen], self.following[chosen])

    def numbers_of(self, entries: Numbers) -> Numbers:
        """Which of them some entries of the table are, each of which is one."""
        numbers: Numbers = self.starts.searchsorted(entries, side="right") - 1
        return numbers

    def entries_at(self, distance: int) -> Numbers:
        """An entry of the table from which each stands, or from which it does without its first word."""
        return self.following if distance else self.starts

    def places_of(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """All places of some of them, and of each which of those stands there."""
        owners = np.repeat(np.arange(len(chosen)), self.counts[chosen])
        before = np.cumsum(self.counts[chosen]) - self.counts[chosen]
        entries = np.arange(len(owners)) + (self.starts[chosen] - before)[owners]
        return owners, self.table.order.places[entries].astype(np.int64)

    def words_at(self, distance: int) -> Numbers:
        """The word of each at some distance from its first."""
        return self.table.forward_index.words_at(self.first + distance)

    def texts(self) -> list[str]:
        """The text of each; a word that many have is read once."""
        forward_index = self.table.forward_index
        words = forward_index.words_at((self.first[:, None] + np.arange(self.size)).ravel())
        every = distinct(words)
        read = [forward_index.word(word) for word in every.values.tolist()]
        rows = every.numbers.reshape(-1, self.size).tolist()
        return ["".join([read[word] for word in row]) for row in rows]


@dataclass(frozen=True)
class GramTable:
    """The order of all n-grams, or of those of a part of the corpus, with its words."""

    forward_index: ForwardIndex
    order: NgramOrder

    def within(self, places: Mask) -> "GramTable":
        """That of a part of the corpus, by a mask of all words."""
        return GramTable(self.forward_index, self.order.within(places))


class FrequentGrams:
    """The n-grams of a table that stand at least `minimum` times, of every size.

    That many entries one after another share as many words as any two neighbours of them have in common. Where that is
    more than the first of them has with the entry before, n-grams start; where it is more than the last has with the one
    after, n-grams end.
    """

    def __init__(self, table: GramTable, minimum: int) -> None:
        self._table = table
        self._minimum = min(minimum, len(table.order.places) + 1)
        share = max(AT_ONCE, self._minimum)
        shares = [self._edges(first, share) for first in range(0, max(len(table.order.places), 1), share)]
        self._starts, self._ends = (_Edges.together(edges) for edges in zip(*shares, strict=True))

    def of_size(self, size: int) -> Grams:
        """Those of so many words."""
        return Grams(self._table, size, *self._runs(size), self._following[self._starts.of_size(size)])

    def counts_within(self, places: Mask) -> Callable[[Grams], Numbers]:
        """A function that tells how often each of some of these stands at some places, by a mask of all words."""
        entries = self._entries_at(places)

        def before(ends: Numbers) -> Numbers:
            return entries.searchsorted(ends.astype(np.uint32))

        return lambda grams: before(grams.starts + grams.counts) - before(grams.starts)

    def _entries_at(self, places: Mask) -> Places:
        """Those of all n-grams that are at some places, by a mask of all words; ascending."""
        scan, every = self._table.forward_index.scan, self._table.order.places
        return scan.marked_entries(every, *self._runs(SHORTEST), places)

    def _runs(self, size: int) -> tuple[Numbers, Numbers]:
        """Where the entries of each of so many words start, and how many there are."""
        starts = self._starts.entries[self._starts.of_size(size)]
        return starts, self._ends.entries[self._ends.of_size(size)] + self._minimum - starts

    def _edges(self, first: int, share: int) -> tuple["_Edges", "_Edges"]:
        """Those of so many entries from one on, at which n-grams start and end."""
        places = self._table.order.places[first : first + share]
        common = self._table.order.common[first : first + len(places) + self._minimum]
        common = np.append(
            common, np.zeros(len(places) + self._minimum - len(common), np.uint8)
        )  # none is after the last
        shared = self._shared(common)[: len(places)] if self._minimum > 1 else self._room[places]
        return _Edges.of(first, shared, common[: len(places)]), _Edges.of(first, shared, common[self._minimum :])

    def _shared(self, common: Sizes) -> Sizes:
        """How many words each entry and the next, `minimum` in all, share."""
        wanted = self._minimum - 1
        shared, done = common[1:], 1  # of each and so many after it
        while done < wanted:
            step = min(done, wanted - done)
            shared = np.minimum(shared[step:], shared[:-step])
            done += step
        return shared

    @cached_property
    def _room(self) -> Sizes:
        return room_of(self._table.forward_index.follows)

    @cached_property
    def _following(self) -> Numbers:
        """Of each start the entry from which its n-grams go on after the first word: that of one of these, as frequent at
        least; any, where it would be a single word.
        """
        places, forward_index = self._table.order.places, self._table.forward_index
        wanted = places[self._starts.entries] + np.uint32(1)
        return forward_index.scan.entries_of(places, *self._runs(SHORTEST), wanted, forward_index.size)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Entries at which n-grams start or end: those of more than `least` words, up to `most`."""

    entries: Numbers
    least: Sizes
    most: Sizes

    @classmethod
    def of(cls, first: int, shared: Sizes, beside: Sizes) -> "_Edges":
        """Those among entries from the first on."""
        found = ((beside < shared) & (shared >= SHORTEST)).nonzero()[0]
        return cls(found + first, beside[found], shared[found])

    @classmethod
    def together(cls, parts: Sequence["_Edges"]) -> "_Edges":
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def of_size(self, size: int) -> Mask:
        return (self.least < size) & (self.most >= size)
