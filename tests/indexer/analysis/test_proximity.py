"""Texts near each other, in a text and in a segment, held against every way in which they stand."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.proximity import find_windows
from indexer.engine.embedded.read.proximity import proximity_postings
from tests.indexer.analysis.test_wildcard import segment
from tests.oracle import hull, placements, smallest_windows

TEXTS = st.text("党建的A，", max_size=14)
SOUGHT = st.lists(st.text("党建的A", min_size=1, max_size=2), min_size=2, max_size=4)
DISTANCES = st.integers(0, 9)


@given(text=TEXTS, sought=SOUGHT, distance=DISTANCES)
@example(text="党建党建", sought=["党建", "建党"], distance=0)
@example(text="党党党", sought=["党", "党"], distance=1)
@example(text="党的建的党", sought=["党", "建"], distance=1)
def test_the_smallest_windows_and_a_way_to_fill_each(text: str, sought: list[str], distance: int) -> None:
    folded = [fold(one) for one in sought]
    found = list(find_windows(folded, distance, fold(text)))
    assert [hull(placed) for placed in found] == smallest_windows(sought, distance, fold(text))
    ways = {tuple(sorted(spans)) for spans in placements(sought, distance, fold(text))}
    assert all(placed in ways for placed in found)
    assert all(one.end <= other.start for placed in found for one, other in pairwise(placed))


@pytest.mark.slow
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), sought=SOUGHT, distance=DISTANCES)
@example(texts=["党", "建", "党建"], sought=["建", "党"], distance=9)
@example(texts=["党建", "的"], sought=["党", "党"], distance=9)
def test_a_segment_has_as_many_windows_as_its_texts(
    analysis: Analysis, texts: list[str], sought: list[str], distance: int
) -> None:
    counts = [len(smallest_windows(sought, distance, fold(text))) for text in texts]
    documents, found = proximity_postings(segment(texts, analysis), [fold(one) for one in sought], distance)
    assert documents.tolist() == [number for number, count in enumerate(counts) if count]
    assert found.tolist() == [count for count in counts if count]
