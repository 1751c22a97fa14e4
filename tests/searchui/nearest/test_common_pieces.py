"""The pieces of texts that stand in a corpus, held against all pieces that there are."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from searchui.search.nearest.common_pieces import common_stretches

texts = st.text("党建设的", max_size=24)


def by_hand(text: str, corpus: str, fewest: int) -> list[str]:
    """Those of all pieces that stand there and are inside no other."""
    every = [(at, to) for at in range(len(text)) for to in range(at + fewest, len(text) + 1) if text[at:to] in corpus]
    outer = [(at, to) for at, to in every if not any((a, b) != (at, to) and a <= at and to <= b for a, b in every)]
    return [text[at:to] for at, to in sorted(outer)]


@given(
    asked=st.lists(texts, max_size=5),
    corpus=st.text("党建设的", max_size=90),
    fewest=st.integers(1, 4),
    windows=st.integers(1, 4),
)
def test_they_are_the_longest_ones(asked: list[str], corpus: str, fewest: int, windows: int) -> None:
    rounds = 0

    def stand(some: Sequence[str]) -> list[bool]:
        nonlocal rounds
        rounds += 1
        assert len(set(some)) == len(some)
        return [one in corpus for one in some]

    found = common_stretches(stand, asked, fewest, windows)
    pieces = [[text[one.start : one.end] for one in own] for text, own in zip(asked, found, strict=True)]
    assert pieces == [by_hand(text, corpus, fewest) for text in asked]
    assert rounds <= windows + 1 + 5 + 5  # of bisection, by where a piece begins and by where it ends
