"""The ranking rules, one row each. A new signal is a module with a rule, and a row here.

A rule is one signal that is added to the scores of the best hits (as milli's ranking rules, each in a module). What rules
add is summed up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from indexer.analysis import Analysis, fold
from indexer.engine.answers import Matches, Scores
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
    Unknown,
    Wildcard,
    Words,
)
from indexer.engine.reader import RankingReader
from indexer.i18n import Message
from searchui.search.ranking.proximity_rule import PROXIMITY
from searchui.search.ranking.whole_word_rule import WHOLE_WORD


class RankingRule(Protocol):
    """One signal. What rules add to a score is summed up, and each is a part of the score by its `id`."""

    @property
    def id(self) -> str:
        """The name of the part, in JSON too."""

    @property
    def title(self) -> Message:
        """The name of the part for people."""

    @property
    def is_uniform(self) -> bool:
        """Whether all that get anything get the same amount, which the best hit decides."""

    def applies(self, query: Query, terms: Sequence[str]) -> bool:
        """Whether the rule acts on a query with some terms. Rules whose conditions exclude each other never add up."""

    def boosts(self, terms: Sequence[str], matches: Matches, engine: RankingReader) -> Scores:
        """What is added to the score of each match; never negative. The best match is among them."""


RULES: tuple[RankingRule, ...] = (PROXIMITY, WHOLE_WORD)


def acting_rules(query: Query, terms: Sequence[str], rules: Sequence[RankingRule] = RULES) -> tuple[RankingRule, ...]:
    """The rules that act on a query with some terms."""
    return tuple(rule for rule in rules if rule.applies(query, terms))


@dataclass(frozen=True, slots=True)
class Boosts:
    """What rules add to the scores of one query."""

    rules: tuple[RankingRule, ...]
    terms: tuple[str, ...]
    engine: RankingReader

    def __bool__(self) -> bool:
        return bool(self.rules)

    @property
    def are_uniform(self) -> bool:
        """Whether all rules are: then nothing gets more than a match that gets something by each."""
        return all(rule.is_uniform for rule in self.rules)

    def of(self, matches: Matches) -> Mapping[str, Scores]:
        """What each rule adds to the score of each match."""
        return {rule.id: rule.boosts(self.terms, matches, self.engine) for rule in self.rules}


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
        case Or() | Not() | Proximity() | Wildcard() | Field() | Unknown() | DateRange() | DocRanges():
            return ()
        case _:
            assert_never(query)
