"""Closeness: words of a query that stand near one another in a paragraph, in the order of the query, count for more.

Büttcher, Clarke & Lushman, “Term proximity scoring for ad-hoc retrieval on very large text collections” (2006), add
to a BM25 score what neighbouring words of the query give by their distance; here it is a share of that score.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import assert_never

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.engine.answers import Matches, Numbers, Scores
from indexer.engine.query import (
    And,
    DateRange,
    DocRanges,
    Field,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Synonyms,
    Wildcard,
    Words,
)
from indexer.engine.reader import RankingReader

# Tuned on one half of the queries of `make bench-relevance`; the other half is reported.
CLOSENESS_PART = "closeness"
CLOSENESS = 2.0  # a paragraph in which all words of the query stand side by side has so many times its score added
NEAR = 8.0  # characters between two words at which half of that is left
BACKWARDS = 0.25  # of it is left where the second of two words stands before the first

Shares = npt.NDArray[np.float64]


def words_of(leaf: Words, analysis: Analysis) -> tuple[str, ...]:
    """The distinct words of an unquoted text, folded, in its order."""
    return tuple(dict.fromkeys(word for word in analysis.cut(fold(leaf.text)) if any(map(str.isalnum, word))))


def terms_of(query: Query, analysis: Analysis) -> tuple[str, ...]:
    """The words and quoted phrases that a hit must have, folded, each once, in the order of the query."""
    match query:
        case Words():
            return words_of(query, analysis)
        case Phrase(text):
            return (fold(text),)
        case Synonyms(own, _):
            return terms_of(own, analysis)
        case And(parts):
            return tuple(dict.fromkeys(term for part in parts for term in terms_of(part, analysis)))
        case Or() | Not() | Proximity() | Wildcard() | Field() | DateRange() | DocRanges():
            return ()
        case _:
            assert_never(query)


class Closeness:
    """How close the terms of one query stand; there are two of them or more."""

    def __init__(self, terms: Sequence[str], engine: RankingReader) -> None:
        self._terms = terms
        self._engine = engine

    def __call__(self, matches: Matches) -> Scores:
        """What is added to the score of each match."""
        shares = closeness(self._terms, self._engine.folded_texts(matches.paragraphs.tolist()))
        return CLOSENESS * shares * matches.scores


def closeness(terms: Sequence[str], texts: Sequence[str]) -> Shares:
    """For each text a share from 0 to 1: how close neighbouring terms come to each other in it, on average."""
    standing = _Standing(terms, texts)
    best = np.zeros((len(texts), len(terms) - 1))
    for step, worth in ((1, 1.0), (-1, BACKWARDS)):
        owners, which, gaps = standing.followed(step)
        np.maximum.at(best, (owners, which + min(step, 0)), worth * NEAR / (NEAR + gaps))
    shares: Shares = best.mean(axis=1)
    return shares


class _Standing:
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
