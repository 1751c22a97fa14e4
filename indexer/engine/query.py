"""The query tree, as data: what every engine evaluates. `text` is as the user wrote it; engines fold it.

Every node knows its children, so that a walk names only the nodes that it is about (as in Whoosh's `query.qcore`); one
that must know them all ends with `assert_never`, and a node that is added later is not forgotten there.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias, Union, cast

import msgspec

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.model import SpeechDate

Leaf: TypeAlias = Union["Words", "Phrase", "Proximity", "Wildcard"]
Query: TypeAlias = Union[Leaf, "Field", "Unknown", "DateRange", "DocRanges", "And", "Or", "Not", "Synonyms"]


class Node(msgspec.Struct, frozen=True):
    """What all nodes of the tree can do; those that have no children are as they are here."""

    def children(self) -> tuple[Query, ...]:
        """The nodes directly below, in the order of the query."""
        return ()

    def map(self, change: Callable[[Query], Query]) -> Query:  # noqa: ARG002
        """The same node with each of its children changed."""
        return cast("Query", self)

    def leaves(self) -> Iterator[Leaf]:
        """All texts below, in the order of the query, those under NOT too."""
        for child in self.children():
            yield from child.leaves()

    def positive_leaves(self) -> Iterator[Leaf]:
        """The texts that a hit was found by: those under NOT are none of them."""
        for child in self.children():
            yield from child.positive_leaves()


class TextNode(Node, frozen=True):
    """A node that asks for text itself."""

    def leaves(self) -> Iterator[Leaf]:
        yield cast("Leaf", self)

    def positive_leaves(self) -> Iterator[Leaf]:
        return self.leaves()


class Junction(Node, frozen=True):
    """A node that joins several."""

    parts: tuple[Query, ...]

    def children(self) -> tuple[Query, ...]:
        return self.parts

    def map(self, change: Callable[[Query], Query]) -> Query:
        return cast("Query", type(self)(tuple(map(change, self.parts))))


class Words(TextNode, frozen=True):
    """Unquoted text: paragraphs that have all its words, or the text itself; ranked."""

    text: str


class Phrase(TextNode, frozen=True):
    """Quoted text: paragraphs that contain exactly these characters, compared by the options."""

    text: str
    match_options: MatchOptions = PLAIN


class Proximity(TextNode, frozen=True):
    """Two texts or more, each exactly as in a quoted phrase, in one paragraph, in any order, none overlapping another.

    From the first of them to the last, at most `distance` characters belong to none.
    """

    texts: tuple[str, ...]
    distance: int


class Wildcard(TextNode, frozen=True):
    """A text with wildcards, in one sentence: `?` is one character, `*` none to ten; see indexer.analysis.wildcard."""

    text: str


class Field(Node, frozen=True):
    """A condition (year, speaker, title, occasion, heading), resolved to DocRanges before an engine sees it."""

    name: str
    value: str


class Unknown(Node, frozen=True):
    """Paragraphs of which a fact is not known: `field` is year, speaker or occasion. Resolved to DocRanges as a Field is."""

    field: str


class DateRange(Node, frozen=True):
    """Speeches surely given from `first` to `last`, both included; None: any time. Resolved to DocRanges as a Field is.

    A bound of a year or a month is all of it, and so is the date of a speech of which no more is known: that
    speech is only in what holds all of its year or month. One without a date is in none.
    """

    first: SpeechDate | None
    last: SpeechDate | None


class DocRanges(Node, frozen=True):
    """Paragraphs numbered `start` to `end` (exclusive) of any of these ranges, which ascend and do not overlap."""

    ranges: tuple[tuple[int, int], ...]


class And(Junction, frozen=True):
    """All of the parts."""


class Or(Junction, frozen=True):
    """Any of the parts."""


class Not(Node, frozen=True):
    """Everything but the part."""

    part: Query

    def children(self) -> tuple[Query, ...]:
        return (self.part,)

    def map(self, change: Callable[[Query], Query]) -> Query:
        return Not(change(self.part))

    def positive_leaves(self) -> Iterator[Leaf]:
        return iter(())


class Synonyms(Node, frozen=True):
    """What was asked for, and beside it what means the same, which scores less."""

    own: Query
    other: Query

    def children(self) -> tuple[Query, ...]:
        return self.own, self.other

    def map(self, change: Callable[[Query], Query]) -> Query:
        return Synonyms(change(self.own), change(self.other))


class Question(msgspec.Struct, frozen=True):
    """What is looked for where nothing has all of it, folded: distinct words, and distinct pairs of characters."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
