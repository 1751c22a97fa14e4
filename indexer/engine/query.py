"""The query tree, as data: what every engine evaluates. `text` is as the user wrote it; engines fold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.model import SpeechDate

Leaf: TypeAlias = Union["Words", "Phrase", "Near", "Pattern"]
Query: TypeAlias = Union[Leaf, "Field", "Dated", "Within", "And", "Or", "Not", "Alike"]


@dataclass(frozen=True, slots=True)
class Words:
    """Unquoted text: paragraphs that have all its words, or the text itself; ranked."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: paragraphs that contain exactly these characters, compared by the options."""

    text: str
    match_options: MatchOptions = PLAIN


@dataclass(frozen=True, slots=True)
class Near:
    """Two texts or more, each exactly as in a quoted phrase, in one paragraph, in any order, none overlapping another.

    From the first of them to the last, at most `distance` characters belong to none.
    """

    texts: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with wildcards, in one sentence: `?` is one character, `*` none to ten; see indexer.analysis.wildcard."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A condition (year, speaker, title, occasion, heading), resolved to Within before an engine sees it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Speeches surely given from `first` to `last`, both included; None: any time. Resolved to Within as a Field is.

    A bound of a year or a month is all of it, and so is the date of a speech of which no more is known: that
    speech is only in what holds all of its year or month. One without a date is in none.
    """

    first: SpeechDate | None
    last: SpeechDate | None


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


def leaves(query: Query) -> Iterator[Leaf]:
    """All texts of a query, in its order, those under NOT too."""
    match query:
        case Words() | Phrase() | Near() | Pattern():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Alike(own, other):
            yield from leaves(own)
            yield from leaves(other)


def sought(query: Query) -> Iterator[Leaf]:
    """The texts that a hit was found by, in the order of the query; what stands under NOT is not sought."""
    match query:
        case Words() | Phrase() | Near() | Pattern():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from sought(part)
        case Alike(own, other):
            yield from sought(own)
            yield from sought(other)
