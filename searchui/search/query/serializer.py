"""Tree → query string: how a part of a query is written, for links that search it by itself."""

from typing import assert_never

from indexer.engine.query import (
    And,
    DateRange,
    DocRanges,
    Field,
    Leaf,
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
from searchui.search.filters.facet import UNKNOWN
from searchui.search.query.lexer import MINUS, OPERATORS
from searchui.search.query.quotes import PARTNERS

TILDES = "~～〜"  # after quotes they tell a distance
PAIRS = tuple((mark, PARTNERS[mark]) for mark in '“"「『')


def quote_phrase(text: str) -> str | None:
    """A text in quotes that do not stand in it; None where all of them do."""
    return next((f"{left}{text}{right}" for left, right in PAIRS if left not in text and right not in text), None)


def to_query_string(query: Query) -> str | None:
    """The query string that is parsed to this tree; None where there is no such string."""
    match query:
        case And(parts):
            return _join(parts, " ", And | Or)
        case Or(parts):
            return _join(parts, " OR ", Or)
        case Not(part):
            inner = _inner(part, And | Or)
            return None if inner is None else f"NOT {inner}"
        case Synonyms() | DocRanges():  # these have no syntax
            return None
        case Field() | Unknown() | DateRange():
            return _condition(query)
        case Words() | Phrase() | Proximity() | Wildcard():
            return _text(query)
        case _:
            assert_never(query)


def _condition(query: Field | Unknown | DateRange) -> str | None:
    match query:
        case Unknown(field):
            return f"{field}:{UNKNOWN}"
        case Field(name, value):
            inner = value if name == "year" else quote_phrase(value)
            return None if inner is None else f"{name}:{inner}"
        case DateRange(first, last):
            if first is None or last is None:
                return f"date:>={first}" if first else f"date:<={last}"
            return f"date:{first}..{last}"


def _text(leaf: Leaf) -> str | None:
    match leaf:
        case Proximity(texts, distance):
            inner = quote_phrase(" ".join(texts))
            return None if inner is None else f"{inner}~{distance}"
        case Phrase(text):
            return quote_phrase(text)
        case Wildcard(text):
            return text
        case Words(text):
            is_signed = text[0] in MINUS and text[1:2].isdecimal()  # it is read as two parts
            return None if is_signed or text.upper() in OPERATORS else text


def _join(parts: tuple[Query, ...], sign: str, bracketed: object) -> str | None:
    inner = [_inner(part, bracketed) for part in parts]
    return None if None in inner else sign.join(map(str, inner))


def _inner(query: Query, bracketed: object) -> str | None:
    """A part of a larger expression; and/or inside another are bracketed, and what else would go with the text beside it."""
    text = to_query_string(query)
    joins = isinstance(query, Words) and (query.text[0] in TILDES or not any(map(str.isalnum, query.text)))
    return f"({text})" if text is not None and (joins or isinstance(query, bracketed)) else text  # type: ignore[arg-type]
