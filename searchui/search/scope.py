"""Conditions on speeches: fields of a query resolved to the speeches that meet them."""

from collections.abc import Sequence

from indexer.analysis import fold
from indexer.catalogue import Entry
from indexer.engine.query import And, Field, Not, Or, Query, Speeches


def resolve(query: Query, entries: Sequence[Entry]) -> Query:
    """The same tree with each Field as the Speeches that it means."""
    match query:
        case And(parts):
            return And(tuple(resolve(part, entries) for part in parts))
        case Or(parts):
            return Or(tuple(resolve(part, entries) for part in parts))
        case Not(part):
            return Not(resolve(part, entries))
        case Field(name, value):
            return Speeches(tuple(n for n, entry in enumerate(entries) if _meets(entry, name, fold(value))))
    return query


def _meets(entry: Entry, field: str, folded: str) -> bool:
    """A year is equal; any other field contains the folded value."""
    if field == "year":
        return entry.date is not None and str(entry.date.year) == folded
    texts = {"speaker": entry.speaker, "title": entry.title, "occasion": entry.occasion}
    return folded in fold(texts[field] or "")
