"""The set algebra of one segment, beside sums by hand: however unions stand in each other."""

from typing import TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.embedded.read.doc_set import DocSet, intersection, union

SIZE = 12
Tree: TypeAlias = dict[int, int] | tuple[str, list["Tree"]]
leaves = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 9), max_size=6)
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda below: st.tuples(st.sampled_from(["and", "or"]), st.lists(below, min_size=1, max_size=3)),
    max_leaves=8,
)


def made(tree: Tree) -> DocSet:
    if isinstance(tree, dict):
        documents = np.array(sorted(tree), dtype=np.int64)
        scores = np.array([tree[number] for number in sorted(tree)], dtype=np.float32)
        return DocSet(documents, lambda places: scores if places is None else scores[places])
    join = union if tree[0] == "or" else intersection
    return join([made(part) for part in tree[1]], SIZE)


def summed(tree: Tree) -> dict[int, int]:
    if isinstance(tree, dict):
        return tree
    parts = [summed(part) for part in tree[1]]
    kept = set.union(*map(set, parts)) if tree[0] == "or" else set.intersection(*map(set, parts))
    return {number: sum(part.get(number, 0) for part in parts) for number in kept}


@given(trees)
def test_scores_add_up(tree: Tree) -> None:
    found = made(tree)
    assert dict(zip(found.documents.tolist(), found.scores().tolist(), strict=True)) == summed(tree)
