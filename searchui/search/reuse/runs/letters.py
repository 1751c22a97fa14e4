"""The letters and digits of texts, folded, without marks and white space: what runs are made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask

Points: TypeAlias = npt.NDArray[np.uint32]

END = 0  # stands after the letters of each line: no run goes beyond it
LINE_END = "\n"
LETTERS = 0x40000  # code points; letters stand in the first four planes only
HAN = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))
READ = 4096  # texts that are taken at a time


@dataclass(frozen=True, slots=True)
class Letters:
    """The code points of the letters of a folded text, END after each line, and where in the text each stands."""

    points: Points
    places: Numbers


def letters_of(folded: Sequence[str]) -> Letters:
    """Those of the lines of one text, each folded; they are one character apart in it."""
    points = _points("".join(line + LINE_END for line in folded))
    places = _kept(points).nonzero()[0]
    return Letters(_with_ends(points[places]), places)


def letters_of_all(texts_of: Callable[[Sequence[int]], list[str]], numbers: Sequence[int]) -> tuple[Points, Numbers]:
    """Those of many folded texts, which are asked for by their numbers, one after another; and where each text begins,
    with the end of the last.
    """
    parts, sizes = [np.zeros(0, np.uint32)], [np.zeros(1, np.int64)]
    for points, own in _read(texts_of, numbers):
        parts.append(points)
        sizes.append(own)
    return np.concatenate(parts), np.cumsum(np.concatenate(sizes))


def _read(texts_of: Callable[[Sequence[int]], list[str]], numbers: Sequence[int]) -> Iterator[tuple[Points, Numbers]]:
    """The letters of some texts after each other, and how many each has, its END counted."""
    for first in range(0, len(numbers), READ):
        texts = texts_of(numbers[first : first + READ])
        points = _points("".join(text + LINE_END for text in texts))
        kept = _kept(points)
        before = np.append(0, np.cumsum(kept))
        yield _with_ends(points[kept]), np.diff(before[np.cumsum([0, *(len(text) + 1 for text in texts)])])


def is_han(points: Points) -> Mask:
    """Which of some letters are Chinese characters."""
    han = np.zeros(len(points), dtype=np.bool_)
    for low, high in HAN:
        han |= (points >= low) & (points < high)
    return han


def _points(text: str) -> Points:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)


def _kept(points: Points) -> Mask:
    kept: Mask = _is_letter().take(points, mode="clip")
    return kept


def _with_ends(points: Points) -> Points:
    points[points == ord(LINE_END)] = END
    return points


@cache
def _is_letter() -> Mask:
    """Of each code point whether it is kept: letters, digits, and ends of lines."""
    return np.array([chr(point).isalnum() or chr(point) == LINE_END for point in range(LETTERS)], dtype=np.bool_)
