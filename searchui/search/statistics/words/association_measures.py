"""How surely, and how strongly, two frequencies differ."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Counts: TypeAlias = npt.NDArray[np.integer[Any]]
Measures: TypeAlias = npt.NDArray[np.float64]

# Of chi-squared with one degree of freedom, which the log-likelihood follows.
SIGNIFICANT = 3.84  # p < 0.05; what is below is not listed
SURE = 10.83  # p < 0.001
UNSEEN = 0.5  # occurrences that are assumed where there are none, so that a ratio is defined


def log_likelihood(own: Counts, own_words: int, other: Counts, other_words: int) -> Measures:
    """The log-likelihood ratio G² of words that are `own` of `own_words` here and `other` of `other_words` there.

    2 Σ O ln(O / E) over the four cells of the table of here and there, this word and all others; E is what a cell would
    hold if here and there were alike (Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence,
    Computational Linguistics 19 (1)). Negative where the word is rarer here than there.
    """
    total = own_words + other_words
    both = own + other
    sides = ((own, own_words), (other, other_words))
    cells = [(count, both * size / max(total, 1)) for count, size in sides]
    cells += [(size - count, (total - both) * size / max(total, 1)) for count, size in sides]
    ratio: Measures = 2 * sum((_term(observed, expected) for observed, expected in cells), np.zeros(len(own)))
    rarer = own * other_words < other * own_words
    return np.where(rarer, -1.0, 1.0) * np.maximum(ratio, 0.0)


def _term(observed: Counts, expected: Measures) -> Measures:
    """O ln(O / E), which is 0 where nothing was observed."""
    safe = np.where(observed > 0, observed, 1)
    return np.where(observed > 0, observed * np.log(safe / np.where(observed > 0, expected, 1.0)), 0.0)


def log_ratio(own: Counts, own_words: int, other: Counts, other_words: int) -> Measures:
    """How many times as frequent here as there, as a power of two: 1 is twice, 2 four times, -1 half.

    Log Ratio, with half an occurrence where there is none (Hardie 2014, Log Ratio – an informal introduction, CASS).
    """
    here = np.maximum(own, UNSEEN) / max(own_words, 1)
    there = np.maximum(other, UNSEEN) / max(other_words, 1)
    ratio: Measures = np.log2(here / there)
    return ratio
