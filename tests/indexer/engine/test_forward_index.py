"""Words one after another, and sets of places: held against the texts themselves."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import MatchOptions, find_occurrences
from indexer.engine import distinct as module
from indexer.engine.distinct import distinct
from indexer.engine.embedded.encoding.rank_bitvector import RankBitVector, mask_of, packed_bits, rank_bits
from indexer.engine.embedded.inverted_index import places_among
from indexer.engine.embedded.read.occurrences import spans_of
from indexer.engine.embedded.segment import forward_index, term_numbers
from indexer.engine.embedded.segment.forward_index import SegmentForwardIndex
from indexer.engine.embedded.segment.segment_builder import Document
from indexer.engine.embedded.segment.segment_merger import MergeSource, merged_arrays
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.forward_index import ForwardIndex
from tests.indexer.engine.test_segment import batch_of, documents, segment_of

TEXTS = st.lists(st.text("党建设的哈农5%。，A 中华人民共和国社会主义", max_size=40), min_size=1, max_size=8)


@given(mask=st.lists(st.booleans(), max_size=300))
def test_places(mask: list[bool]) -> None:
    array = np.array(mask, dtype=np.bool_)
    assert mask_of(packed_bits(array), len(mask)).tolist() == mask
    places = RankBitVector(rank_bits(array))
    assert places.mask(len(mask)).tolist() == mask
    every = np.arange(len(mask) + 1)
    assert places.rank(every).tolist() == [sum(mask[:place]) for place in every.tolist()]
    assert places.has(every[:-1]).tolist() == mask


@given(
    keys=st.lists(st.integers(0, 30) | st.integers(0, 2**40), max_size=60) | st.lists(st.integers(0, 2**63 - 1)),
    crowded=st.sampled_from([0, module.CROWDED]),
)
def test_distinct_numbers(keys: list[int], crowded: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CROWDED", crowded)
        found = distinct(np.array(keys, dtype=np.int64))
    expected = sorted(set(keys))
    assert found.values.tolist() == expected
    assert found.numbers.tolist() == [expected.index(key) for key in keys]
    assert found.counts.tolist() == [keys.count(key) for key in expected]
    assert found.first.tolist() == [keys.index(key) for key in expected]


@given(values=st.sets(st.integers(0, 2**64 - 1), max_size=40), keys=st.lists(st.integers(0, 2**64 - 1)), data=st.data())
def test_places_among_some_numbers(values: set[int], keys: list[int], data: st.DataObject) -> None:
    """Whatever the factor, so that many share an entry of the table."""
    asked = [*keys, *values, *values]
    some = list(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places_among, "ROOM", data.draw(st.sampled_from([0, 2])))
        found = places_among.places_among(np.array(asked, dtype=np.uint64), np.array(some, dtype=np.uint64))
    assert found.tolist() == [some.index(key) if key in values else -1 for key in asked]


def words_of(segment: SegmentReader) -> list[list[str]]:
    found = SegmentForwardIndex.of(segment.arrays, segment.words.dictionary)
    words = [found.terms.term(number) for number in found.words.tolist()]
    return [words[found.places.firsts[n] : found.places.firsts[n + 1]] for n in range(segment.documents)]


def expected_words(some: Sequence[Document], analysis: Analysis) -> list[list[str]]:
    return [[word for word in analysis.cut(fold(one.text)) if any(map(str.isalnum, word))] for one in some]


def check_numbers(found: ForwardIndex, expected: Sequence[str]) -> None:
    """A forward index has these words one after another, each under one number, whatever part it is asked in."""
    places = np.arange(len(expected))
    numbers = found.words_at(places).tolist()
    assert [found.word(number) for number in numbers] == expected
    assert found.words().tolist() == numbers
    assert [found.number(word) for word in expected] == numbers
    assert found.number("龘龘") == -1
    everything = [found.word(number) for number in range(found.vocabulary)]
    assert len(set(everything)) == len(everything)
    for line in ("^.*$", "^.{2}$"):
        matching = (
            np.concatenate([[], *found.matching(re.compile(line, re.MULTILINE), "党", "农")]).astype(int).tolist()
        )
        wanted = {word for word in everything if "党" <= word < "农" and re.fullmatch(line, word)}
        assert {found.word(number) for number in matching} == wanted
    kept = places % 3 == 1
    for some, mask in ((expected, np.ones_like(kept)), (expected[1::3], kept)):
        assert found.count(mask).tolist() == [some.count(word) for word in everything]


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(st.lists(documents(), min_size=1, max_size=8), min_size=1, max_size=3), data=st.data())
@pytest.mark.slow
def test_words_of_segments_and_of_what_is_merged(
    analysis: Analysis, batches: list[list[Document]], data: st.DataObject
) -> None:
    every = [document for batch in batches for document in batch]
    whole = SegmentReader(merged_arrays([MergeSource(batch_of(batch, analysis).arrays()) for batch in batches]))
    assert words_of(whole) == expected_words(every, analysis)
    live = data.draw(st.lists(st.booleans(), min_size=len(every), max_size=len(every)))
    again = [document for document, kept in zip(every, live, strict=True) if kept] + every
    merged = SegmentReader(merged_arrays([MergeSource(whole.arrays, np.array(live)), MergeSource(whole.arrays)]))
    assert words_of(merged) == expected_words(again, analysis)
    parts = [
        SegmentForwardIndex.of(whole.arrays, whole.words.dictionary),
        SegmentForwardIndex.of(merged.arrays, merged.words.dictionary),
    ]
    found = forward_index.merge_forward_indexes(parts, term_numbers.number_terms([part.terms for part in parts]))
    check_numbers(found, [word for some in expected_words([*every, *again], analysis) for word in some])
    assert len(found.firsts) == len(every) + len(again) + 1


@settings(max_examples=60, deadline=None)
@given(texts=TEXTS)
def test_words_that_follow_directly(analysis: Analysis, texts: list[str]) -> None:
    segment = segment_of([Document("s", "p", "题", None, None, None, "body", text) for text in texts], analysis)
    own = SegmentForwardIndex.of(segment.arrays, segment.words.dictionary)
    assert own.places.words == len(own.words)
    expected = []
    for text in texts:
        before = False
        for part in analysis.cut(fold(text)):
            is_word = any(map(str.isalnum, part))
            if is_word:
                expected.append(before)
            before = is_word
    found = SegmentForwardIndex.of(segment.arrays, segment.words.dictionary)
    assert mask_of(found.follows, len(found.words)).tolist() == expected


@settings(max_examples=80, deadline=None)
@given(
    texts=TEXTS,
    phrase=st.text("党建设的5%。，A 社会", min_size=1, max_size=4),
    match_options=st.builds(MatchOptions, exact=st.booleans(), loose=st.booleans(), numbers=st.booleans()),
)
def test_where_phrases_start_and_end(
    analysis: Analysis, texts: list[str], phrase: str, match_options: MatchOptions
) -> None:
    segment = segment_of([Document("s", "p", "题", None, None, None, "body", text) for text in texts], analysis)
    bounds = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])]).tolist()
    expected: dict[int, int] = {}
    for first, text in zip(bounds, texts, strict=False):
        for start, end in find_occurrences(phrase, text, match_options):
            expected[first + start] = min(first + end, expected.get(first + start, first + end))
    starts, ends = spans_of(segment, phrase, match_options)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == sorted(expected.items())


def test_long_words_are_told_apart(analysis: Analysis) -> None:
    """Those of more characters than make one number, and those that begin alike."""
    text = "中华人民共和国，中华人民共和国中央人民政府，international，internationally，x" + "9" * 30 + "，x" + "9" * 31
    some = [Document("s", f"p{n}", "题", None, None, None, "body", text) for n in range(3)]
    assert words_of(segment_of(some, analysis)) == expected_words(some, analysis)


def test_terms_of_the_same_hash_are_told_apart(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their text: the numbers are those that they would have otherwise."""
    segments = [
        segment_of([Document("s", "p", "题", None, None, None, "body", text)], analysis)
        for text in ("党的建设", "设建的农", "农业")
    ]
    dictionaries = [segment.words.dictionary for segment in segments]
    by_hash = [numbers.tolist() for numbers in term_numbers.number_terms(dictionaries)]
    monkeypatch.setattr(term_numbers, "FACTOR", 1)  # 建设 and 设建 have one hash
    assert [numbers.tolist() for numbers in term_numbers.number_terms(dictionaries)] == by_hash


@settings(max_examples=100, deadline=None)
@given(texts=TEXTS, start=st.text("党建设的哈农5%Ａ１aA 中华￿𠮷", max_size=3), data=st.data())
def test_words_are_found_by_where_they_stand_among_others(texts: list[str], start: str, data: st.DataObject) -> None:
    """Also by a text that no word begins with, and one with characters that no text has, or that fold to others."""
    dictionary = segment_of(
        [Document("s", "p", "", None, None, None, "body", text) for text in texts], Analysis()
    ).words.dictionary
    terms = dictionary.terms()
    first = dictionary.place_of(start)
    assert first == bisect_left(terms, start)
    end = data.draw(st.integers(first, len(terms)))
    text, begins = dictionary.lines(first, end)
    assert text == "".join(f"{term}\n" for term in terms[first:end])
    assert [text[begin:].split("\n")[0] for begin in begins.tolist()] == terms[first:end]
