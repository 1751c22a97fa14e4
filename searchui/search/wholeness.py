"""Wholeness: where a single word is sought, paragraphs in which it stands by itself come before those that have it
only inside longer words: 海外华人 before 中华人民.
"""

import numpy as np

from indexer.analysis import Analysis
from indexer.engine.port import Matches, RankingReader, Scores
from indexer.engine.query import Query, Words, sought
from searchui.search.closeness import words_of

WHOLENESS_PART = "wholeness"


def single_word(query: Query, analysis: Analysis) -> str | None:
    """The one word that is asked for, folded; None where there are several, or none but quoted ones."""
    leaves = list(sought(query))
    words = words_of(leaves[0], analysis) if len(leaves) == 1 and isinstance(leaves[0], Words) else ()
    return words[0] if len(words) == 1 else None


class Wholeness:
    """Whether one word stands by itself."""

    def __init__(self, word: str, engine: RankingReader) -> None:
        self._word = word
        self._engine = engine

    def __call__(self, matches: Matches) -> Scores:
        """What is added to the score of each match: as much as the best has, where the word stands by itself."""
        standing = self._engine.by_itself(self._word)
        if not len(standing):
            return np.zeros(len(matches.paragraphs))
        places = np.minimum(standing.searchsorted(matches.paragraphs), len(standing) - 1)
        added: Scores = np.where(standing[places] == matches.paragraphs, matches.scores.max(initial=0), 0)
        return added
