"""BM25 and BM25F by whole arrays.

Robertson & Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009): the idf of
eq. 3.3, always positive here by the usual 1 +; the term weight of eq. 3.15; fields as in section 3.6.
"""

import numpy as np

from indexer.engine.port import Numbers, Scores

K1 = 1.2
B = 0.75


def idf(documents: int, containing: int) -> float:
    """How telling a term is that `containing` of `documents` have."""
    return float(np.log1p((documents - containing + 0.5) / (containing + 0.5)))


def field_weight(frequencies: Numbers | Scores, lengths: Numbers, average: float) -> Scores:
    """A term's frequencies in one field, each relative to that field's length."""
    relative = lengths / average if average > 0 else np.ones(len(lengths))
    return frequencies / (1 - B + B * relative)


def saturate(weight: Scores) -> Scores:
    """A term's total weight, levelled so that the tenth occurrence adds little."""
    return weight / (K1 + weight)
