"""A ranking rule: one signal that is added to the scores of the best hits (as milli's ranking rules, each in a module)."""

from collections.abc import Sequence
from typing import Protocol

from indexer.engine.answers import Matches, Scores
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from indexer.i18n import Message


class RankingRule(Protocol):
    """One signal. What rules add to a score is summed up, and each is a part of the score by its `id`."""

    @property
    def id(self) -> str:
        """The name of the part, in JSON too."""

    @property
    def title(self) -> Message:
        """The name of the part for people."""

    @property
    def max_share(self) -> float:
        """The most that is added to a score, as a share of the best score."""

    @property
    def is_uniform(self) -> bool:
        """Whether all that get anything get the same amount, which the best hit decides."""

    def applies(self, query: Query, terms: Sequence[str]) -> bool:
        """Whether the rule acts on a query with some terms. Rules whose conditions exclude each other never add up."""

    def boosts(self, terms: Sequence[str], matches: Matches, engine: RankingReader) -> Scores:
        """What is added to the score of each match; never negative. The best match is among them."""
