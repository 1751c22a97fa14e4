"""Proximity: words of a query that stand near one another in a paragraph, in the order of the query, count for more.

Büttcher, Clarke & Lushman, “Term proximity scoring for ad-hoc retrieval on very large text collections” (2006), add
to a BM25 score what neighbouring words of the query give by their distance; here it is a share of that score.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Matches, Numbers, Scores
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from indexer.i18n import p_

# Tuned on one half of the queries of `make bench-relevance`; the other half is reported.
NEAR = 8.0  # characters between two words at which half of that is left
BACKWARDS = 0.25  # of it is left where the second of two words stands before the first

Shares = npt.NDArray[np.float64]


class ProximityRule:
    """Acts on a query of two terms or more: what neighbouring terms of it come close to each other, as a share."""

    id = "closeness"
    title = p_("score", "相近")
    max_share = 2.0  # what a paragraph in which all words of the query stand side by side has its score times
    is_uniform = False

    def applies(self, query: Query, terms: Sequence[str]) -> bool:  # noqa: ARG002 - the same for every rule
        """Whether there are neighbours."""
        return len(terms) >= 2

    def boosts(self, terms: Sequence[str], matches: Matches, engine: RankingReader) -> Scores:
        """A share of the score of each match, by how close the terms stand."""
        shares = proximity(terms, engine.folded_texts(matches.paragraphs.tolist()))
        return self.max_share * shares * matches.scores


PROXIMITY = ProximityRule()


def proximity(terms: Sequence[str], texts: Sequence[str]) -> Shares:
    """For each text a share from 0 to 1: how close neighbouring terms come to each other in it, on average."""
    found = _Occurrences(terms, texts)
    best = np.zeros((len(texts), len(terms) - 1))
    for step, worth in ((1, 1.0), (-1, BACKWARDS)):
        owners, which, gaps = found.followed(step)
        np.maximum.at(best, (owners, which + min(step, 0)), worth * NEAR / (NEAR + gaps))
    shares: Shares = best.mean(axis=1)
    return shares


class _Occurrences:
    """Where terms stand in texts: of each occurrence the text, the term, its start and its end, term by term."""

    def __init__(self, terms: Sequence[str], texts: Sequence[str]) -> None:
        joined = "\n".join(texts)
        found = [[match.start() for match in re.finditer(re.escape(term), joined)] for term in terms]
        counts = [len(starts) for starts in found]
        self._terms = len(terms)
        self._length = len(joined) + 1
        self._starts = np.array([start for starts in found for start in starts], dtype=np.int64)
        self._which = np.repeat(np.arange(len(terms)), counts)
        self._ends = self._starts + np.repeat([len(term) for term in terms], counts)
        ends = np.fromiter(accumulate(len(text) + 1 for text in texts), np.int64, len(texts))
        self._owners = ends.searchsorted(self._starts, side="right")

    def followed(self, step: int) -> tuple[Numbers, Numbers, Numbers]:
        """The occurrences after which, in the same text, the term `step` further on stands: the texts, the terms,
        and the characters between the two.
        """
        following = self._which + step
        keys = self._which * self._length + self._starts
        after = keys.searchsorted(following * self._length + self._ends)
        after[after == len(keys)] = 0
        fits = (self._which[after] == following) & (self._owners[after] == self._owners)
        at = fits.nonzero()[0]
        return self._owners[at], self._which[at], self._starts[after[at]] - self._ends[at]
