"""The ranking rules, one row each. A new signal is a module with a rule, and a row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.engine.answers import Matches, Scores
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from searchui.search.ranking.proximity_rule import PROXIMITY
from searchui.search.ranking.ranking_rule import RankingRule
from searchui.search.ranking.whole_word_rule import WHOLE_WORD

RULES: tuple[RankingRule, ...] = (PROXIMITY, WHOLE_WORD)


def acting_rules(query: Query, terms: Sequence[str], rules: Sequence[RankingRule] = RULES) -> tuple[RankingRule, ...]:
    """The rules that act on a query with some terms."""
    return tuple(rule for rule in rules if rule.applies(query, terms))


def max_boost(rules: Sequence[RankingRule]) -> float:
    """The most that some rules together add to a score, as a share of the best score."""
    return sum(rule.max_share for rule in rules)


@dataclass(frozen=True, slots=True)
class Boosts:
    """What rules add to the scores of one query. `plain` gives matches with the scores that the rules look at."""

    rules: tuple[RankingRule, ...]
    terms: tuple[str, ...]
    engine: RankingReader
    plain: Callable[[Matches], Matches] | None = None

    def __bool__(self) -> bool:
        return bool(self.rules)

    @property
    def are_uniform(self) -> bool:
        """Whether all rules are: then nothing gets more than a match that gets something by each."""
        return all(rule.is_uniform for rule in self.rules)

    def of(self, matches: Matches) -> Mapping[str, Scores]:
        """What each rule adds to the score of each match."""
        seen = self.plain(matches) if self.plain else matches
        return {rule.id: rule.boosts(self.terms, seen, self.engine) for rule in self.rules}
