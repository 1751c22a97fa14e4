"""The query tree, as data: what every engine evaluates. `text` is as the user wrote it; engines fold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from indexer.analysis.manner import PLAIN, Manner

Query: TypeAlias = Union["Words", "Phrase", "Field", "Within", "And", "Or", "Not", "Alike"]


@dataclass(frozen=True, slots=True)
class Words:
    """Unquoted text: paragraphs that have all its words, or the text itself; ranked."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: paragraphs that contain exactly these characters, compared in a manner."""

    text: str
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on the speech (year, speaker, title, occasion), resolved to Within before an engine sees it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Within:
    """Paragraphs numbered `start` to `end` (exclusive) of any of these ranges, which ascend and do not overlap."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Query


@dataclass(frozen=True, slots=True)
class Alike:
    """What was asked for, and beside it what means the same, which scores less."""

    own: Query
    other: Query


def sought(query: Query) -> Iterator[Words | Phrase]:
    """The texts that a hit was found by, in the order of the query; what stands under NOT is not sought."""
    match query:
        case Words() | Phrase():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from sought(part)
        case Alike(own, other):
            yield from sought(own)
            yield from sought(other)
