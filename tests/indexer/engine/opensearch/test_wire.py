"""What travels to a cluster and back: tokens that no text can break, and postings in a character or two a paragraph."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.opensearch.wire.posting_stream import BORROWED, DOCUMENT_BITS, OFFSET, STEP, decode_postings
from indexer.engine.opensearch.wire.tokens import characters, inner_pairs, pairs, token
from indexer.errors import IndexUnusableError

texts = st.text(st.characters(codec="utf-8") | st.sampled_from(" \n\t\u3000\u2028\ue000e;党"), max_size=30)


@given(texts, texts)
def test_no_two_texts_are_one_token_and_none_has_white_space_in_it(one: str, other: str) -> None:
    assert (token(one) == token(other)) == (one == other)
    assert token(one).split() == ([token(one)] if one else [])


@given(texts)
def test_every_character_and_every_pair_is_a_token_of_its_own(text: str) -> None:
    assert characters(text).split() == [token(one) for one in text]
    assert len(pairs(text).split()) == len(text)
    assert inner_pairs(text).split() == [token(one) + token(other) for one, other in pairwise(text)]
    assert pairs(text).split()[: max(len(text) - 1, 0)] == inner_pairs(text).split()


def written(number: int) -> str:
    """A number as the script on a shard writes it."""
    steps, rest = divmod(number, BORROWED)
    return STEP * steps + chr(rest + OFFSET)


def stream_of(postings: list[tuple[int, int, int]]) -> str:
    """Postings (segment, document, times) as a shard sends them, in any order."""
    stream, segment, before = "", -1, -1
    for own, document, times in postings:
        if own != segment or document <= before:
            stream, segment, before = f"{stream} {own} ", own, -1
        stream += written(document - before) + written(times)
        before = document
    return stream


postings = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, (1 << DOCUMENT_BITS) - 1), st.integers(1, 3 * BORROWED)),
    unique_by=lambda one: one[:2],
    max_size=30,
)


@given(st.lists(postings, max_size=3))
def test_postings_come_back_as_they_were_sent(shards: list[list[tuple[int, int, int]]]) -> None:
    firsts = {segment: segment << DOCUMENT_BITS for segment in range(4)}
    sent = {(segment << DOCUMENT_BITS) + document: times for shard in shards for segment, document, times in shard}
    unique = [[one for one in shard if sent[(one[0] << DOCUMENT_BITS) + one[1]] == one[2]] for shard in shards]
    seen: set[tuple[int, int]] = set()
    kept = [[one for one in shard if one[:2] not in seen and not seen.add(one[:2])] for shard in unique]  # type: ignore[func-returns-value]
    paragraphs, counts = decode_postings(map(stream_of, kept), firsts)
    assert paragraphs.tolist() == sorted(sent)
    assert counts.tolist() == [sent[number] for number in sorted(sent)]
    assert paragraphs.dtype == counts.dtype == np.int64


def test_paragraphs_of_a_segment_that_this_generation_has_not_are_an_error() -> None:
    with pytest.raises(IndexUnusableError):
        decode_postings([stream_of([(7, 1, 1)])], {0: 0})
