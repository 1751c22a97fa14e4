"""A query that every engine is asked, as data."""

from dataclasses import dataclass
from enum import StrEnum

PER_PAGE = 10


class Kind(StrEnum):
    """How the terms of a query are put together."""

    ALL = "all"  # words, all of them
    ANY = "any"  # words, one of them at least
    PHRASE = "phrase"  # one term: exactly these characters
    PATTERN = "pattern"  # one term with wildcards: ? is one character, * up to SKIPPED, none a sentence end
    NEAR = "near"  # two terms, at most NEARNESS characters between them, whichever comes first


COMMON_KINDS = frozenset({Kind.ALL, Kind.ANY, Kind.PHRASE})  # what every engine can answer
SKIPPED = 10
NEARNESS = 20


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` are folded; `year` keeps paragraphs of that year; `page` counts from 1, of PER_PAGE hits."""

    kind: Kind
    terms: tuple[str, ...]
    year: int | None = None
    page: int = 1
    newest: bool = False

    @property
    def offset(self) -> int:
        """Hits before the page."""
        return (self.page - 1) * PER_PAGE


@dataclass(frozen=True, slots=True)
class QueryClass:
    """Queries of one sort. `counting`: only the number of paragraphs is asked for, not a page."""

    name: str
    queries: tuple[Query, ...]
    counting: bool = False
