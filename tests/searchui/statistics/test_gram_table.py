"""The table of n-grams of any size, of all words or of a part of them: held against counting them."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise, takewhile

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.engine import ngram_order
from indexer.engine.forward_index import ForwardIndex, WordRun
from indexer.engine.ngram_merging import with_added
from indexer.engine.ngram_order import DEEPEST, SHORTEST, NgramOrder
from searchui.search.statistics.words import gram_table
from searchui.search.statistics.words.gram_table import FrequentGrams, GramTable
from searchui.search.statistics.words.subcorpus import MAX_RUN, Subcorpus
from tests.searchui.statistics.test_phraseology import ListedTerms

WORDS = "".join(sorted("甲乙丙丁戊"))
PARAGRAPHS = st.lists(st.lists(st.text(WORDS[:3], max_size=20) | st.text(WORDS, max_size=9), max_size=3), max_size=8)


def index_of(paragraphs: Sequence[Sequence[str]], *, parted: bool) -> ForwardIndex:
    """Paragraphs of clauses, each character of which is a word; in one run, or each paragraph in one of its own."""
    texts = ["".join(clauses) for clauses in paragraphs]
    follows = ["".join("0" + "1" * (len(clause) - 1) for clause in clauses if clause) for clauses in paragraphs]
    shares = [[number] for number in range(len(texts))] if parted else [list(range(len(texts)))]
    runs, following = [], []
    for share in shares:
        text = "".join(texts[number] for number in share)
        terms = ListedTerms(sorted(set(text)))
        words = np.array([terms.index(word) for word in text], dtype=np.uint32)
        runs.append(WordRun(terms, words, np.array([WORDS.index(term) for term in terms], dtype=np.uint32)))
        bits = [bit == "1" for number in share for bit in follows[number]]
        following.append(np.packbits(np.array(bits, dtype=np.bool_), bitorder="little"))
    return ForwardIndex(runs, np.cumsum([0, *map(len, texts)]), following)


def counted(paragraphs: Sequence[Sequence[str]], size: int) -> Counter[str]:
    clauses = [clause for paragraph in paragraphs for clause in paragraph]
    return Counter(clause[at : at + size] for clause in clauses for at in range(len(clause) - size + 1))


@settings(max_examples=100, deadline=None)
@given(paragraphs=PARAGRAPHS, share=st.sampled_from([1, 3, 1 << 18]), parted=st.booleans(), data=st.data())
def test_grams(paragraphs: list[list[str]], share: int, parted: bool, data: st.DataObject) -> None:
    """However the sorting is shared out, and in how many parts the words are."""
    paragraphs = (
        [*paragraphs, [WORDS]] if not parted else [[WORDS], *paragraphs]
    )  # whose words have all numbers, in order
    index = index_of(paragraphs, parted=parted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngram_order, "SORTED", share)
        patch.setattr(ngram_order, "TOGETHER", share)
        table = GramTable(index, ngram_order.ngram_order(index))
    kept = data.draw(st.lists(st.booleans(), min_size=len(paragraphs), max_size=len(paragraphs)))
    places = np.repeat(np.array(kept, dtype=np.bool_), np.diff(index.firsts))
    part = [paragraph for paragraph, taken in zip(paragraphs, kept, strict=True) if taken]
    at_once = data.draw(st.sampled_from([1, 4, gram_table.AT_ONCE]))
    for found, some in ((table, paragraphs), (table.within(places), part)):
        for minimum in (1, 2, 3, 10):
            frequent = frequent_grams(found, minimum, at_once)
            for size in range(SHORTEST, DEEPEST + 1):
                check(frequent, size, minimum, counted(some, size))
    frequent = FrequentGrams(table, 2)
    for size in (2, 3):
        grams = frequent.of_size(size)
        times = [counted(part, size)[text] for text in grams.texts()]
        assert frequent.counts_within(places)(grams).tolist() == times


@settings(max_examples=60, deadline=None)
@given(paragraphs=PARAGRAPHS, parted=st.booleans(), data=st.data())
def test_a_part_of_a_corpus_and_the_rest_of_it(paragraphs: list[list[str]], parted: bool, data: st.DataObject) -> None:
    """What is counted of either: their words, and the runs of so many."""
    paragraphs = [[WORDS], *paragraphs]
    index = index_of(paragraphs, parted=parted)
    taken = st.lists(st.booleans(), min_size=len(paragraphs), max_size=len(paragraphs))
    whole = Subcorpus(np.array(data.draw(taken)), index)
    part = Subcorpus(np.array(data.draw(taken)) & whole.paragraphs, index)
    for one in (whole, part, whole.without(part)):
        own = [paragraph for paragraph, there in zip(paragraphs, one.paragraphs, strict=True) if there]
        every = counted(own, 1)
        assert one.words == every.total()
        assert one.counts.tolist() == [every[index.word(number)] for number in range(index.vocabulary)]
        for size in range(1, MAX_RUN + 1):
            assert one.runs_of_words(size) == counted(own, size).total()
        assert one.places.tolist() == np.repeat(one.paragraphs, np.diff(index.firsts)).tolist()


@settings(max_examples=150, deadline=None)
@given(paragraphs=PARAGRAPHS, parted=st.booleans(), data=st.data())
def test_an_order_is_the_same_whether_words_are_added_or_sorted_with_the_others(
    paragraphs: list[list[str]], parted: bool, data: st.DataObject
) -> None:
    """And by comparing what follows each place; also of some of all paragraphs."""
    paragraphs = [[WORDS], *paragraphs]
    index = index_of(paragraphs, parted=parted)
    taken = data.draw(st.lists(st.booleans(), min_size=len(paragraphs), max_size=len(paragraphs)))
    kept = np.repeat(np.array(taken, dtype=np.bool_), np.diff(index.firsts))
    whole = ngram_order.ngram_order(index, kept)
    clauses = [list(clause) for paragraph in paragraphs for clause in paragraph if clause]
    following = [tuple(clause[at : at + DEEPEST]) for clause in clauses for at in range(len(clause))]
    expected = sorted((text, place) for place, text in enumerate(following) if kept[place] and len(text) >= SHORTEST)
    assert whole.places.tolist() == [place for _text, place in expected]
    assert (
        whole.common.tolist()
        == [0, *(alike(one, other) for (one, _), (other, _) in pairwise(expected))][: len(expected)]
    )
    assert told(ngram_order.ngram_order(index).within(kept)) == told(whole)
    start = int(index.firsts[data.draw(st.integers(0, len(paragraphs)))])
    assert whole.is_of(index, kept)
    first = ngram_order.ngram_order(index, kept & (np.arange(index.size) < start))
    assert told(with_added(first, ngram_order.ngram_order(index, kept, start), index)) == told(whole)


@settings(max_examples=150, deadline=None)
@given(paragraphs=PARAGRAPHS, parted=st.booleans(), data=st.data())
def test_whatever_is_changed_in_an_order_is_seen(
    paragraphs: list[list[str]], parted: bool, data: st.DataObject
) -> None:
    index = index_of(paragraphs, parted=parted)
    kept = np.ones(index.size, np.bool_)
    order = ngram_order.ngram_order(index, kept)
    assume(len(order.places))
    entry = st.integers(0, len(order.places) - 1)
    places, common = order.places.copy(), order.common.copy()
    what, one, other = (
        data.draw(st.sampled_from(["swapped", "changed", "gone", "common"])),
        data.draw(entry),
        data.draw(entry),
    )
    if what == "swapped":
        places[[one, other]], common[[one, other]] = places[[other, one]], common[[other, one]]
    elif what == "changed":
        places[one] = data.draw(st.integers(0, index.size + 1))
    elif what == "gone":
        places, common = np.delete(places, one), np.delete(common, one)
    else:
        common[one] = data.draw(st.integers(0, DEEPEST + 1))
    changed = NgramOrder(places, common)
    assert changed.is_of(index, kept) == (told(changed) == told(order))


def frequent_grams(table: GramTable, minimum: int, at_once: int) -> FrequentGrams:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gram_table, "AT_ONCE", at_once)
        return FrequentGrams(table, minimum)


def told(order: NgramOrder) -> tuple[list[int], list[int]]:
    return order.places.tolist(), order.common.tolist()


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts have in common."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def check(every: FrequentGrams, size: int, minimum: int, expected: Counter[str]) -> None:
    """The same n-grams as often, each at places that are its own, known by any of its entries, and what each goes on with."""
    grams = every.of_size(size)
    texts = grams.texts()
    frequent = {text: times for text, times in expected.items() if times >= minimum}
    assert dict(zip(texts, grams.counts.tolist(), strict=True)) == frequent
    assert len(texts) == len(set(texts))
    owners, places = grams.places_of(np.arange(len(texts)))
    assert Counter(owners.tolist()) == Counter(dict(enumerate(grams.counts.tolist())))
    assert len(set(places.tolist())) == len(places)
    for owner, place in zip(owners.tolist(), places.tolist(), strict=True):
        words = grams.table.forward_index.words_at(np.arange(place, place + size)).tolist()
        assert "".join(map(grams.table.forward_index.word, words)) == texts[owner]
    entries = [range(start, start + count) for start, count in zip(grams.starts, grams.counts, strict=True)]
    assert grams.numbers_of(np.array([*chain(*entries)], dtype=np.int64)).tolist() == owners.tolist()
    if size > SHORTEST:
        shorter = every.of_size(size - 1)
        rests = shorter.texts()
        assert [rests[number] for number in shorter.numbers_of(grams.entries_at(1))] == [text[1:] for text in texts]
