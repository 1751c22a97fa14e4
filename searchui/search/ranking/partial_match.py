"""Partial matches: where no paragraph has all words of a query, those that have the most of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from indexer.engine.answers import Matches, Numbers, Scores
from indexer.engine.query import And, Or, Query, Synonyms, Words
from searchui.search.ranking.ranking_rules import acting_rules, max_boost, terms_of, words_of
from searchui.search.snapshot import Snapshot

MAX_PARTIAL_WORDS = 100  # each of them is looked up by itself
SHARE = 0.5  # of the words are enough, where any paragraph has so many


@dataclass(frozen=True, slots=True)
class Coverage:
    """No paragraph has all of the distinct `words`, but some have `least` or more of them.

    There are `paragraphs` of these; the most that any has are `most`.
    """

    words: tuple[str, ...]
    least: int
    most: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class PartialMatches:
    """Paragraphs with many of a query's words, and all of its other conditions; `query` asks for any of the words.
    `terms` are the words and phrases in the order of the query.

    Paragraphs ascend; `having` is the number of words of each. The scores of `matches` put more words first: each
    word is worth a `step`, which is more than anything else gives.
    """

    coverage: Coverage
    query: Query
    terms: tuple[str, ...]
    matches: Matches
    having: Numbers
    step: float

    def plain(self, matches: Matches) -> Matches:
        """Some of the matches with the score of their words and texts alone."""
        having = self.having[self.matches.paragraphs.searchsorted(matches.paragraphs)]
        return Matches(matches.paragraphs, matches.scores - self.step * having)


def match_partially(query: Query, snapshot: Snapshot) -> PartialMatches | None:
    """What has some of a query's words; None where nothing has any, or there are not two of them, or too many.

    Only unquoted words may be missing: phrases, alternatives, NOT and fields stay conditions.
    """
    engine, analysis = snapshot.engine, snapshot.analysis
    parts = tuple(_flat(query))
    words = tuple(dict.fromkeys(word for part in parts if isinstance(part, Words) for word in words_of(part, analysis)))
    if not 2 <= len(words) <= MAX_PARTIAL_WORDS:
        return None
    conditions = tuple(part for part in parts if not isinstance(part, Words))
    finds = [engine.match(Words(word)) for word in words]
    meeting = engine.match(And(conditions)) if conditions else None
    having = _having(finds, meeting, engine.size)
    most = int(having.max(initial=0))
    if not most:
        return None
    least = min(most, ceil(SHARE * len(words)))
    paragraphs = (having >= least).nonzero()[0]
    scores = _scores([*finds, *([meeting] if meeting else [])], paragraphs)
    terms = terms_of(query, analysis)
    step = 1 + (1 + max_boost(acting_rules(query, terms))) * float(scores.max())
    matches = Matches(paragraphs, scores + step * having[paragraphs])
    wanted = And((*conditions, Or(tuple(map(Words, words)))))
    coverage = Coverage(words, least, most, len(paragraphs))
    return PartialMatches(coverage, wanted, terms, matches, having[paragraphs], step)


def _flat(query: Query) -> Iterator[Query]:
    """The conditions that all must hold."""
    match query:
        case And(parts):
            for part in parts:
                yield from _flat(part)
        case Synonyms(own, _):  # where nothing has all words, nothing has synonyms of them all either
            yield from _flat(own)
        case _:
            yield query


def _having(finds: Sequence[Matches], meeting: Matches | None, size: int) -> Numbers:
    """How many words each paragraph of the corpus has, whose matches are given; none where it is not `meeting` all else."""
    having = np.zeros(size, dtype=np.int64)
    for found in finds:
        having[found.paragraphs] += 1
    if meeting is not None:
        others = np.ones(size, dtype=np.bool_)
        others[meeting.paragraphs] = False
        having[others] = 0
    return having


def _scores(finds: Sequence[Matches], paragraphs: Numbers) -> Scores:
    """The scores of some paragraphs, added up: of these only, which are few of all that have any of the words."""
    total = np.zeros(len(paragraphs))
    for found in finds:
        if len(found.paragraphs):
            places = np.minimum(found.paragraphs.searchsorted(paragraphs), len(found.paragraphs) - 1)
            there = (found.paragraphs[places] == paragraphs).nonzero()[0]
            total[there] += found.at(places[there]).scores
    return total
