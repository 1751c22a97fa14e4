"""Conditions on speeches: fields of a query resolved to the paragraphs that meet them."""

from collections.abc import Iterator, Sequence

from indexer.analysis import fold
from indexer.catalogue import Entry
from indexer.engine.query import And, Field, Not, Or, Query, Within


def resolve(query: Query, entries: Sequence[Entry]) -> Query:
    """The same tree with each Field as the paragraphs Within which it holds."""
    match query:
        case And(parts):
            return And(tuple(resolve(part, entries) for part in parts))
        case Or(parts):
            return Or(tuple(resolve(part, entries) for part in parts))
        case Not(part):
            return Not(resolve(part, entries))
        case Field(name, value):
            return Within(tuple(_ranges(entries, name, fold(value))))
    return query


def _ranges(entries: Sequence[Entry], field: str, folded: str) -> Iterator[tuple[int, int]]:
    """Whole speeches that meet the condition, and in a conversation the turns of a speaker."""
    start = 0
    for entry in entries:
        if _meets(entry, field, folded):
            yield start, start + entry.paragraphs
        elif field == "speaker":
            for turn in entry.turns:
                if folded in fold(turn.speaker):
                    yield start + turn.start, start + turn.end
        start += entry.paragraphs


def _meets(entry: Entry, field: str, folded: str) -> bool:
    """A year is equal; any other field contains the folded value."""
    if field == "year":
        return entry.date is not None and str(entry.date.year) == folded
    texts = {"speaker": entry.speaker, "title": entry.title, "occasion": entry.occasion}
    return folded in fold(texts[field] or "")
