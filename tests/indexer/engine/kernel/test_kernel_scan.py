"""What the kernel does of passes over all words: the same as numpy, and never a read or a write beyond an array."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.embedded.kernel.kernel_scan import KernelScan
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.word_scan import BY_ARRAYS
from indexer.errors import IndexUnusableError

KERNEL = shared_library()
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="no kernel is compiled")
TYPES = st.sampled_from([np.uint8, np.uint16, np.uint32])


def scan() -> KernelScan:
    assert KERNEL is not None
    return KernelScan(KERNEL)


@needs_kernel
@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.integers(0, 9), max_size=60), kind=TYPES, data=st.data())
def test_words_are_counted_in_stretches(words: list[int], kind: type[np.unsignedinteger], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(words)), max_size=8)))
    stretches = np.array(cuts[: len(cuts) // 2 * 2], dtype=np.int64)
    own = [word for start, end in stretches.reshape(-1, 2).tolist() for word in words[start:end]]
    for one in (scan(), BY_ARRAYS):
        assert one.count(np.array(words, dtype=kind), stretches, 10).tolist() == [own.count(word) for word in range(10)]


@needs_kernel
@settings(max_examples=100, deadline=None)
@given(sizes=st.lists(st.lists(st.integers(1, 40), max_size=5), max_size=8), most=st.integers(1, 5), data=st.data())
def test_runs_of_words(sizes: list[list[int]], most: int, data: st.DataObject) -> None:
    """Of paragraphs of so many clauses, each of so many words."""
    kept = data.draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    follows = [at > 0 for paragraph in sizes for size in paragraph for at in range(size)]
    ends = np.cumsum([0, *map(sum, sizes)])
    stretches = np.array([bound for at in range(len(sizes)) if kept[at] for bound in ends[at : at + 2]], dtype=np.int64)
    own = [size for paragraph, there in zip(sizes, kept, strict=True) if there for size in paragraph]
    expected = [sum(max(size - longer, 0) for size in own) for longer in range(most)]
    bits = np.packbits(np.array(follows, dtype=np.bool_), bitorder="little")
    for one in (scan(), BY_ARRAYS):
        assert one.count_runs(bits, stretches, most).tolist() == expected


@needs_kernel
@settings(max_examples=100, deadline=None)
@given(places=st.permutations(range(40)), marked=st.lists(st.booleans(), min_size=40, max_size=40), data=st.data())
def test_entries_whose_places_are_marked(places: list[int], marked: list[bool], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, 40), max_size=8)))
    starts, ends = np.array(cuts[: len(cuts) // 2 * 2], dtype=np.int64).reshape(-1, 2).T.copy()
    expected = [at for start, end in zip(starts, ends, strict=True) for at in range(start, end) if marked[places[at]]]
    given_ = np.array(places, dtype=np.uint32), starts, ends - starts
    wanted = np.array(data.draw(st.lists(st.integers(0, 41))), dtype=np.uint32)
    at = {places[entry]: entry for start, end in zip(starts, ends, strict=True) for entry in range(start, end)}
    for one in (scan(), BY_ARRAYS):
        assert one.marked_entries(*given_, np.array(marked)).tolist() == expected
        assert one.entries_of(*given_, wanted, 40).tolist() == [at.get(place, 0) for place in wanted.tolist()]


@needs_kernel
def test_what_cannot_be_is_damage() -> None:
    words, whole = np.array([0, 3], dtype=np.uint16), np.array([0, 2])
    with pytest.raises(IndexUnusableError):
        scan().count(words, whole, 3)
    start, size = np.array([0]), np.array([2])
    for places in ([0, 8], [1, 1]):  # one that is of no word; one that stands there twice
        with pytest.raises(IndexUnusableError):
            scan().marked_entries(np.array(places, dtype=np.uint32), start, size, np.arange(8) == 1)
    with pytest.raises(IndexUnusableError):
        scan().entries_of(np.array([0, 8], dtype=np.uint32), start, size, np.array([1], dtype=np.uint32), 8)


@needs_kernel
@pytest.mark.parametrize("stretches", [[0, 9], [-1, 2], [2, 1], [0]])
def test_stretches_that_are_none(stretches: list[int]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        scan().count(np.zeros(3, np.uint8), np.array(stretches), 1)
    with pytest.raises(ValueError, match="does not fit"):
        scan().count_runs(np.zeros(1, np.uint8), np.array(stretches), 2)


@needs_kernel
@pytest.mark.parametrize(("start", "size"), [(0, 4), (-1, 2), (2, -1), (4, 0), (1, 2**62)])
def test_entries_that_there_are_not(start: int, size: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        scan().marked_entries(np.arange(3, dtype=np.uint32), np.array([start]), np.array([size]), np.ones(3, np.bool_))
    with pytest.raises(ValueError, match="does not fit"):
        scan().entries_of(np.arange(3, dtype=np.uint32), np.array([start]), np.array([size]), np.zeros(1, np.uint32), 3)
