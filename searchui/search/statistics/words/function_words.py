"""Function words: those that hold others together and say nothing of what a speech is about. Numbers count as such."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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
OPENING = ("prepositions", "adverbs", "auxiliaries")  # with which set phrases begin: 为人民服务, 以人民为中心, 不忘初心
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """Of each word of a vocabulary whether it is one; of those, whether it may be the first word of a set phrase."""

    every: Mask
    opening: Mask

    @classmethod
    def of(cls, vocabulary: Sequence[str]) -> "FunctionWords":
        """Those that the table has, and numbers; the words are folded."""
        known, opening = _folded(_table()), _folded(OPENING)
        every = [word in known or NUMBER.fullmatch(word) is not None for word in vocabulary]
        return cls(np.array(every, dtype=np.bool_), np.array([word in opening for word in vocabulary], dtype=np.bool_))

    def none(self) -> "FunctionWords":
        """As if there were none."""
        return FunctionWords(np.zeros_like(self.every), np.zeros_like(self.opening))


@cache
def _table() -> Mapping[str, str]:
    return load_table(__package__, "function_words", dict[str, str])


def _folded(kinds: Iterable[str]) -> frozenset[str]:
    """The words of some kinds of the table."""
    return frozenset(fold(word) for kind in kinds for word in _table()[kind].split())
