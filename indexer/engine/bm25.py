"""BM25, field by field added up (BM25F as Whoosh has it), so that our arrays and plain Whoosh give one score.

Robertson & Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), eq. 3.15, once a field,
each field with a weight of its own; the idf is that of Whoosh's `WeightingModel`, which is never negative.
"""

from math import log
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.float32]

K1 = 1.2
B = 0.75
RARITY = 1.25  # the power of a rarity: how much more a rare term weighs than a common one; 1 is plain BM25


def idf(documents: int, having: int) -> float:
    """How telling a term is that `having` of `documents` have; of none at all, where nothing is asked for it, 1."""
    return log(max(documents, 1) / (having + 1)) + 1


def rarities(documents: int, having: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float64]:
    """How much terms weigh in a question, of which nothing has all: nothing where they are everywhere, or nowhere.

    The idf of Spärck Jones (1972), log (N / n), to the power of RARITY.
    """
    weights: npt.NDArray[np.float64] = np.log((documents + 1) / (having + 0.5)).clip(0) ** RARITY
    return np.where(having > 0, weights, 0)


def norms(lengths: npt.NDArray[np.integer[Any]], average: float) -> Scores:
    """What is added to a frequency below the line, by the length of each document in terms."""
    relative = lengths / average if average > 0 else np.ones(len(lengths))
    return (K1 * (1 - B + B * relative)).astype(np.float32)


def bm25(weight: float, frequencies: npt.NDArray[np.integer[Any]], norms: Scores) -> Scores:
    """Scores of documents with these frequencies and norms; `weight` is the idf, times the weight of the field."""
    scores = frequencies.astype(np.float32)
    below = scores + norms
    scores *= np.float32(weight * (K1 + 1))
    scores /= below
    return scores
