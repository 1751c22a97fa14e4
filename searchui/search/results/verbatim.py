"""Verbatim: an unquoted query that stands in the corpus to the letter, as it was written or as it was meant."""

import re
from collections.abc import Callable, Iterator

import msgspec

from indexer.engine.query import And, Field, Phrase, Query, Words
from indexer.engine.reader import EngineReader
from indexer.shown_text import as_shown
from searchui.search.query.interpretation import Interpretation
from searchui.search.query.pasted import unwrap, without_marks
from searchui.search.query.serializer import quote_phrase
from searchui.search.snapshot import Snapshot

_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
_LISTED = re.compile(rf"\s*(?:[（(]{_NUMBER}[)）]|{_NUMBER}[、.．)）]|第{_NUMBER}[、，])\s*")
_SPACED = re.compile(r"(?<=[\u3400-\u9fff，。、；：！？“”])\s+(?=[\u3400-\u9fff，。、；：！？“”])")


class Verbatim(msgspec.Struct, frozen=True):
    """The text of a query as it stands in the corpus, `occurrences` times, and the `query` for exactly this."""

    text: str
    query: str
    occurrences: int


def verbatim(parsed: Query, written: str, count: Callable[[str], int]) -> Verbatim | None:
    """The text of a query that has no quotes and no operators; None where it does not stand there.

    `count` tells how often a text stands in what is searched.
    """
    if not _is_text(parsed):
        return None
    for text in dict.fromkeys(_readings(unwrap(as_shown(written)))):
        query = quote_phrase(text) if text else None
        times = count(text) if query else 0
        if query and times:
            return Verbatim(text, query, times)
    return None


def as_meant(asked: Interpretation, snapshot: Snapshot) -> Query:
    """The tree of a query as it was written; what looks like a field, finds nothing so and stands there as text, is text."""
    parsed = asked.parse()
    if not _stands_as_text(parsed, asked.text, snapshot.engine):
        return parsed
    found = snapshot.engine.match(asked.resolved(parsed, snapshot)).paragraphs
    return parsed if len(found) else Words(unwrap(as_shown(asked.text)))


def _stands_as_text(parsed: Query, written: str, engine: EngineReader) -> bool:
    """Whether a query with a field stands in the corpus as it was written, its colon included."""
    parts = parsed.parts if isinstance(parsed, And) else (parsed,)
    if not (any(isinstance(part, Field) for part in parts) and _is_text(parsed)):
        return False
    return bool(len(engine.occurrences(unwrap(as_shown(written))).paragraphs))


def _is_text(parsed: Query) -> bool:
    """Whether a query is nothing but texts, or what looks like a field; a single quoted phrase is none."""
    parts = parsed.parts if isinstance(parsed, And) else (parsed,)
    return not isinstance(parsed, Phrase) and all(isinstance(part, Words | Phrase | Field) for part in parts)


def _readings(text: str) -> Iterator[str]:
    """A text without the marks around it, or it would be counted only where these follow; without the number that a list
    gives it; without white space between.
    """
    yield without_marks(text) or text
    if listed := _LISTED.match(text):
        yield without_marks(text[listed.end() :])
    if len(_SPACED.findall(text)) * 3 > sum(map(str.isalnum, text)):
        yield _SPACED.sub("", text)
