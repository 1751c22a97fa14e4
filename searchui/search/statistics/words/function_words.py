"""Function words: those that hold others together and say nothing of what a speech is about. Numbers count as such."""

import re
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.tables import load_table

DIGITS = "〇零一二两三四五六七八九"
# 2035, 5.5%, 1.2万亿; of Chinese signs one, four and more without units (二〇三五), or those with units (三十): 五四 and 十四五 are names.
NUMBER = re.compile(
    r"\d[\d,.]*(?:万亿|[万亿])?%?"
    rf"|(?:百分之)?(?:[{DIGITS}]|[{DIGITS}]{{4,}}|(?:[{DIGITS}]?[十百千万亿]零?)+[{DIGITS}]?)"
)
Mask: TypeAlias = npt.NDArray[np.bool_]


def function_words_of(vocabulary: Sequence[str]) -> Mask:
    """Of which folded words the table has a row, or which are numbers."""
    table = {
        word for words in load_table(__package__, "function_words", dict[str, str]).values() for word in words.split()
    }
    known = {fold(word) for word in table}
    return np.array([word in known or NUMBER.fullmatch(word) is not None for word in vocabulary], dtype=np.bool_)
