"""The terms of a query: the words and quoted phrases that a hit must have."""

from typing import assert_never

from indexer.analysis import Analysis, fold
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
