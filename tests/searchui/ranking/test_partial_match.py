"""Partial matches, held against brute force: shown where nothing has all the words, and never counted as found."""

import random
from collections import Counter
from collections.abc import Iterator
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.engine.query import And, Phrase, Words
from indexer.model import Speech
from searchui import Corpus
from searchui.search import Filters
from searchui.search.describe import describe_coverage
from searchui.search.ranking.partial_match import MAX_PARTIAL_WORDS, SHARE, Coverage
from searchui.search.results.hit import Hit
from tests.oracle import OracleEngine


@pytest.fixture(scope="module")
def oracle(sample_speeches: list[Speech], analysis: Analysis) -> OracleEngine:
    return OracleEngine(sample_speeches, analysis)


@pytest.fixture(scope="module")
def vocabulary(sample_speeches: list[Speech], analysis: Analysis) -> list[str]:
    """Words that are one word by themselves too, and one that is nowhere."""
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    every = {word.text for text in texts for word in analysis.words(text) if not word.text.isascii()}
    return [*sorted(word for word in every if analysis.query_words(word) == [word] and word != "或"), "饕餮"]


def every_hit(corpus: Corpus, query: str) -> Iterator[Hit]:
    for number in range(1, corpus.search(query, collapse=False).pages + 1):
        yield from corpus.search(query, page=number, collapse=False).hits


@given(seed=st.integers(0, 2**32), size=st.integers(2, 6), quoted=st.booleans())
@pytest.mark.slow
def test_what_has_most_words_comes_first(
    corpus: Corpus, oracle: OracleEngine, vocabulary: list[str], seed: int, size: int, quoted: bool
) -> None:
    words = random.Random(seed).sample(vocabulary, size)
    condition = And((Phrase("发展"),) if quoted else ())
    query = " ".join([*words, *(["“发展”"] if quoted else [])])
    page = corpus.search(query, collapse=False)
    found = oracle.match(And((condition, *map(Words, words)))).paragraphs
    having = Counter(n for word in words for n in oracle.match(And((condition, Words(word)))).paragraphs.tolist())
    assert page.total == len(found)
    if len(found) or not having:
        assert not page.partial
        assert (page.coverage is None) == (not page.partial)
        return
    most = max(having.values())
    least = min(most, ceil(SHARE * size))
    expected = [number for number, words in having.items() if words >= least]
    assert page.partial
    assert page.coverage == Coverage(tuple(words), least, most, len(expected))
    assert (page.total, page.speeches, dict(page.facets["year"])) == (0, 0, {})
    shown = [(hit.anchor, hit.paragraph.text) for hit in every_hit(corpus, query)]
    places = {(oracle.paragraph(n).anchor, oracle.paragraph(n).text): having[n] for n in expected}
    assert len(shown) == len(expected)
    assert set(shown) == set(places)
    assert [places[one] for one in shown] == sorted((places[one] for one in shown), reverse=True)


@pytest.mark.parametrize(
    "query", ["“饕餮”", "饕餮", "“饕餮” 发展 基层", "发展 基层 year:1900", "饕 NOT 党", "“饕餮” “发展”"]
)
def test_only_unquoted_words_may_be_missing(corpus: Corpus, query: str) -> None:
    page = corpus.search(query)
    assert (page.total, page.partial, page.hits) == (0, False, ())


def test_no_more_words_are_looked_up_than_are_quick(corpus: Corpus, vocabulary: list[str]) -> None:
    assert corpus.search("".join(f"{word} " for word in vocabulary[:MAX_PARTIAL_WORDS])).partial
    assert not corpus.search("".join(f"{word} " for word in vocabulary[: MAX_PARTIAL_WORDS + 1])).partial


def test_conditions_hold_of_partial_matches(corpus: Corpus) -> None:
    assert corpus.search("饕餮 发展").partial
    for hit in every_hit(corpus, "饕餮 发展 year:2024 NOT “改革”"):
        assert hit.speech.date is not None
        assert hit.speech.date.year == 2024
        assert "改革" not in hit.paragraph.text


def test_choosing_a_year_narrows_partial_matches(corpus: Corpus) -> None:
    every = corpus.search("饕餮 发展").coverage
    narrowed = corpus.search("饕餮 发展", filters=Filters(year=[2024]))
    assert every is not None
    assert narrowed.coverage is not None
    assert 0 < narrowed.coverage.paragraphs < every.paragraphs
    assert all(hit.speech.date and hit.speech.date.year == 2024 for hit in narrowed.hits)
    assert not corpus.search("饕餮 发展", filters=Filters(year=[1900])).partial


def test_what_a_year_lacks_but_the_corpus_has_is_not_partial(corpus: Corpus) -> None:
    query = "发展 基层"
    missing = next(
        year for year in corpus.search("发展").facets["year"] if year not in corpus.search(query).facets["year"]
    )
    page = corpus.search(query, filters=Filters(year=[missing]))
    assert (page.total, page.partial) == (0, False)
    assert page.facets["year"]


@pytest.mark.parametrize(
    ("coverage", "zh", "en"),
    [
        (
            Coverage(("甲", "乙", "丙"), 2, 2, 5),
            "没有一段同时含“甲”“乙”“丙”；以下 5 段各含其中 2 个",
            "No paragraph has all of “甲”“乙”“丙”; 5 paragraphs have 2 of them",
        ),
        (
            Coverage(tuple("甲乙丙丁戊己庚辛壬"), 5, 7, 40),
            "没有一段同时含这 9 个词；以下 40 段各含其中 5 个以上，含得多的在前",
            "No paragraph has all of the 9 words; 40 paragraphs have 5 of them or more, the most first",
        ),
        (
            Coverage(("华人", "工作"), 2, 2, 1),
            "没有一段里“华人”“工作”都单独成词；以下 1 段有这些字",
            "In no paragraph are “华人”“工作” all separate words; 1 paragraph has these characters",
        ),
    ],
)
def test_coverage_in_words(coverage: Coverage, zh: str, en: str) -> None:
    assert describe_coverage(coverage) == zh
    assert describe_coverage(coverage, "en") == en
