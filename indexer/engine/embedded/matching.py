"""Evaluation of the query tree by whole arrays: pure set algebra over what the leaves find."""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from indexer.engine.port import Matches, Numbers, Scores
from indexer.engine.query import And, Not, Or, Query

Leaf = Callable[[Query], Matches]


def evaluate(query: Query, leaf: Leaf, everything: Callable[[], Numbers]) -> Matches:
    """The matches of a tree, from `leaf` for its leaves. Scores of the parts that match are added up."""
    match query:
        case And(parts):
            return all_of([evaluate(part, leaf, everything) for part in parts])
        case Or(parts):
            return any_of([evaluate(part, leaf, everything) for part in parts])
        case Not(part):
            excluded = evaluate(part, leaf, everything).paragraphs
            return unscored(np.setdiff1d(everything(), excluded, assume_unique=True))
        case _:
            return leaf(query)


def unscored(paragraphs: Numbers) -> Matches:
    return Matches(paragraphs, np.zeros(len(paragraphs)))


def common(sets: Sequence[Numbers]) -> Numbers:
    """The numbers that are in all of the sets."""
    ordered = sorted(sets, key=len)
    return reduce(lambda left, right: np.intersect1d(left, right, assume_unique=True), ordered)


def scores_of(matches: Matches, paragraphs: Numbers) -> Scores:
    """The score of each of `paragraphs` in `matches`, 0 where it is not among them."""
    if not len(matches.paragraphs):
        return np.zeros(len(paragraphs))
    places = np.minimum(np.searchsorted(matches.paragraphs, paragraphs), len(matches.paragraphs) - 1)
    return np.where(matches.paragraphs[places] == paragraphs, matches.scores[places], 0.0)


def all_of(parts: Sequence[Matches]) -> Matches:
    return _with_scores(common([part.paragraphs for part in parts]), parts)


def any_of(parts: Sequence[Matches]) -> Matches:
    return _with_scores(np.unique(np.concatenate([part.paragraphs for part in parts])), parts)


def _with_scores(paragraphs: Numbers, parts: Sequence[Matches]) -> Matches:
    return Matches(paragraphs, sum((scores_of(part, paragraphs) for part in parts), np.zeros(len(paragraphs))))
