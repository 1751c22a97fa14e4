"""Partial matches, held against brute force: what is listed where nothing has all words, and never counted as found."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.engine.query import And, Phrase, Words
from indexer.errors import QueryError
from indexer.model import Speech
from searchui import Corpus
from searchui.search import Filters
from searchui.search.describe import describe_coverage
from searchui.search.ranking.partial_match import Coverage
from searchui.search.ranking.question import interrogatives
from searchui.search.results.hit import Hit
from tests.oracle import OracleEngine
from tests.searchui.ranking.nearest_oracle import NearestOracle


@pytest.fixture(scope="module")
def oracle(sample_speeches: list[Speech], analysis: Analysis) -> OracleEngine:
    return OracleEngine(sample_speeches, analysis)


@pytest.fixture(scope="module")
def nearest(sample_speeches: list[Speech], analysis: Analysis) -> NearestOracle:
    return NearestOracle(sample_speeches, analysis)


@pytest.fixture(scope="module")
def vocabulary(sample_speeches: list[Speech], analysis: Analysis) -> list[str]:
    """Words that are one word by themselves too, and one that is nowhere."""
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    every = {word.text for text in texts for word in analysis.words(text) if not word.text.isascii()}
    left_out = {"或", *interrogatives()}
    return [*sorted(word for word in every - left_out if analysis.query_words(word) == [word]), "饕餮"]


def every_hit(corpus: Corpus, query: str) -> Iterator[Hit]:
    for number in range(1, corpus.search(query, collapse=False).pages + 1):
        yield from corpus.search(query, page=number, collapse=False).hits


@given(seed=st.integers(0, 2**32), size=st.integers(2, 6), quoted=st.booleans())
@pytest.mark.slow
def test_what_has_the_rarest_words_is_listed(
    corpus: Corpus,
    oracle: OracleEngine,
    nearest: NearestOracle,
    vocabulary: list[str],
    seed: int,
    size: int,
    quoted: bool,
) -> None:
    words = random.Random(seed).sample(vocabulary, size)
    condition = And((Phrase("发展"),) if quoted else ())
    query = " ".join([*words, *(["“发展”"] if quoted else [])])
    page = corpus.search(query, collapse=False)
    found = oracle.match(And((condition, *map(Words, words)))).paragraphs
    allowed = set(oracle.match(condition).paragraphs.tolist()) if quoted else None
    expected = nearest.of(words, allowed)
    assert page.total == len(found)
    assert page.partial == (not len(found) and bool(expected))
    assert (page.coverage is None) == (not page.partial)
    if page.coverage is None:
        return
    assert (page.coverage.words, page.coverage.paragraphs) == (tuple(words), page.listed)
    assert (page.total, page.speeches, dict(page.facets["year"])) == (0, 0, {})
    shown = [(hit.anchor, hit.paragraph.text, hit.score) for hit in every_hit(corpus, query)]
    assert len(shown) == len(expected)
    scores = {(oracle.paragraph(n).anchor, oracle.paragraph(n).text): score for n, score in expected.items()}
    for anchor, text, score in shown:
        assert score == pytest.approx(scores[anchor, text], rel=1e-4)
    assert [score for *_, score in shown] == sorted((score for *_, score in shown), reverse=True)


@pytest.mark.parametrize(
    "query", ["“饕餮”", "饕餮", "“饕餮” 发展 基层", "发展 基层 year:1900", "饕 NOT 党", "“饕餮” “发展”"]
)
def test_only_unquoted_words_may_be_missing(corpus: Corpus, query: str) -> None:
    page = corpus.search(query)
    assert (page.total, page.partial, page.hits) == (0, False, ())


def test_quotes_in_running_text_are_a_part_of_it(corpus: Corpus) -> None:
    page = corpus.search("哪一次讲话说到“饕餮之国”与基层发展？")
    assert page.partial
    assert page.coverage is not None
    assert {"基层", "发展"} <= set(page.coverage.words)
    assert not corpus.search("“饕餮之国” 与基层发展").hits


@pytest.mark.parametrize("length", [20, 500, 2000])
def test_long_questions_are_answered(corpus: Corpus, vocabulary: list[str], length: int) -> None:
    text = "".join(random.Random(length).choices(vocabulary, k=length))[:length]
    page = corpus.search(text)
    assert page.partial
    assert page.hits
    with pytest.raises(QueryError, match="2,000"):
        corpus.search(text.ljust(2001, "字"))


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


def test_words_that_only_ask_are_not_looked_for(corpus: Corpus) -> None:
    page = corpus.search("什么时候谁说过饕餮和基层治理？")
    assert page.coverage is not None
    assert not {"什么", "谁"} & set(page.coverage.words)


@pytest.mark.parametrize("query", ["饕餮 基层 治理 乡村", "谁在哪里说过让群众办事少跑腿的饕餮"])
def test_speeches_are_ranked_by_all_their_paragraphs(corpus: Corpus, query: str) -> None:
    listed = list(corpus.hits(query, collapse=False))
    scores: dict[str, list[float]] = {}
    for hit in listed:
        scores.setdefault(hit.speech.id, []).append(hit.score)
    expected = {speech: sum(score * 0.3**rank for rank, score in enumerate(each)) for speech, each in scores.items()}
    page = corpus.search(query, group="speech", per_page=100, explain=True)
    assert page.partial
    assert len(page.hits) == len(scores) == page.listed
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)
    for hit in page.hits:
        assert hit.score == pytest.approx(expected[hit.speech.id], rel=1e-6)
        assert hit.parts is not None
        assert sum(hit.parts.values()) == pytest.approx(hit.score, rel=1e-4)
        assert hit.in_speech == len(scores[hit.speech.id])


@pytest.mark.parametrize(
    ("coverage", "zh", "en"),
    [
        (
            Coverage(("甲", "乙", "丙"), ("乙",), 5),
            "没有一段同时含“甲”“乙”“丙”；以下 5 段最相近，词越少见分量越重",
            "No paragraph has all of “甲”“乙”“丙”; 5 paragraphs come nearest, rarer words counting for more",
        ),
        (
            Coverage(tuple("甲乙丙丁戊己庚辛壬"), ("丁", "壬"), 1),
            "没有一段含全部这些词；以下 1 段最相近，词越少见分量越重，最重的是“丁”“壬”",
            "No paragraph has all of these words; 1 paragraph comes nearest, rarer words counting for more, most of all “丁”“壬”",
        ),
        (
            Coverage(tuple("甲乙丙丁戊己庚辛壬"), tuple("甲乙丙丁戊己庚辛壬"), 40),
            "没有一段含全部这些词；以下 40 段最相近，词越少见分量越重",
            "No paragraph has all of these words; 40 paragraphs come nearest, rarer words counting for more",
        ),
    ],
)
def test_coverage_in_words(coverage: Coverage, zh: str, en: str) -> None:
    assert describe_coverage(coverage) == zh
    assert describe_coverage(coverage, "en") == en
