"""The table of all n-grams of a corpus: its words in the order of what follows them, so that those that go on alike are together.

It is a suffix array over words (Manber and Myers 1993), sorted no deeper than the longest n-gram, with how many words each
entry has in common with the one before it. The n-grams of any size, of the whole corpus or of a part of it, are read from
it without a sort.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Arrays, Numbers
from indexer.engine.forward_index import ForwardIndex, WordNumbers
from searchui.search.filters.columns import Mask

Places: TypeAlias = npt.NDArray[np.uint32]
Sizes: TypeAlias = npt.NDArray[np.uint8]
Keys: TypeAlias = npt.NDArray[np.uint64]

PLACES, COMMON = "places", "common"
DEEPEST = 13  # words: one more than are listed, for what goes on for longer
SHORTEST = 2
SORTED = 1 << 18  # entries that are sorted at a time: their keys stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of `size` words that are frequent enough: where the entries of each start in the table, and how many."""

    table: "GramTable"
    size: int
    starts: Numbers
    counts: Numbers

    @property
    def first(self) -> Numbers:
        """A place of each, among the words of the corpus."""
        return self.table.places[self.starts].astype(np.int64)

    def numbers_of(self, entries: Numbers) -> Numbers:
        """Which of them some entries of the table are, each of which is one."""
        numbers: Numbers = self.starts.searchsorted(entries, side="right") - 1
        return numbers

    def entries_at(self, distance: int) -> Numbers:
        """An entry of the table from which each stands on, without as many of its first words."""
        return self.table.entries[self.first + distance].astype(np.int64) if distance else self.starts

    def places_of(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """All places of some of them, and of each which of those stands there."""
        owners = np.repeat(np.arange(len(chosen)), self.counts[chosen])
        before = np.cumsum(self.counts[chosen]) - self.counts[chosen]
        entries = np.arange(len(owners)) + (self.starts[chosen] - before)[owners]
        return owners, self.table.places[entries].astype(np.int64)

    def words_at(self, distance: int) -> Numbers:
        """The word of each at some distance from its first."""
        return self.table.forward_index.words_at(self.first + distance)

    def text(self, number: int) -> str:
        place, forward_index = int(self.table.places[self.starts[number]]), self.table.forward_index
        words = forward_index.words_at(np.arange(place, place + self.size))
        return "".join([forward_index.word(word) for word in words.tolist()])


@dataclass(frozen=True)
class GramTable:
    """`places` are those of words, among all of the corpus, that at least one other follows, in the order of what they
    begin; `common` is how many words the text from each has in common with that from the one before, up to DEEPEST.
    """

    forward_index: ForwardIndex
    places: Places
    common: Sizes

    @classmethod
    def of(cls, forward_index: ForwardIndex) -> "GramTable":
        """That of all words of a corpus."""
        made = sorted_grams(forward_index)
        return cls(forward_index, made[PLACES], made[COMMON])

    def within(self, places: Mask) -> "GramTable":
        """That of a part of the corpus, by a mask of all words."""
        kept = places[self.places].nonzero()[0]
        if len(kept) == len(self.places):
            return self
        common = self.common[:0]
        if len(kept):
            # What entries that are apart have in common is the least of what all from the one to the other have.
            between = np.minimum.reduceat(self.common[: kept[-1] + 1], kept[:-1] + 1)
            common = np.append(np.uint8(0), between)
        return GramTable(self.forward_index, self.places[kept], common)

    @cached_property
    def entries(self) -> Places:
        """The entry of each place; of one that has none, any."""
        entries = np.zeros(self.forward_index.size, dtype=np.uint32)
        entries[self.places] = np.arange(len(self.places), dtype=np.uint32)
        return entries

    def of_size(self, size: int, minimum: int) -> Grams:
        """The n-grams of so many words that stand at least `minimum` times."""
        alike = np.append(self.common >= size, False)
        if minimum < SHORTEST:
            return self._with_single(size, alike)
        # Of the entries of one n-gram all but the first are like the one before.
        starts = (~alike[:-1] & alike[1:]).nonzero()[0]
        counts = (alike[:-1] & ~alike[1:]).nonzero()[0] - starts + 1
        frequent = counts >= minimum
        return Grams(self, size, starts[frequent], counts[frequent])

    def _with_single(self, size: int, alike: Mask) -> Grams:
        """Those that stand once too."""
        starts = (~alike).nonzero()[0]
        counts = np.diff(starts)
        long = room_of(self.forward_index.follows)[self.places[starts[:-1]]] >= size
        return Grams(self, size, starts[:-1][long], counts[long])

    def counts_within(self, places: Mask) -> Callable[[Grams], Numbers]:
        """A function that tells how often each of some n-grams of this table stands at some places, by a mask of all words."""
        before = np.zeros(len(self.places) + 1, dtype=np.uint32)
        np.cumsum(places[self.places], out=before[1:])
        return lambda grams: before[grams.starts + grams.counts].astype(np.int64) - before[grams.starts]


def sorted_grams(forward_index: ForwardIndex) -> Arrays:
    """The `places` and `common` of the table of all words of a corpus; two seconds for ten million words."""
    places, common = _Sorting(forward_index.words(), room_of(forward_index.follows)).result()
    return {PLACES: places, COMMON: common}


def room_of(follows: Mask) -> Sizes:
    """How many words from each on follow each other directly, up to DEEPEST."""
    room = np.ones(len(follows), dtype=np.uint8)
    going_on = np.ones(len(follows), dtype=np.bool_)
    for distance in range(1, DEEPEST):
        going_on[-distance:] = False
        going_on[:-distance] &= follows[distance:]
        room += going_on
    return room


class _Sorting:
    """Sorts places by the words from each on: by the first ones, then those that have these alike by the next, and so on."""

    def __init__(self, words: WordNumbers, room: Sizes) -> None:
        self._words, self._room = words, room
        self._word_bits = (int(words.max(initial=0)) + 1).bit_length()
        self._places = self._by_first_word()
        self._common = np.full(len(self._places), DEEPEST, dtype=np.uint8)

    def result(self) -> tuple[Places, Sizes]:
        """The places in their order, and how many words each has in common with the one before."""
        first = self._words[self._places]
        new = np.append(True, first[1:] != first[:-1])[: len(first)]
        self._common[new] = 0
        undecided = ~_single(new)
        entries, new = undecided.nonzero()[0].astype(np.uint32), new[undecided]
        for size in range(SHORTEST, DEEPEST + 1):
            parts = [(np.zeros(0, np.uint32), np.zeros(0, np.bool_))]
            parts += [self._refined(entries[start:end], new[start:end], size) for start, end in _shares(new)]
            entries, new = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        return self._places, self._common

    def _by_first_word(self) -> Places:
        places = (self._room >= SHORTEST).nonzero()[0].astype(np.uint32)
        bits = np.uint64(len(self._words).bit_length())
        keys = self._words[places].astype(np.uint64) << bits
        keys |= places
        keys.sort()
        keys &= (np.uint64(1) << bits) - np.uint64(1)
        return keys.astype(np.uint32)

    def _refined(self, entries: Places, new: Mask, size: int) -> tuple[Places, Mask]:
        """Sort entries that have all words before that of `size` in common with the one before, but where they are `new`.

        Which entries then still have others like them, and which of these are the first of those.
        """
        places = self._places[entries]
        ends = self._room[places] < size
        following = self._words[np.where(ends, 0, places + np.uint32(size - 1))].astype(np.uint64) + np.uint64(1)
        following[ends] = 0
        bits = np.uint64(len(entries).bit_length())
        keys = np.cumsum(new, dtype=np.uint64) << np.uint64(self._word_bits)
        keys = (keys | following) << bits
        keys |= np.arange(len(entries), dtype=np.uint64)
        keys.sort()
        order = keys & ((np.uint64(1) << bits) - np.uint64(1))
        keys >>= bits
        self._places[entries] = places[order]
        ended = keys & ((np.uint64(1) << np.uint64(self._word_bits)) - np.uint64(1)) == 0
        differs = np.append(True, keys[1:] != keys[:-1])[: len(keys)] | ended
        self._common[entries[differs & ~new]] = size - 1
        undecided = ~_single(differs)
        return entries[undecided], differs[undecided]


def _single(new: Mask) -> Mask:
    """Which entries are alone, by which of them are the first of their like."""
    single: Mask = new & np.append(new[1:], True)[: len(new)]
    return single


def _shares(new: Mask) -> Iterator[tuple[int, int]]:
    """Ranges of at most SORTED entries, or of more that are all alike; each starts with the first of its like."""
    start = 0
    while start < len(new):
        end = start + SORTED
        if end >= len(new):
            end = len(new)
        elif new[start + 1 : end + 1].any():
            end -= int(new[end:start:-1].argmax())
        else:
            ahead = new[end:].argmax()
            end = end + int(ahead) if new[end + ahead] else len(new)
        yield start, end
        start = end
