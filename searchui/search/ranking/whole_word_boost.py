"""Wholeness: where a single word is sought, paragraphs in which it stands by itself come before those that have it
only inside longer words: 海外华人 before 中华人民.
"""

import numpy as np

from indexer.engine.answers import Matches, Scores
from indexer.engine.query import Query, Words
from indexer.engine.reader import RankingReader

WHOLENESS_PART = "wholeness"


def is_one_word(query: Query) -> bool:
    """Whether a query whose only term is one word or phrase asks for it as a word."""
    return any(isinstance(leaf, Words) for leaf in query.positive_leaves())


class Wholeness:
    """Whether one word stands by itself."""

    def __init__(self, word: str, engine: RankingReader) -> None:
        self._word = word
        self._engine = engine

    def __call__(self, matches: Matches) -> Scores:
        """What is added to the score of each match: as much as the best has, where the word stands by itself."""
        whole = self._engine.stands_alone(self._word, matches.paragraphs)
        added: Scores = np.where(whole, matches.scores.max(initial=0), 0)
        return added
