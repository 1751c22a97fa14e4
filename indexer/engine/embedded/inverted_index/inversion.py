"""What texts are turned around into, by the kernel or by whole arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.inverted_index.postings import PostingsLists

Mask = npt.NDArray[np.bool_]
WordNumbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Inversion:
    """Texts turned around, and what they were turned around from.

    `is_word`: which of the tokens are words, and neither marks nor white space; `words` is the number of each of these
    among the terms of `lists`, in the order of the texts.
    """

    lists: PostingsLists
    is_word: Mask
    words: WordNumbers


def letters_of(alphabet: Alphabet) -> Mask:
    """Of each code whether it is of a letter or digit: a token that has one is a word."""
    return alphabet.mask_of(str.isalnum)
