"""The order of speeches for a question: by their best paragraph, and by what more of them say of it."""

import numpy as np

from indexer.engine.answers import Matches
from indexer.i18n import p_
from searchui.search.filters.columns import Columns
from searchui.search.ranking.grouping import SpeechGroups
from searchui.search.ranking.ordering import Ranked, Sort, sort_keys

FURTHER = "further"
FURTHER_TITLE = p_("score", "本篇其他段")
SHARE = 0.3  # of its score, a paragraph adds to that of the one before it in its speech, best first


def rank_speeches(order: Ranked, groups: SpeechGroups, columns: Columns) -> Ranked:
    """Of each speech the best paragraph, in the order of the speeches. `order` are all paragraphs, best first.

    A speech scores what its best paragraph does, and a SHARE of the next, and a SHARE of that share of the one after it.
    """
    paragraphs, scores = order.matches.paragraphs, order.matches.scores.astype(np.float64)
    speeches = groups.of(paragraphs)
    by_speech = speeches.argsort(kind="stable")
    sorted_ = speeches[by_speech]
    ranks = np.arange(len(sorted_)) - sorted_.searchsorted(sorted_)
    first = by_speech[ranks == 0]
    totals = np.bincount(speeches[by_speech], scores[by_speech] * SHARE**ranks)
    best = Ranked(
        Matches(paragraphs[first], totals[speeches[first]]), {FURTHER: totals[speeches[first]] - scores[first]}
    )
    return best.at(np.lexsort(sort_keys(best.matches, columns, Sort.RELEVANCE)))
