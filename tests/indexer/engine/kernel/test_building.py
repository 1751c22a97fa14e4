"""What the kernel does of building: the same arrays as without it, and never a read or a write beyond one."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.dedup import clause_hashes, own_sentences
from indexer.engine.embedded.encoding.arrays import Array, Arrays
from indexer.engine.embedded.inverted_index import inverter, substring_postings
from indexer.engine.embedded.kernel import kernel_building
from indexer.engine.embedded.kernel.shared_library import SharedLibrary, shared_library
from indexer.engine.embedded.segment.segment_builder import Document, SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, merged_arrays
from indexer.engine.embedded.substring_index import suffix_array, text_hashes

SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
KERNEL = shared_library()
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="no kernel is compiled")
WORDS = (
    *("中华人民共和国", "中华", "华人", "人民", "人和", "个人", "发展", "高质量发展", "的", "，", "。", " "),
    *("5.2%", "GDP", "𠮷", "-3", "哈哈哈", "建設"),
)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), min_size=1, max_size=12)


@contextmanager
def without_kernel() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (inverter, substring_postings, suffix_array, text_hashes, clause_hashes, own_sentences):
            patch.setattr(module, "shared_library", lambda: None)
        yield


def built(texts: Sequence[str], analysis: Analysis) -> list[Arrays]:
    """The arrays of two parts, and of the segment that is merged of them, without the second paragraph."""
    parts = []
    for some in (texts, texts[::2]):
        builder = SegmentBuilder(analysis)
        for number, text in enumerate(some):
            builder.add(Document("s", f"p{number}", "发展的题", None, None, None, "body", text, ("一、发展",)))
        parts.append(builder.arrays())
    live = np.array([number != 1 for number in range(len(texts))])
    return [*parts, merged_arrays([MergeSource(parts[0], live), MergeSource(parts[1])])]


def same(one: Sequence[Arrays], other: Sequence[Arrays]) -> bool:
    def bytes_of(arrays: Arrays) -> dict[str, tuple[str, bytes]]:
        return {name: (array.dtype.str, array.tobytes()) for name, array in arrays.items()}

    return [bytes_of(arrays) for arrays in one] == [bytes_of(arrays) for arrays in other]


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(texts=TEXTS)
def test_the_same_arrays_as_without_it(analysis: Analysis, texts: list[str]) -> None:
    found = built(texts, analysis)
    with without_kernel():
        assert same(found, built(texts, analysis))


@needs_kernel
@pytest.mark.parametrize(
    "texts",
    [
        ["发展，" * 5000, "发展"],  # more often than an entry holds
        ["".join(map(chr, range(0x4E00, 0x9FFF))) * 2, "一"],  # a code has 15 bits
        [
            "".join(random.Random(1).choices("的一是在不了有和人这", k=60_000)),
            "的一是",
        ],  # many positions of a character
        ["中华人民" * 3] * 200,
    ],
    ids=["frequent", "many characters", "few characters", "many paragraphs"],
)
def test_the_same_arrays_of_large_texts(analysis: Analysis, texts: list[str]) -> None:
    found = built(texts, analysis)
    with without_kernel():
        assert same(found, built(texts, analysis))


@needs_kernel
def test_the_same_positions_where_codes_take_sixteen_bits() -> None:
    codes = np.random.default_rng(1).integers(0, 65_534, 40_000).astype(np.uint16)
    codes[:2] = 0, 65_533
    with ThreadPoolExecutor(2) as beside:
        found = suffix_array.sorted_positions(codes, beside)
        with without_kernel():
            expected = suffix_array.sorted_positions(codes, beside)
    assert found.positions.tolist() == expected.positions.tolist()
    assert found.keys.tolist() == expected.keys.tolist()


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(st.sampled_from([*WORDS, "2024年", "增长11%", "百分之五十", "aa00", "零一"]), max_size=60).map(
        "".join
    )
)
def test_the_same_hashes_of_clauses(text: str) -> None:
    found = clause_hashes._clauses(text)
    with without_kernel():
        expected = clause_hashes._clauses(text)
    for name in expected._fields:
        own, other = getattr(found, name), getattr(expected, name)
        assert (own.dtype, own.tolist()) == (other.dtype, other.tolist())


@needs_kernel
@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(
        st.sampled_from([*WORDS, "？！", "…", "”", "」", "!", "\n", "\u3000", "é", "\x00", "\ud800"]), max_size=40
    ).map("".join)
)
def test_the_same_sentences(text: str) -> None:
    found = bytes(own_sentences._distinct_sentences(text))
    with without_kernel():
        assert found == own_sentences._distinct_sentences(text)


def damaged(array: Array, chance: random.Random) -> Array:
    """An array of the same type, cut short, or with numbers that it should not have."""
    own = array.copy()
    if not len(own) or chance.random() < 0.2:
        return own[: chance.randint(0, len(own))].copy()
    for _ in range(chance.choice((0, 1, 3))):
        bits = 8 * own.itemsize
        own.view(f"u{own.itemsize}")[chance.randrange(len(own))] = chance.choice(
            (0, 1, len(own), (1 << bits) - 1, 1 << (bits - 1))
        )
    return own


def calls(kernel: SharedLibrary, chance: random.Random) -> Iterator[Callable[[], object]]:
    """Each function with arrays that may not fit each other."""

    def bad(array: Array) -> Array:
        return damaged(array, chance)

    codes = np.array([1, 2, 0, 2, 1, 3, 0], dtype=np.uint16)
    letters = np.array([False, True, True, False])
    lengths = np.array([2, 1, 1, 2, 1], dtype=np.int32)
    yield lambda: kernel_building.number_words(kernel, bad(codes), bad(letters), bad(lengths))
    numbers, terms = np.array([0, 1, 0xFFFF_FFFF, 1], dtype=np.uint32), np.array([1, 0], dtype=np.uint32)
    documents, bounds = np.array([0, 2, 4]), np.array([0, 1, 2])
    inner = np.array([2, 2], dtype=np.uint32)
    count = chance.choice((0, 2, 3, 3, 3))
    yield lambda: kernel_building.postings(
        kernel, bad(numbers), bad(documents), bad(terms), bad(bounds), bad(inner), count
    )
    bits, kinds = chance.choice((1, 2, 2, 16, 17)), chance.choice((1, 4, 4, 5))
    yield lambda: kernel_building.scatter_positions(kernel, bad(codes), bits, kinds)
    edges = np.array([0, 2, 4, 6, 7])
    positions, keys = np.arange(7, dtype=np.uint32), np.arange(7, dtype=np.uint64)
    span = chance.choice(((0, 4), (1, 3), (2, 1), (-1, 2), (0, 5)))
    yield lambda: kernel_building.sort_positions(kernel, bad(edges), span, 2, bad(positions), bad(keys))
    owners = np.array([0, 0, 0, 1, 1, 1, 1], dtype=np.uint32)
    order = kernel_building.TextOrder(bad(keys), bad(positions), bad(owners), chance.choice((0, 1, 2, 2)))
    wanted, spans = np.array([1, 4], dtype=np.uint64), np.array([4, 2], dtype=np.uint64)
    entries = np.array([1 << 20, 1 | 1 << 20], dtype=np.uint32)
    some = (bad(wanted), bad(spans))
    within = chance.choice(((0, 2), (1, 2), (0, 3), (2, 0)))
    yield lambda: kernel_building.missing_postings(kernel, order, some, bad(bounds), bad(entries), within)
    starts, kinds_of = np.array([0, 3, 7]), np.array([0, 1, 2, 5], dtype=np.uint8)
    of_codes = np.arange(4, dtype=np.uint64)
    yield lambda: kernel_building.hash_texts(kernel, bad(codes), bad(starts), bad(kinds_of), bad(of_codes))
    text, signs = np.array([1, 2, 3, 0, 9], dtype=np.uint32), np.array([0, 1, 2, 3], dtype=np.uint32)
    yield lambda: kernel_building.join_sentences(kernel, bad(text), bad(kinds_of))
    yield lambda: kernel_building.hash_clauses(kernel, bad(text), bad(signs), bad(signs), chance.choice((1, 4)))


@needs_kernel
def test_what_does_not_fit_is_refused() -> None:
    """Or something is answered; `make sanitize` stops at a place outside an array."""
    assert KERNEL is not None
    chance, refused, answered = random.Random(5), 0, 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for call in calls(KERNEL, chance):
            try:
                call()
                answered += 1
            except ValueError:
                refused += 1
    assert refused > 0
    assert answered > 0
