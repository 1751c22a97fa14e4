"""Text hashes: a number of each paragraph's text by which paragraphs that say the same are found, marks and space apart.

A polynomial of the characters that count, modulo 2⁶⁴, so that whole texts are reckoned by arrays. Among a million
texts the odds that any two of them differ and have one hash are about one in forty million.
"""

import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import TextHashes
from indexer.engine.embedded.encoding.alphabet import Alphabet, Codes, text_of
from indexer.engine.embedded.kernel import kernel_building
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.substring_index.stored_text import Starts

Mask = npt.NDArray[np.bool_]

SOME = 1 << 20  # characters that are reckoned at a time
COUNTING, MARK, DIGIT = 1, 2, 4  # what a character may be, for the kernel
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it is lost
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)


def hash_texts(folded: Codes, starts: Starts, alphabet: Alphabet, some: int = SOME) -> TextHashes:
    """The hash of each paragraph of a folded text with END after each; `starts` of these, and where the last ends.

    Letters and digits count, and signs like + and %; marks and white space do not. But between two digits everything
    does, and so does a mark before a digit: 5.2 is not 52, and -3 is not 3.
    """
    signs = _Signs(alphabet)
    bounds = starts.astype(np.int64)
    if (kernel := shared_library()) is not None:
        return kernel_building.hash_texts(kernel, folded, bounds, signs.kinds, signs.numbers)
    shares = _shares(bounds, some)
    parts = [_some(folded[bounds[low] : bounds[high]], bounds[low : high + 1], signs) for low, high in shares]
    return np.concatenate([np.zeros(0, np.uint64), *parts])


def _shares(bounds: npt.NDArray[np.int64], some: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of about `some` characters: their first and the one after their last."""
    low, paragraphs = 0, len(bounds) - 1
    while low < paragraphs:
        high = max(low + 1, int(bounds.searchsorted(bounds[low] + some)))
        yield low, min(high, paragraphs)
        low = high


class _Signs:
    """What each code is: a number of its own, whether it counts anywhere, whether it is a mark, or a digit."""

    def __init__(self, alphabet: Alphabet) -> None:
        characters = text_of(alphabet.points[1:])
        kinds = [unicodedata.category(character) for character in characters]
        counting = [kind[0] in "LMNS" or one in "%‰" for one, kind in zip(characters, kinds, strict=True)]
        self.counting: Mask = np.array([False, *counting])
        self.marks: Mask = np.array([False, *(kind[0] == "P" for kind in kinds)])
        self.digits: Mask = np.array([False, *(kind == "Nd" for kind in kinds)])
        self.kinds = (self.counting * COUNTING | self.marks * MARK | self.digits * DIGIT).astype(np.uint8)
        mixed = (alphabet.points.astype(np.uint64) + np.uint64(1)) * _MIX
        self.numbers: TextHashes = (mixed ^ (mixed >> _SHIFT)) * _MIX


def _some(codes: Codes, bounds: npt.NDArray[np.int64], signs: _Signs) -> TextHashes:
    starts = bounds - bounds[0]
    digits = signs.digits[codes]
    before, after = np.roll(digits, 1), np.roll(digits, -1)
    before[0] = after[-1] = False
    counting = signs.counting[codes] | after & (signs.marks[codes] | before)
    counting[starts[1:] - 1] = False  # the END of a paragraph whose neighbours end and begin with digits
    ranks = np.concatenate([[0], counting.cumsum()])[starts]
    numbers = signs.numbers[codes[counting]]
    places = np.arange(len(numbers)) - np.repeat(ranks[:-1], np.diff(ranks))
    powers = np.full(int(np.diff(ranks).max(initial=0)) + 1, _BASE)
    numbers *= np.multiply.accumulate(powers)[places]
    sums = np.concatenate([np.zeros(1, np.uint64), np.add.accumulate(numbers)])
    result: TextHashes = sums[ranks[1:]] - sums[ranks[:-1]]
    return result
