"""The words of a segment one after another, as they are written: what counting words takes, whatever the question.

They come from the inversion, which has looked at each of them, and are only numbered anew when segments are merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import END, Alphabet, Codes
from indexer.engine.embedded.encoding.array_names import (
    STARTS,
    STOPS,
    WORD_FOLLOWS,
    WORD_INSIDE,
    WORD_NUMBERS,
    WORD_STARTS,
)
from indexer.engine.embedded.encoding.arrays import Arrays, smallest
from indexer.engine.embedded.encoding.rank_bitvector import RankBitVector, mask_at, mask_of, packed_bits, rank_bits
from indexer.engine.embedded.inverted_index.tokens import Tokens

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.integer[Any]]

ENDS = "。!?;"  # folded: what ends a sentence


def forward_arrays(tokens: Tokens, is_word: Mask, words: Numbers) -> Arrays:
    """Those of tokens; `words` are the numbers of the words among them."""
    inside = np.repeat(is_word, tokens.lengths)
    after_word = np.zeros(len(is_word), dtype=np.bool_)
    after_word[1:] = is_word[:-1]
    return _arrays(words, after_word[is_word], mask_at(tokens.starts[is_word], len(inside)), inside)


@dataclass(frozen=True, slots=True)
class ForwardPart:
    """A part of a segment with its words: its documents that are `live`, or all; `terms` is the new number of each term."""

    arrays: Arrays
    live: Mask | None
    terms: npt.NDArray[np.int64]

    def words(self, kept: Mask | None) -> Numbers:
        """The numbers of the words that are kept, or of all."""
        words = self.arrays[WORD_NUMBERS]
        renumbered: Numbers = self.terms[words if kept is None else words[kept]]
        return renumbered


def merged_forward_arrays(parts: Sequence[ForwardPart]) -> Arrays:
    """Those of several parts together."""
    merged = [_taken(part) for part in parts]
    words, follows, starts, inside = (np.concatenate(arrays) for arrays in zip(*merged, strict=True))
    return _arrays(words, follows, starts, inside)


def _taken(part: ForwardPart) -> tuple[Numbers, Mask, Mask, Mask]:
    """What a part gives: its words, which of them follow directly, where they start, and all their places."""
    arrays, bounds = part.arrays, part.arrays[STARTS].astype(np.int64)
    starting = RankBitVector(arrays[WORD_STARTS])
    starts, inside = starting.mask(int(bounds[-1])), RankBitVector(arrays[WORD_INSIDE]).mask(int(bounds[-1]))
    follows = mask_of(arrays[WORD_FOLLOWS], len(arrays[WORD_NUMBERS]))
    if part.live is None:
        return part.words(None), follows, starts, inside
    places = np.repeat(part.live, np.diff(bounds))
    kept = np.repeat(part.live, np.diff(starting.rank(bounds)))
    return part.words(kept), follows[kept], starts[places], inside[places]


def _arrays(words: Numbers, follows: Mask, starts: Mask, inside: Mask) -> Arrays:
    return {
        WORD_NUMBERS: smallest(words),
        WORD_FOLLOWS: packed_bits(follows),
        WORD_STARTS: rank_bits(starts),
        WORD_INSIDE: rank_bits(inside),
    }


def stop_arrays(folded: Codes, alphabet: Alphabet) -> Arrays:
    """Where the sentences and the documents of a folded text end."""
    stops = alphabet.mask_of(ENDS.__contains__)[folded] | (folded == END)
    return {STOPS: stops.nonzero()[0].astype(np.uint32)}
