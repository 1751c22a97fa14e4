"""What is known of short texts beside a cluster, against counting: exactly of SIZE characters, never too little of more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold, occurrences
from indexer.engine.embedded.encoding.alphabet import DEPTH, END, Alphabet, joined_points
from indexer.engine.embedded.encoding.arrays import Arrays
from indexer.engine.opensearch.side.gram_counts import GramCounts
from indexer.engine.opensearch.side.gram_levels import MANY, SIZE, gram_arrays

letters = st.sampled_from("人民，a Ａ國𠮷")
paragraphs = st.lists(st.text(letters, max_size=12), max_size=30)
asked = st.lists(st.text(letters | st.just("龘"), min_size=1, max_size=SIZE + 3).map(fold), min_size=1, max_size=30)


def counts_of(texts: list[str], deleted: list[str] | None = None) -> GramCounts:
    points, _starts = joined_points([*texts, *(deleted or ())])
    alphabet = Alphabet.of(points[points != 0])

    def arrays(some: list[str]) -> Arrays:
        text = alphabet.folds[alphabet.codes_of(joined_points(some)[0])]
        positions = sorted((text != END).nonzero()[0].tolist(), key=lambda place: tuple(text[place : place + DEPTH]))
        return gram_arrays(text, np.array(positions, dtype=np.int64), len(alphabet))

    if deleted is None:
        return GramCounts(arrays(texts), alphabet)
    return GramCounts(arrays([*texts, *deleted]), alphabet).without(arrays(deleted))


def counted(text: str, texts: list[str]) -> int:
    return sum(1 for one in texts for _ in occurrences(text, fold(one)))


@given(paragraphs, paragraphs | st.none(), asked)
def test_short_texts_are_counted_and_longer_ones_stand_no_more_often(
    texts: list[str], deleted: list[str] | None, asked: list[str]
) -> None:
    for text, most in zip(asked, counts_of(texts, deleted).at_most(asked).tolist(), strict=True):
        parts = [text[start : start + SIZE] for start in range(max(len(text) - SIZE + 1, 1))]
        assert most == min(counted(part, texts) for part in parts)


@given(paragraphs, st.text(letters | st.just("龘"), min_size=1, max_size=SIZE), st.text(letters, max_size=SIZE))
def test_all_that_stands_between_two_texts_is_among_what_may(texts: list[str], before: str, after: str) -> None:
    before, after = fold(before), fold(after)
    (inside,) = counts_of(texts).inside([(before, after)])
    standing = {one for one in fold("".join(texts)) if counted(before + one + after, texts)}
    assert standing <= {*inside}
    if len(before) + len(after) < SIZE:
        assert {*inside} == standing


frames = st.tuples(st.text(letters | st.just("龘"), min_size=1, max_size=SIZE), st.text(letters, max_size=SIZE))


@given(paragraphs, st.lists(frames, max_size=12))
def test_what_may_stand_in_a_frame_is_the_same_whatever_else_is_asked(
    texts: list[str], asked: list[tuple[str, str]]
) -> None:
    counts, folded = counts_of(texts), [(fold(before), fold(after)) for before, after in asked]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("indexer.engine.opensearch.side.gram_counts.AT_ONCE", 3)
        assert counts.inside(folded) == [found for one in folded for found in counts.inside([one])]


def test_what_stands_very_often_is_counted_too() -> None:
    counts = counts_of(["人民民" * times for times in range(MANY)] + ["民民民"])
    texts = ["人", "人民", "人民民", "民民人", "民民民", "民人民人"]
    assert counts.at_most(texts[:5]).tolist() == [
        sum(range(MANY)),
        sum(range(MANY)),
        sum(range(MANY)),
        sum(range(MANY - 1)),
        1,
    ]
    assert counts.at_most(texts).tolist()[5] == 0
    assert counts.at_most(["人民民民", "人民民民民", "民民民民民"]).tolist() == [0, 0, 0]


def test_of_nothing_nothing_is_asked() -> None:
    assert counts_of(["人民"]).at_most([]).dtype == np.int64
    assert counts_of([]).at_most(["人", "人民", "人民民"]).tolist() == [0, 0, 0]
