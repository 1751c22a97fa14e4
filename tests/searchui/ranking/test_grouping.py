"""Results by speech: one entry a speech, the best of its paragraphs, exact numbers."""

from collections import Counter

import pytest

from indexer.errors import CallError
from searchui import Corpus
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.search.ranking.search_request import SearchOptions

QUERIES = (
    "发展",
    "“发展”",
    "的",
    "党的建设",
    "“新质生产力” 龘龘",
    "新质生产力 龘龘 大跃进",
    "(乡村 或 农村) -脱贫",
    "year:2024",
)
OPTIONS: tuple[SearchOptions, ...] = (
    {},
    {"sort": "newest"},
    {"sort": "oldest", "filters": Filters(year=[2018, 2024])},
    {"filters": Filters(speaker=["苏映棠"])},
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("options", OPTIONS)
def test_each_speech_once_by_its_first_paragraph(corpus: Corpus, query: str, options: SearchOptions) -> None:
    plain: SearchOptions = {**options, "collapse": False}
    grouped: SearchOptions = {**options, "group": "speech"}
    every = list(corpus.hits(query, **plain))
    counts = Counter(hit.speech.id for hit in every)
    first = {hit.speech.id: hit for hit in reversed(every)}
    expected = [first[id_] for id_ in dict.fromkeys(hit.speech.id for hit in every)]
    found = list(corpus.hits(query, **grouped))
    if corpus.search(query, **plain).partial and options.get("sort", "relevance") == "relevance":
        # all paragraphs of a speech count for its place: test_partial_match
        assert {(hit.url, hit.highlights) for hit in found} == {(hit.url, hit.highlights) for hit in expected}
        return
    assert [(hit.url, hit.score, hit.highlights) for hit in found] == [
        (hit.url, hit.score, hit.highlights) for hit in expected
    ]
    assert [hit.in_speech for hit in found] == [counts[hit.speech.id] for hit in expected]


@pytest.mark.parametrize("query", QUERIES)
def test_numbers_are_those_of_paragraphs(corpus: Corpus, query: str) -> None:
    plain, grouped = corpus.search(query), corpus.search(query, group="speech", per_page=3)
    assert (grouped.total, grouped.speeches) == (plain.total, plain.speeches)
    assert {facet: dict(grouped.facets[facet]) for facet in FACETS} == {
        facet: dict(plain.facets[facet]) for facet in FACETS
    }
    if grouped.total:
        assert grouped.pages == -(-plain.speeches // 3)
    assert grouped.folded == 0


def test_paragraphs_say_nothing_of_their_speech(corpus: Corpus) -> None:
    assert {hit.in_speech for hit in corpus.search("发展").hits} == {None}


def test_other_groupings_are_refused(corpus: Corpus) -> None:
    with pytest.raises(CallError, match="按篇"):
        corpus.search("发展", group="year")
