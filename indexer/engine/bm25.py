"""BM25, field by field added up (BM25F as Whoosh has it), so that our arrays and plain Whoosh give one score.

Robertson & Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), eq. 3.15, once a field,
each field with a weight of its own; the idf is that of Whoosh's `WeightingModel`, which is never negative.
"""

from math import log

import numpy as np

from indexer.engine.port import Numbers, Scores

K1 = 1.2
B = 0.75


def idf(documents: int, having: int) -> float:
    """How telling a term is that `having` of `documents` have."""
    return log(documents / (having + 1)) + 1


def field_weight(frequencies: Numbers | Scores, lengths: Numbers, average: float) -> Scores:
    """A term's frequencies in one field, each relative to that field's length."""
    relative = lengths / average if average > 0 else np.ones(len(lengths))
    return frequencies / (1 - B + B * relative)


def saturate(weight: Scores) -> Scores:
    """A term's total weight, levelled so that the tenth occurrence adds little."""
    return weight / (K1 + weight)
