"""The benchmark of relevance: its queries are what they are said to be, and its table is filled."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.relevance.__main__ import MEASURES, ahead, measure, table
from benchmarks.relevance.known_items import Items, KnownItems, thin
from indexer.analysis import Analysis, fold
from searchui import Corpus

pytestmark = pytest.mark.slow


@given(words=st.lists(st.sampled_from("党政军民学"), min_size=1, max_size=12), kept=st.floats(0, 1), seed=st.integers())
def test_what_is_kept_stands_in_its_order(words: list[str], kept: float, seed: int) -> None:
    some = thin(words, kept, random.Random(seed))
    assert len(some) == min(len(words), max(2, round(kept * len(words))))
    rest = iter(words)
    assert all(word in rest for word in some)


def test_queries_are_of_the_corpus_and_the_same_every_time(corpus: Corpus, analysis: Analysis) -> None:
    items = Items.of(corpus)
    assert len(items.paragraphs) == corpus.manifest.paragraphs == len(items.places)
    kinds = KnownItems(items, analysis, 20, seed=3).kinds()
    assert kinds == KnownItems(items, analysis, 20, seed=3).kinds()
    for query in kinds["heading"]:
        first = items.paragraphs[min(query.relevant)]
        assert query.text in first.text or any(query.text in heading for heading in first.section_path)
    for query in kinds["sentence, a third of its words dropped"]:
        for place in query.relevant:
            assert not Counter(query.text) - Counter(fold(items.paragraphs[place].text))


def test_the_table(corpus: Corpus) -> None:
    scores = list(measure(corpus, 10, seed=1))
    assert {score.engine for score in scores} == {"ours", "BM25, jieba words", "BM25, bigrams"}
    assert all(((values >= 0) & (values <= 1)).all() for score in scores for values in score.values.values())
    assert all(score.values["MRR@10"].mean() > 0.5 for score in scores if score.engine == "ours")
    rows = table(scores)
    assert len(rows) == len(scores) + 1
    assert {len(row) for row in rows} == {4 + len(MEASURES)}
    assert ahead(np.ones(5), np.zeros(5)) == 1
    assert ahead(np.zeros(5), np.zeros(5)) == 0
