"""What one of two sentences says in short: 文旅 for 文化旅游, by pairs of characters that are rare."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchui.search.comparison.similarity import Matrix

REACH = 3  # characters that those of a pair are apart at most
MOST_OFTEN = 0.03  # of the sentences; a pair of characters that more of them have says nothing

Numbers = npt.NDArray[np.int64]


class _Pairs(NamedTuple):
    """The pairs of characters of sentences, each once a sentence: which, of which sentence, and whether side by side."""

    codes: Numbers
    sentences: Numbers
    beside: npt.NDArray[np.bool_]


def shortened(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """The weight of the rare pairs that stand side by side in one frame, and at most REACH apart in the other.

    A row a frame of the first, a column one of the second; a pair that stands in no other has a weight near 1.
    """
    own, there = _pairs(a), _pairs(b)
    every = len(a) + len(b)
    codes = np.concatenate([own.codes, there.codes])
    _codes, numbers, times = np.unique(codes, return_inverse=True, return_counts=True)
    of_own, of_there = numbers[: len(own.codes)], numbers[len(own.codes) :]
    counts = np.bincount(of_there, minlength=len(times))
    starts = np.cumsum(counts) - counts
    counts[times > max(2, MOST_OFTEN * every)] = 0
    shared = counts[of_own]
    one = np.repeat(np.arange(len(of_own)), shared)
    within = np.arange(len(one)) - np.repeat(np.cumsum(shared) - shared, shared)
    other = np.argsort(of_there, kind="stable")[starts[of_own[one]] + within]
    beside = own.beside[one] | there.beside[other]
    one, other = one[beside], other[beside]
    weights = (np.log(1 + every / times) / log(1 + every)) ** 2
    made = np.bincount(own.sentences[one] * len(b) + there.sentences[other], weights[of_own[one]], len(a) * len(b))
    return made.astype(np.float32).reshape(len(a), len(b))


def _pairs(frames: Sequence[str]) -> _Pairs:
    lengths = [*map(len, frames)]
    points = np.frombuffer("".join(frames).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    of = np.repeat(np.arange(len(frames)), lengths)
    codes, sentences, beside = [], [], []
    for apart in range(1, REACH + 1):
        same = of[apart:] == of[:-apart]
        codes.append(((points[:-apart] << 21) | points[apart:])[same])
        sentences.append(of[apart:][same])
        beside.append(np.full(int(same.sum()), apart == 1))
    return _once(np.concatenate(codes), np.concatenate(sentences), np.concatenate(beside))


def _once(codes: Numbers, sentences: Numbers, beside: npt.NDArray[np.bool_]) -> _Pairs:
    """Each pair of a sentence once, those side by side before the others."""
    order = np.lexsort((~beside, sentences, codes))
    codes, sentences, beside = codes[order], sentences[order], beside[order]
    first = np.ones(len(codes), dtype=bool)
    first[1:] = (codes[1:] != codes[:-1]) | (sentences[1:] != sentences[:-1])
    return _Pairs(codes[first], sentences[first], beside[first])
