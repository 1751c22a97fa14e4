"""The words of a segment one after another, as numbers: what counting words takes, whatever the question.

Only where words start is kept on disk, a bit a character. The numbers are worked out when they are first asked for, and
then stay in memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import ForwardIndex, Numbers
from indexer.engine.distinct import distinct
from indexer.engine.embedded.encoding.alphabet import END, Alphabet, Codes, text_of
from indexer.engine.embedded.encoding.array_names import CUTS, STARTS, TEXT
from indexer.engine.embedded.encoding.rank_bitvector import RankBitVector, mask_of
from indexer.engine.embedded.inverted_index.inverter import decode_words
from indexer.engine.embedded.segment.segment_reader import SegmentReader

Mask: TypeAlias = npt.NDArray[np.bool_]
WordNumbers: TypeAlias = npt.NDArray[np.uint32]

KEY_BITS = 64
STOPS = "。!?;"  # folded: what ends a sentence


@dataclass(frozen=True, slots=True)
class WordPositions:
    """Where the words of a segment stand in its text.

    `firsts` is the first word of each document and, at the end, the number of all words. `starting` are the places at
    which words start, `inside` all places of words, `stops` those of ends of sentences and of documents.
    """

    firsts: Numbers
    starting: RankBitVector
    inside: RankBitVector
    stops: WordNumbers

    @property
    def words(self) -> int:
        """How many words there are."""
        return int(self.firsts[-1])

    def windows(self, starts: Numbers, ends: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of texts at some places: where the words before them start and end, and those after them start and end.

        They are up to `size` a side, of the sentence only; words that a text has a part of are on neither side.
        """
        low, high = self._sentences(starts, ends)
        cut_in = self.inside.has(starts) & ~self.starting.has(starts)
        before = self.starting.rank(starts) - cut_in
        after = self.starting.rank(ends)
        first = np.minimum(np.maximum(before - size, low), before)
        last = np.maximum(np.minimum(after + size, high), after)
        return first, before, after, last

    def _sentences(self, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
        """Where the words of the sentences begin that texts start in, and where those end that they end in."""
        before = self.stops.searchsorted(starts.astype(np.uint32))
        begins = np.where(before > 0, self.stops[before - 1].astype(np.int64) + 1, 0)
        ending = self.stops[self.stops.searchsorted(ends.astype(np.uint32))].astype(np.int64)
        return self.starting.rank(begins), self.starting.rank(ending)


@dataclass(frozen=True, slots=True)
class SegmentForwardIndex:
    """The words of a segment: their numbers in `terms`, whether each `follows` the one before it directly, and places."""

    terms: list[str]
    words: WordNumbers
    follows: Mask
    places: WordPositions

    @classmethod
    def of(cls, segment: SegmentReader) -> "SegmentForwardIndex":
        text = segment.arrays[TEXT].astype(np.uint16)
        tiles = mask_of(segment.arrays[CUTS], len(text)).nonzero()[0]
        letters = _of_alphabet(segment.alphabet, str.isalnum)[text]
        letters[text == END] = False
        is_word = np.logical_or.reduceat(letters, tiles)
        lengths = np.diff(tiles, append=len(text))
        inside = np.repeat(is_word, lengths)
        starts, lengths = tiles[is_word], lengths[is_word]
        terms, words = number_words(text, starts, lengths, segment.alphabet)
        places = _places(segment, text, starts, inside)
        return cls(terms, words, (starts > 0) & inside[starts - 1], places)


def _places(segment: SegmentReader, text: Codes, starts: Numbers, inside: Mask) -> WordPositions:
    mask = np.zeros(len(text), dtype=np.bool_)
    mask[starts] = True
    starting = RankBitVector(mask)
    stops = _of_alphabet(segment.alphabet, STOPS.__contains__)[text] | (text == END)
    return WordPositions(
        firsts=starting.rank(segment.arrays[STARTS].astype(np.int64)),
        starting=starting,
        inside=RankBitVector(inside),
        stops=stops.nonzero()[0].astype(np.uint32),
    )


def _of_alphabet(alphabet: Alphabet, holds: Callable[[str], bool]) -> Mask:
    """Of which characters of an alphabet, by code, something holds."""
    return np.array([holds(character) for character in text_of(alphabet.points)], dtype=np.bool_)


def number_words(text: Codes, starts: Numbers, lengths: Numbers, alphabet: Alphabet) -> tuple[list[str], WordNumbers]:
    """The different words of a text that start at some places, and the number of each among them.

    Words of a few characters, nearly all, are told apart as numbers made of their codes, length by length.
    """
    bits = len(alphabet).bit_length()
    most = KEY_BITS // bits
    numbers = np.empty(len(starts), dtype=np.uint32)
    terms: list[str] = []
    for length in range(1, most + 1):
        places = (lengths == length).nonzero()[0]
        found = distinct(_keys(text, starts[places], length, bits))
        numbers[places] = found.numbers + len(terms)
        terms += decode_words(found.values.astype(np.uint64), length, bits, alphabet)
    long = (lengths > most).nonzero()[0]
    known: dict[str, int] = {}
    for place, start, length in zip(long.tolist(), starts[long].tolist(), lengths[long].tolist(), strict=True):
        word = alphabet.decode(text[start : start + length])
        numbers[place] = known.setdefault(word, len(terms) + len(known))
    return [*terms, *known], numbers


def _keys(text: Codes, starts: Numbers, length: int, bits: int) -> npt.NDArray[np.uint64]:
    """Words of one length as one number each."""
    keys = np.zeros(len(starts), dtype=np.uint64)
    for distance in range(length):
        keys <<= np.uint64(bits)
        keys |= text[starts + distance]
    return keys


def merge_forward_indexes(parts: Sequence[SegmentForwardIndex]) -> ForwardIndex:
    """The words of segments that follow each other, under the same numbers."""
    vocabulary = sorted({term for part in parts for term in part.terms})
    rank = {term: number for number, term in enumerate(vocabulary)}
    words, firsts, total = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], 0
    for part in parts:
        words.append(np.array([rank[term] for term in part.terms], dtype=np.uint32)[part.words])
        firsts.append(part.places.firsts[:-1] + total)
        total += len(part.words)
    follows = [np.zeros(0, np.bool_), *(part.follows for part in parts)]
    return ForwardIndex(vocabulary, np.concatenate(words), np.concatenate([*firsts, [total]]), np.concatenate(follows))
