"""Every answer with rows gives them as dicts and data frames, shows itself in a notebook, and is what its table has."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from bs4 import BeautifulSoup

import searchui
from indexer.analysis import fold
from indexer.model import Span
from searchui.search import Corpus, Filters
from searchui.search.export.hit_table import hit_table
from searchui.search.export.statistics_tables import (
    collocation_table,
    count_table,
    keyness_table,
    line_table,
    ngram_table,
    trend_table,
)
from searchui.search.export.table import Table
from searchui.search.filters.facet import FACETS
from searchui.search.results.tabular import Column, Tabular, marked_html

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
SOME, OTHER = Filters(year=[2024]), Filters(year=[2023])
MOST = Filters(genre=["讲话", "报告"])  # enough for words that differ significantly

ANSWERS: dict[str, Callable[[Corpus], Tabular]] = {
    "search": lambda corpus: corpus.search("发展", filters=SOME, per_page=100),
    "kwic": lambda corpus: corpus.kwic("发展", filters=SOME, per_page=500),
    "card": lambda corpus: corpus.card("发展", filters=SOME),
    "count": lambda corpus: corpus.count("发展"),
    "trend": lambda corpus: corpus.trend(["发展", "群众"], filters=SOME),
    "around": lambda corpus: corpus.collocations("发展", filters=MOST),
    "compare": lambda corpus: corpus.keyness(SOME, OTHER, minimum=2),
    "ngrams": lambda corpus: corpus.ngrams(filters=SOME, minimum=2),
}
TABLES: dict[str, Callable[[Corpus], Table]] = {
    "search": lambda corpus: hit_table(corpus, "发展", {"filters": SOME}, NOW),
    "kwic": lambda corpus: line_table(corpus, "发展", {"filters": SOME}, NOW),
    "card": lambda corpus: count_table(corpus, corpus.card("发展", filters=SOME), SOME, NOW),
    "trend": lambda corpus: trend_table(corpus, corpus.trend(["发展", "群众"], filters=SOME), SOME, NOW),
    "around": lambda corpus: collocation_table(corpus, corpus.collocations("发展", filters=MOST), MOST, NOW),
    "compare": lambda corpus: keyness_table(corpus, corpus.keyness(SOME, OTHER, minimum=2), SOME, OTHER, NOW),
    "ngrams": lambda corpus: ngram_table(corpus, corpus.ngrams(filters=SOME, minimum=2), SOME, NOW),
}


@pytest.fixture(scope="module")
def corpus(sample_index: Path) -> Corpus:
    return searchui.open_corpus(sample_index)


@pytest.mark.parametrize("name", TABLES)
def test_the_table_has_the_rows_of_the_answer(corpus: Corpus, name: str) -> None:
    table, answer = TABLES[name](corpus), ANSWERS[name](corpus)
    assert table.columns == answer.table_columns()
    rows = table.to_dicts()
    assert len(rows) > 0
    assert rows == answer.to_dicts()
    assert table.provenance.filters == (MOST if name == "around" else SOME).selected()
    assert table.to_dicts() == []  # rows are read once


@pytest.mark.parametrize("name", ["trend", "around", "compare", "ngrams"])
def test_rows_are_those_of_the_json(corpus: Corpus, name: str) -> None:
    answer = ANSWERS[name](corpus)
    told, rows = answer.as_json(), answer.to_dicts()  # type: ignore[attr-defined]
    match name:
        case "trend":
            expected: list[dict[str, Any]] = [
                {"bucket": bucket["name"], "phrase": course["phrase"], **course["points"][place]}
                | {"of_speeches": bucket["speeches"], "of_characters": bucket["characters"]}
                for place, bucket in enumerate(told["buckets"])
                for course in told["courses"]
            ]
        case "compare":
            expected = []
            for part in (told["phrases"], told):
                expected += [{"more_in": "a", **row} for row in part["more"]]
                expected += [{"more_in": "b", **row} for row in part["less"]]
        case _:
            expected = list(told["rows"])
    assert rows == expected


def test_hits_and_lines_are_numbered_through_the_pages(corpus: Corpus) -> None:
    second = corpus.search("发展", page=2, per_page=7)
    assert [row["number"] for row in second.to_dicts()] == list(range(8, 15))
    assert [row["text"] for row in second.to_dicts()] == [hit.paragraph.text for hit in second.hits]
    lines = corpus.kwic("发展", page=2, per_page=5)
    assert [row["number"] for row in lines.to_dicts()] == list(range(6, 11))


def test_every_facet_is_a_column_of_hits(corpus: Corpus) -> None:
    page = corpus.search("发展", per_page=100)
    for row, hit in zip(page.to_dicts(), page.hits, strict=True):
        for name, facet in FACETS.items():
            assert row[name] == facet.of_paragraph(hit.speech, hit.paragraph)
            assert row[name] is None or row[name] in page.facets[name]


def test_a_count_is_one_row(corpus: Corpus) -> None:
    card = corpus.card("新质生产力")
    (row,) = card.to_dicts()
    assert card.first is not None
    assert (row["occurrences"], row["speeches"], row["first_url"]) == (12, 6, card.first.mention.url)
    assert row["most"] == ("、".join(use.name for use in card.most.named) or None)
    (nothing,) = corpus.card("龘龘").to_dicts()
    assert (nothing["occurrences"], nothing["first_date"], nothing["peak"]) == (0, None, None)
    (counted,) = corpus.count("新质生产力").to_dicts()
    assert counted == {name: row[name] for name in counted}


@pytest.mark.parametrize("name", ANSWERS)
def test_data_frames_have_the_same_rows(corpus: Corpus, name: str) -> None:
    answer = ANSWERS[name](corpus)
    rows = answer.to_dicts()
    assert answer.to_polars().to_dicts() == rows
    frame = answer.to_pandas()
    assert list(frame.columns) == [column.key for column in answer.table_columns()]
    plain = frame.astype(object).where(pandas.notna(frame), None)
    assert plain.to_dict("records") == rows
    assert isinstance(answer.to_polars(), polars.DataFrame)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named(corpus: Corpus, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=f"pip install {library}"):
        getattr(corpus.trend(["发展"]), f"to_{library}")()


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_show_themselves_in_a_notebook(corpus: Corpus, name: str) -> None:
    answer = ANSWERS[name](corpus)
    shown = BeautifulSoup(answer._repr_html_(), "lxml")
    assert shown.select("table td")
    if name == "search":
        page = corpus.search("发展", filters=SOME, per_page=100)
        assert [row.select("td")[-1].text for row in shown.select("tbody tr")] == [h.paragraph.text for h in page.hits]
        assert {fold(mark.text) for mark in shown.select("mark")} == {"发展"}
    if name == "kwic":
        assert {fold(row.select("td")[3].text) for row in shown.select("tbody tr")} == {"发展"}


def test_texts_are_no_markup() -> None:
    class Hostile(Tabular):
        def table_columns(self) -> tuple[Column, ...]:
            return (Column("a", FACETS["year"].title),)

        def table_rows(self) -> Any:
            return iter([("<script>",)])

    assert "<script>" not in Hostile()._repr_html_()
    assert marked_html("<i>甲</i>", [Span(3, 4)]) == "&lt;i&gt;<mark>甲</mark>&lt;/i&gt;"
