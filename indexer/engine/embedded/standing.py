"""Words that stand by themselves: 华人 in 海外华人, and not only inside a longer word as in 中华人民.

The word layer has the shorter words inside a long one too. How often a word is only such a part is known from how
often each of the longer words stands there, so nothing more needs to be kept.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis
from indexer.engine.embedded.segment import SegmentArrays

LONGEST_PART = 3  # characters of the longest word that is also found inside longer ones


def by_itself(word: str, segment: SegmentArrays, analysis: Analysis) -> npt.NDArray[np.int64]:
    """The documents of a segment in which a folded word stands by itself, ascending."""
    documents, frequencies = segment.words.of(word)
    longer = segment.words.lexicon.holding(word) if 1 < len(word) <= LONGEST_PART else []
    inside = np.zeros(segment.documents if longer else 0, dtype=np.int64)
    for other, times in _parts(word, longer, analysis).items():
        having, often = segment.words.of(other)
        inside[having] += times * often.astype(np.int64)
    alone = frequencies - inside[documents] if longer else frequencies
    return documents[alone > 0]


def _parts(word: str, longer: list[str], analysis: Analysis) -> Mapping[str, int]:
    """How often each of the longer words gives the word as a part of it, wherever the longer one is counted.

    A word of three characters inside a longer one is counted too, and gives nothing there: the longer one has given.
    """
    given = {other: analysis.inside(other).count(word) for other in longer}
    parts = {other: times for other, times in given.items() if times}
    for other in [one for one in parts if len(one) > LONGEST_PART]:
        for part in analysis.inside(other):
            if len(part) == LONGEST_PART:
                parts[other] -= given.get(part, 0)
    return parts
