"""Function words: those that hold others together and say nothing of what a speech is about. Numbers count as such."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TypeAlias
from unicodedata import unidata_version

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.engine.forward_index import ForwardIndex
from indexer.tables import load_table

DIGITS, UNITS = "〇零一二两三四五六七八九", "十百千万亿"
# 2035, 5.5%, 1.2万亿; of Chinese signs one, four and more without units (二〇三五), or those with units (三十): 五四 and 十四五 are names.
NUMBER = re.compile(
    r"\d[\d,.]*(?:万亿|[万亿])?%?"
    rf"|(?:百分之)?(?:[{DIGITS}]|[{DIGITS}]{{4,}}|(?:[{DIGITS}]?[{UNITS}]零?)+[{DIGITS}]?)"
)
NUMBER_LINE = re.compile(rf"^(?:{NUMBER.pattern})$", re.MULTILINE)
SCRIPTS = 0x20000  # code points below which all digits are
OPENING = ("prepositions", "adverbs", "auxiliaries")  # with which set phrases begin: 为人民服务, 以人民为中心, 不忘初心
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """Of each word of a vocabulary whether it is one; of those, whether it may be the first word of a set phrase."""

    every: Mask
    opening: Mask

    @classmethod
    def of(cls, forward_index: ForwardIndex) -> "FunctionWords":
        """Those that the table has, and numbers."""
        every = _mask(forward_index, _every())
        for start, end in _openings():
            for numbers in forward_index.matching(NUMBER_LINE, start, end):
                every[numbers] = True
        return cls(every, _mask(forward_index, _folded(OPENING)))

    def none(self) -> "FunctionWords":
        """As if there were none."""
        return FunctionWords(np.zeros_like(self.every), np.zeros_like(self.opening))


def is_function_word(word: str) -> bool:
    """Whether a folded word is one."""
    return word in _every() or NUMBER.fullmatch(word) is not None


def digest_of_table() -> bytes:
    """What tells whether another version of the program has other ones."""
    told = (sorted(_table().items()), OPENING, NUMBER.pattern, unidata_version)
    return sha256(repr(told).encode()).digest()


def _mask(forward_index: ForwardIndex, words: Iterable[str]) -> Mask:
    """Which words of a vocabulary are among some."""
    mask = np.zeros(forward_index.vocabulary, dtype=np.bool_)
    mask[[number for word in words if (number := forward_index.number(word)) >= 0]] = True
    return mask


@cache
def _openings() -> Sequence[tuple[str, str]]:
    """Where numbers are among words in their order: from each of these texts on, and before the other.

    Characters with which a number may begin stand in rows, 0 to 9 in every script.
    """
    every = np.arange(SCRIPTS, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    first = {*map(ord, re.findall(rf"[\d{DIGITS}{UNITS}]", every))}
    starts = sorted(code for code in first if code - 1 not in first)
    ends = sorted(code + 1 for code in first if code + 1 not in first)
    return [(chr(start), chr(end)) for start, end in zip(starts, ends, strict=True)]


@cache
def _every() -> frozenset[str]:
    return _folded(_table())


@cache
def _table() -> Mapping[str, str]:
    return load_table(__package__, "function_words", dict[str, str])


def _folded(kinds: Iterable[str]) -> frozenset[str]:
    """The words of some kinds of the table."""
    return frozenset(fold(word) for kind in kinds for word in _table()[kind].split())
