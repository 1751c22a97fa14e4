"""Which segments of an older index are merged: never many are left, and never much is copied for little."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.embedded.write.merge_policy import GROWTH, SMALL, TIMES, segments_to_merge


@given(sizes=st.lists(st.integers(1, 3 * SMALL), max_size=300))
def test_of_additions_there_never_are_many_segments(sizes: list[int]) -> None:
    """A history of additions: what is copied for each is bounded, and so are the segments that stay."""
    segments: list[int] = []
    for added in sizes:
        chosen = segments_to_merge([(size, 1, 1) for size in segments], added)
        merged = sum(segments[place] for place in chosen)
        assert added + merged <= max(SMALL, GROWTH * added) or not chosen
        segments = [size for place, size in enumerate(segments) if place not in chosen] + [added + merged]
    small = [size for size in segments if size <= SMALL // (TIMES + 1)]
    assert len(small) <= 25  # each is larger than what comes after it
    assert len(segments) <= 25 + sum(sizes) // (SMALL // (TIMES + 1))


@given(
    segments=st.lists(
        st.tuples(st.integers(0, SMALL), st.integers(0, 50), st.integers(0, 50)).map(
            lambda one: (one[0] if one[1] else 0, one[1], one[1] + one[2])
        ),
        max_size=20,
    ),
    added=st.integers(0, SMALL),
)
def test_what_is_mostly_deleted_is_merged_where_it_may_be(segments: list[tuple[int, int, int]], added: int) -> None:
    chosen = segments_to_merge(segments, added)
    total = added + sum(segments[place][0] for place in chosen)
    assert total <= max(SMALL, GROWTH * added) or not chosen
    for place, (characters, documents, whole) in enumerate(segments):
        if documents and 2 * documents < whole and place not in chosen:
            assert total + characters > max(SMALL, GROWTH * added) - sum(
                segments[other][0] for other in chosen if other < place
            )
        if not documents:
            assert place not in chosen
