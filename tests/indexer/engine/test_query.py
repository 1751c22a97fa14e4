"""The nodes of the query tree: every kind knows its children, and a change of them makes the same kind again."""

from typing import get_args

import pytest

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
from indexer.model import SpeechDate

LEAVES: list[Leaf] = [Words("党建"), Phrase("基层"), Proximity(("甲", "乙"), 5), Wildcard("党?建")]
CONDITIONS: list[Query] = [
    Field("year", "2024"),
    Unknown("speaker"),
    DateRange(SpeechDate(2024), None),
    DocRanges(((0, 3),)),
]
INNER: list[Query] = [
    And(tuple(LEAVES)),
    Or(tuple(LEAVES)),
    Not(And(tuple(LEAVES))),
    Synonyms(LEAVES[0], Or(tuple(LEAVES[1:]))),
]


def test_these_are_all_nodes() -> None:
    assert {type(node).__name__ for node in (*LEAVES, *CONDITIONS, *INNER)} == {
        kind.__forward_arg__ for kind in get_args(Query)
    }


@pytest.mark.parametrize("node", [*LEAVES, *CONDITIONS])
def test_nodes_without_children(node: Query) -> None:
    assert node.children() == ()
    assert node.map(lambda child: Not(child)) is node


@pytest.mark.parametrize("node", INNER)
def test_a_change_of_nothing_is_no_change(node: Query) -> None:
    assert node.map(lambda child: child) == node
    marked = node.map(lambda child: Field("mark", repr(child)))
    assert type(marked) is type(node)
    assert marked.children() == tuple(Field("mark", repr(child)) for child in node.children())


@pytest.mark.parametrize("node", INNER)
def test_leaves_are_all_texts_in_their_order(node: Query) -> None:
    assert list(And((node, CONDITIONS[0])).leaves()) == LEAVES
    assert list(And((CONDITIONS[0], node)).positive_leaves()) == ([] if isinstance(node, Not) else LEAVES)


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_is_its_own(leaf: Leaf) -> None:
    assert list(leaf.leaves()) == list(leaf.positive_leaves()) == [leaf]
