"""The order of all n-grams of a corpus: its words by what follows them, so that those that go on alike are together.

It is a suffix array over words (Manber and Myers 1993), sorted no deeper than the longest n-gram, with how many words each
entry has in common with the one before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.forward_index import ForwardIndex
from indexer.engine.word_scan import Mask, Places, WordNumbers

Sizes: TypeAlias = npt.NDArray[np.uint8]

DEEPEST = 13  # words: one more than are listed, for what goes on for longer
SHORTEST = 2
SORTED = 1 << 18  # entries that are sorted at a time: their keys stay in the processor's cache
TOGETHER = 1 << 24  # entries that are sorted by their first words at a time, so that a large corpus takes little memory
FEW = 8  # stretches


@dataclass(frozen=True, slots=True)
class NgramOrder:
    """`places` are those of words that at least one other follows directly, in the order of what they begin, equal ones as
    they stand; `common` is how many words the text from each has in common with that from the one before, up to DEEPEST.
    """

    places: Places
    common: Sizes

    def within(self, kept: Mask) -> "NgramOrder":
        """That of some of all words, by a mask."""
        mask = _taken(self.places, kept)
        if mask.all():
            return self
        # Entries go on and are left out by turns. What two of them that come together have in common is the least of what
        # all from the one to the other have.
        bounds = np.append(0, (mask[1:] != mask[:-1]).nonzero()[0] + 1)
        goes_on = mask[bounds]
        least = np.minimum.reduceat(self.common, bounds)
        joins = goes_on[1:].nonzero()[0] + 1
        sizes = np.diff(np.append(bounds, len(mask)))
        places, common = self.places[mask], self.common[mask]
        at = (np.cumsum(sizes * goes_on) - sizes)[joins]
        common[at] = np.minimum(least[joins - 1], common[at])
        return NgramOrder(places, common)

    def is_of(self, forward_index: ForwardIndex, kept: Mask) -> bool:
        """Whether it is that of the words that are `kept`, each looked at with the one before it; no more is sorted."""
        words, room = forward_index.words(), room_of(forward_index.follows)
        room[~kept] = 0
        return _has_all(self.places, room) and _common(words, room, self.places) == self.common.tobytes()


def ngram_order(forward_index: ForwardIndex, kept: Mask | None = None, start: int = 0) -> NgramOrder:
    """That of the words from one on, or of those of them that are `kept`; two seconds for ten million words."""
    words, follows = forward_index.words(start), forward_index.follows[start:]
    room = room_of(follows)
    if kept is not None:
        room[~kept[start:]] = 0
    parts = [_Sorting(words, room, places).result() for places in _places_by_first_word(words, room)]
    places, common = (np.concatenate(arrays) for arrays in zip((NO_PLACES, NO_SIZES), *parts, strict=True))
    return NgramOrder(places + np.uint32(start), common)


def _has_all(places: Places, room: Sizes) -> bool:
    """Whether they are the places of words that others follow, each once."""
    there = np.zeros(len(room), dtype=np.bool_)
    there[places[places < len(room)]] = True
    return len(places) == np.count_nonzero(there) and np.array_equal(there, room >= SHORTEST)


def _common(words: WordNumbers, room: Sizes, places: Places) -> bytes | None:
    """How many words each of some places has in common with the one before; None where they are not in order."""
    common = np.zeros(len(places), dtype=np.uint8)
    alike = np.arange(1, len(places), dtype=np.uint32)
    for size in range(DEEPEST):
        before, own = places[alike - 1], places[alike]
        going = room[own] > size
        both = going & (room[before] > size)
        distance = np.uint32(size)
        one, other = words[np.where(both, before + distance, 0)], words[np.where(both, own + distance, 0)]
        ended = room[before] <= size  # what ends comes first, and of what is the same what stands first
        if not np.where(both, one <= other, ended & (going | (before < own))).all():
            return None
        same = both & (one == other)
        common[alike[~same]] = size
        alike = alike[same]
    common[alike] = DEEPEST
    return common.tobytes() if (places[alike - 1] < places[alike]).all() else None


def _taken(places: Places, kept: Mask) -> Mask:
    """`kept[places]`: where few stretches are left out by looking at these, which is quicker than to look up each place."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], kept, [True]])))
    if len(edges) > 2 * FEW:
        return kept[places]
    taken = np.ones(len(places), dtype=np.bool_)
    for start, end in edges.reshape(-1, 2).tolist():
        taken &= places - np.uint32(start) >= end - start  # what is before the start is more than any number of words
    return taken


NO_PLACES, NO_SIZES = np.zeros(0, np.uint32), np.zeros(0, np.uint8)


def room_of(follows: Mask) -> Sizes:
    """How many words from each on follow each other directly, up to DEEPEST."""
    room = np.ones(len(follows), dtype=np.uint8)
    going_on = np.ones(len(follows), dtype=np.bool_)
    for distance in range(1, DEEPEST):
        going_on[-distance:] = False
        going_on[:-distance] &= follows[distance:]
        room += going_on
    return room


def _places_by_first_word(words: WordNumbers, room: Sizes) -> Iterator[Places]:
    """The places of words that others follow, by these words: at a time those of TOGETHER, or of one word that has more."""
    every = (room >= SHORTEST).nonzero()[0].astype(np.uint32)
    own = words[every]
    bits = np.uint64(len(words).bit_length())
    for first, end in _word_shares(own):
        share = every if first == 0 and end > int(own.max()) else every[(own >= first) & (own < end)]
        keys = words[share].astype(np.uint64) << bits
        keys |= share
        keys.sort()
        keys &= (np.uint64(1) << bits) - np.uint64(1)
        yield keys.astype(np.uint32)


def _word_shares(words: WordNumbers) -> Iterator[tuple[int, int]]:
    """Ranges of numbers of words, each of which TOGETHER of some words have, or more where it is a single one."""
    ends = np.cumsum(np.bincount(words))
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        end = max(int(ends.searchsorted(before + TOGETHER, side="right")), first + 1)
        yield first, end
        first = end


class _Sorting:
    """Sorts places by the words from each on: they are in the order of the first, then those that have these alike get in
    that of the next, and so on.
    """

    def __init__(self, words: WordNumbers, room: Sizes, places: Places) -> None:
        self._words, self._room, self._places = words, room, places
        self._word_bits = (int(words.max(initial=0)) + 1).bit_length()
        self._common = np.full(len(places), DEEPEST, dtype=np.uint8)

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
