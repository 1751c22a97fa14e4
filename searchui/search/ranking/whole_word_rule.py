"""Whole words: where a single word is sought, paragraphs in which it stands by itself come before those that have it
only inside longer words: 海外华人 before 中华人民.
"""

from collections.abc import Sequence

import numpy as np

from indexer.engine.answers import Matches, Scores
from indexer.engine.query import Query, Words
from indexer.engine.reader import RankingReader
from indexer.i18n import p_


class WholeWordRule:
    """Acts on a query of one term that is unquoted somewhere; several terms are ranked by their proximity instead."""

    id = "wholeness"
    title = p_("score", "独立成词")
    is_uniform = True

    def applies(self, query: Query, terms: Sequence[str]) -> bool:
        """Whether the only term is asked for as a word."""
        return len(terms) == 1 and any(isinstance(leaf, Words) for leaf in query.positive_leaves())

    def boosts(self, terms: Sequence[str], matches: Matches, engine: RankingReader) -> Scores:
        """As much as the best score, where the word stands by itself."""
        whole = engine.stands_alone(terms[0], matches.paragraphs)
        added: Scores = np.where(whole, matches.scores.max(initial=0), 0)
        return added


WHOLE_WORD = WholeWordRule()
