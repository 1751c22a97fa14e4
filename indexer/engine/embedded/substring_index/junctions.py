"""Junctions: where a paragraph ends without ending a sentence and the next one of its speech begins.

They are kept in the order of the two characters that meet there. A phrase that crosses a junction is cut by it between
two characters of its own, so that for each place at which it may be cut one search gives the few junctions to look at.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.analysis.sentence_end import sentence_ends
from indexer.engine.embedded.encoding.alphabet import CODE_BITS, CODE_BYTES, END, Alphabet, Codes
from indexer.engine.embedded.encoding.array_names import JUNCTION_KEYS, JUNCTIONS, OPEN, STARTS, TEXT
from indexer.engine.embedded.encoding.arrays import Arrays, ranges
from indexer.engine.embedded.encoding.rank_bitvector import Mask, mask_of, packed_bits
from indexer.engine.embedded.substring_index.loose_marks import LooseMarks
from indexer.engine.embedded.substring_index.stored_text import Starts

Places: TypeAlias = npt.NDArray[np.int64]
Pairs: TypeAlias = npt.NDArray[np.uint32]

SOME = 1 << 16  # places that a phrase is followed from at a time


def unfinished(codes: Codes, starts: Starts, alphabet: Alphabet) -> Mask:
    """Which paragraphs do not end a sentence, of a text of codes, not folded, with END after each of them."""
    signs = sentence_ends()
    closing, ending = (alphabet.mask_of(some.__contains__) for some in (signs.closing, signs.ends))
    firsts = starts[:-1].astype(np.int64)
    places = starts[1:].astype(np.int64) - 2
    moving = (places >= firsts).nonzero()[0]
    while len(moving := moving[closing[codes[places[moving]]]]):
        places[moving] -= 1
        moving = moving[places[moving] >= firsts[moving]]
    result: Mask = (places < firsts) | ~ending[codes[np.maximum(places, 0)]]
    return result


def junction_arrays(folded: Codes, starts: Starts, open_: Mask) -> Arrays:
    """The arrays of a text of folded codes, of whose paragraphs the `open_` ones may go on in the next."""
    documents = open_.nonzero()[0]
    begins = starts[documents + 1].astype(np.int64)
    keys = pairs(folded[begins - 2], folded[begins])
    order = keys.argsort(kind="stable")
    return {
        OPEN: packed_bits(open_),
        JUNCTIONS: documents[order].astype(np.uint32),
        JUNCTION_KEYS: keys[order],
    }


def pairs(last: Codes, first: Codes) -> Pairs:
    """Two characters that meet, as one number."""
    return last.astype(np.uint32) << np.uint32(CODE_BITS) | first.astype(np.uint32)


class Cuts(NamedTuple):
    """Where phrases may be cut: the number of the pair of characters that meet there, and the place of each of the two."""

    numbers: Places
    before: Places
    after: Places


class Meetings:
    """The characters that meet at junctions: their places `before` and `after`, ascending by the pairs that they are."""

    def __init__(self, keys: Pairs, before: Places, after: Places) -> None:
        self.keys = keys
        self.before = before
        self.after = after

    def of(self, wanted: Pairs) -> Iterator[Cuts]:
        """Where any of some pairs meet; about SOME at a time, or those of one pair, so that memory stays small."""
        low = self.keys.searchsorted(wanted)
        sizes = self.keys.searchsorted(wanted, side="right") - low
        until = sizes.cumsum()
        first, before = 0, 0
        while len(until) and before < until[-1]:
            last = max(first + 1, int(until.searchsorted(before + SOME, side="right")))
            found = ranges(low[first:last], sizes[first:last])
            numbers = np.repeat(np.arange(first, last), sizes[first:last])
            yield Cuts(numbers, self.before[found], self.after[found])
            first, before = last, int(until[last - 1])


class Junctions:
    """Reads them."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet) -> None:
        self._text, self._starts = arrays[TEXT], arrays[STARTS]
        self._open = arrays[OPEN]
        self._documents, self._keys = arrays[JUNCTIONS], arrays[JUNCTION_KEYS]
        self._key_at = self._keys.data  # several times as fast as an array, where only a few are read
        self.loose_marks = LooseMarks(self._text, alphabet)

    def __len__(self) -> int:
        return len(self._documents)

    def has_any(self, encoded: bytes) -> bool:
        """Whether any two characters that follow each other in a folded text meet at a junction."""
        keys, size = self._key_at, len(self._keys)
        for at in range(0, len(encoded) - CODE_BYTES, CODE_BYTES):
            pair = int.from_bytes(encoded[at : at + 2 * CODE_BYTES], "big")
            place = bisect_left(keys, pair)
            if place < size and keys[place] == pair:
                return True
        return False

    @cached_property
    def open(self) -> Mask:
        """Which documents may go on in the next."""
        return mask_of(self._open, len(self._starts) - 1)

    def go_on(self, places: Places, *, loose: bool) -> tuple[Places, Mask]:
        """The places at which a text goes on, beyond junctions and, for a loose phrase, what that passes over.

        And which of them are beyond a junction. At a place where the text ends there is an END.
        """
        places, crossing = places.copy(), np.zeros(len(places), dtype=np.bool_)
        moving = np.arange(len(places))
        while len(moving):
            codes = self._text[places[moving]]
            passed = self.loose_marks.at(places[moving]) if loose else np.zeros(len(moving), dtype=np.bool_)
            ends = (codes == END).nonzero()[0]
            documents = self._starts.searchsorted(places[moving[ends]].astype(self._starts.dtype), side="right") - 1
            passed[ends] = self.open[documents]
            crossing[moving[ends]] |= passed[ends]
            moving = moving[passed]
            places[moving] += 1
        return places, crossing

    @cached_property
    def meetings(self) -> Meetings:
        """The last character of each paragraph with the first one of the next."""
        begins = self._starts[self._documents.astype(np.int64) + 1].astype(np.int64)
        return Meetings(self._keys, begins - 2, begins)

    @cached_property
    def loose_meetings(self) -> Meetings:
        """The same of the characters that count for a loosely meant phrase; of paragraphs that have any.

        Worked out when first asked for, and kept.
        """
        begins = self._starts[np.sort(self._documents).astype(np.int64) + 1].astype(np.int64)
        before = begins - 2
        moving = np.arange(len(begins))
        while len(moving := moving[self.loose_marks.at(before[moving])]):
            before[moving] -= 1
        there = (self._text[before] != END).nonzero()[0]
        before, (after, _) = before[there], self.go_on(begins[there], loose=True)
        keys = pairs(self._text[before], self._text[after])
        order = keys.argsort(kind="stable")
        return Meetings(keys[order], before[order], after[order])
