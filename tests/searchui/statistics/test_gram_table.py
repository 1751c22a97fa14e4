"""The table of n-grams of any size, of all words or of a part of them: held against counting them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.forward_index import ForwardIndex, WordRun
from searchui.search.statistics.words import gram_table
from searchui.search.statistics.words.gram_table import DEEPEST, SHORTEST, GramTable
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


@settings(max_examples=150, deadline=None)
@given(paragraphs=PARAGRAPHS, share=st.sampled_from([1, 3, 1 << 18]), parted=st.booleans(), data=st.data())
def test_grams(paragraphs: list[list[str]], share: int, parted: bool, data: st.DataObject) -> None:
    """However the sorting is shared out, and in how many parts the words are."""
    paragraphs = (
        [*paragraphs, [WORDS]] if not parted else [[WORDS], *paragraphs]
    )  # whose words have all numbers, in order
    index = index_of(paragraphs, parted=parted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gram_table, "SORTED", share)
        table = GramTable.of(index)
    kept = data.draw(st.lists(st.booleans(), min_size=len(paragraphs), max_size=len(paragraphs)))
    places = np.repeat(np.array(kept, dtype=np.bool_), np.diff(index.firsts))
    part = [paragraph for paragraph, taken in zip(paragraphs, kept, strict=True) if taken]
    for found, some in ((table, paragraphs), (table.within(places), part)):
        for size in range(SHORTEST, DEEPEST + 1):
            for minimum in (1, 2, 3):
                check(found, size, minimum, counted(some, size))
    counts = table.counts_within(places)
    grams = table.of_size(SHORTEST, 1)
    texts = [grams.text(number) for number in range(len(grams.counts))]
    assert counts(grams).tolist() == [counted(part, SHORTEST)[text] for text in texts]


def check(table: GramTable, size: int, minimum: int, expected: Counter[str]) -> None:
    """The same n-grams as often, each at places that are its own, and known by any of its entries."""
    grams = table.of_size(size, minimum)
    texts = [grams.text(number) for number in range(len(grams.counts))]
    frequent = {text: times for text, times in expected.items() if times >= minimum}
    assert dict(zip(texts, grams.counts.tolist(), strict=True)) == frequent
    assert len(texts) == len(set(texts))
    owners, places = grams.places_of(np.arange(len(texts)))
    assert Counter(owners.tolist()) == Counter(dict(enumerate(grams.counts.tolist())))
    assert len(set(places.tolist())) == len(places)
    for owner, place in zip(owners.tolist(), places.tolist(), strict=True):
        words = table.forward_index.words_at(np.arange(place, place + size)).tolist()
        assert "".join(map(table.forward_index.word, words)) == texts[owner]
    assert grams.numbers_of(table.entries[places].astype(np.int64)).tolist() == owners.tolist()
