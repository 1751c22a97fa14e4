"""Ranking in the kernel beside that by numpy: the same order, totals, duplicates and facets, under all filters."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.build.pipeline import build, update
from indexer.engine.embedded.encoding.array_names import FREQUENT
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.segment.segment_table import open_segments
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Query, Words
from indexer.engine.ranking import FacetColumn, Ranking, RankingColumns
from indexer.errors import CallError
from indexer.store import Store
from searchui import Corpus, Filters, open_corpus
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FilteredMatches
from searchui.search.ranking.duplicates import Collapsed, DuplicateGroups
from searchui.search.ranking.ordering import Sort, best_places
from searchui.search.ranking.ranked_page import PageColumns, ranked_page
from searchui.search.results import searcher
from tests.indexer.engine.kernel.test_differential import frequent_from

pytestmark = pytest.mark.skipif(shared_library() is None, reason="no kernel here")


@pytest.fixture(scope="module", autouse=True)
def frequent() -> Iterator[None]:
    """Words are frequent that a hundred of these paragraphs have."""
    with frequent_from(100):
        yield


SENTENCES = (
    "治水是大事，要抓好。",
    "治水先治心。",
    "修渠靠大家，人民满意。",
    "建设乡村，人民满意。",
    "乡村振兴是大事。",
)
SPEAKERS = ("李建国", "王小川", "赵大海")
ASKED: tuple[Query, ...] = (
    Words("治水"),
    Words("人民"),
    Phrase("大事"),
    Phrase("治"),
    And((Words("治水"), Words("大事"))),
    Or((Words("治水"), Words("乡村"), Phrase("满意"))),
    And((DocRanges(((0, 500),)), Not(Words("治水")))),
    Words("没有"),
)
FILTERS = (
    Filters(),
    Filters(year=(2007,)),
    Filters(year=(2006, 2008), speaker=SPEAKERS[:2]),
    Filters(speaker=SPEAKERS[2:]),
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty speeches of four years, by three people and by nobody known, which say much the same."""
    folder, draw = tmp_path_factory.mktemp("ranked"), random.Random(2)
    for number in range(40):
        lines = [f"在第{number}次治水会上的讲话"]
        lines += [f"（{2005 + number % 4}年3月{1 + number % 9}日）"] if number % 7 else []
        lines += [f"讲话人：{SPEAKERS[number % 3]}"] if number % 5 else []
        lines += ["同志们："] + ["".join(draw.choices(SENTENCES, k=draw.randint(1, 2))) for _ in range(9)]
        (folder / f"{number:02d}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    index = tmp_path_factory.mktemp("index")
    build(seeds, index)
    with open_corpus(index) as opened:
        ((_, segment),) = open_segments(Store(index).current().folder)
        assert all(segment.words.dictionary.number(word) in segment.arrays[FREQUENT] for word in ("治水", "人民"))
        yield opened


def best(corpus: Corpus, query: Query, columns: RankingColumns, wanted: int) -> Ranking:
    found = corpus._snapshot.engine.best(query, columns, wanted)
    assert found is not None
    return found


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("filters", FILTERS)
def test_the_kernel_ranks_as_numpy(corpus: Corpus, sort: Sort, collapse: bool, filters: Filters) -> None:
    snapshot = corpus._snapshot
    groups = snapshot.shared(DuplicateGroups) if collapse else None
    columns, seen = snapshot.shared(PageColumns).of(filters, sort, collapse), []
    for query in ASKED:
        found = FilteredMatches(snapshot.engine.match(query), snapshot.columns, filters)
        shown = Collapsed.nothing(found.matches) if groups is None else groups.collapse(found.matches, sort)
        for wanted in (0, 1, 10, 10_000):
            places = best_places(shown.matches, snapshot.columns, sort, wanted) if wanted else np.zeros(0, np.int64)
            expected, ranked = shown.matches.at(places), best(corpus, query, columns, wanted)
            assert ranked.best.paragraphs.tolist() == expected.paragraphs[:wanted].tolist()
            np.testing.assert_allclose(ranked.best.scores, expected.scores[:wanted], rtol=1e-6)
            assert (ranked.left, ranked.speeches) == (found.total, found.speeches)
            assert ranked.hidden == len(shown.under)
            for name in FACETS:
                same_facet(corpus, name, ranked.facets[name].tolist(), dict(found.facets[name]))
        seen.append((ranked.left, ranked.hidden))
    assert max(left for left, _ in seen) > 20
    assert not collapse or max(hidden for _, hidden in seen) > 5


def same_facet(corpus: Corpus, name: str, counts: Sequence[int], known: dict[object, int]) -> None:
    values: list[object] = [*corpus._snapshot.columns.of(name).values, None]
    assert {value: count for value, count in zip(values, counts, strict=True) if count} == known, name


QUERIES = (
    "治水",
    "人民 乡村",
    "“大事” 治水",
    "治水 OR 乡村",
    "-治水",
    "year:2006 人民",
    "speaker:none 治水",
    "“同志们”",
    "治水 人民",
    "“人民”~2",
    '"治水 大事"~8',
    "没有",
)


def page_as_value(corpus: Corpus, query: str, **options: Any) -> object:
    """All that a page says, or why there is none."""
    try:
        page = corpus.search(query, **options)
    except CallError as error:
        return str(error)
    facets = {name: list(counts.items()) for name, counts in page.facets.items()}
    totals = (page.total, page.speeches, page.undated, page.machine_read, page.folded, page.listed, page.pages)
    return totals, facets, [{**hit.as_json(), "score": round(hit.score, 5), "parts": None} for hit in page.hits]


@pytest.mark.parametrize("filters", FILTERS)
def test_a_page_is_the_same_whoever_ranks(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, filters: Filters) -> None:
    """In one call of the kernel, or of all matches by numpy: totals, facets, hits, marks, and what is named under them."""
    assert_same_pages(corpus, monkeypatch, filters, ((1, 10), (2, 10), (1, 100), (4, 3)), 100)


def assert_same_pages(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, filters: Filters, pages: Sequence[tuple[int, int]], least: int
) -> None:
    """At `least` so many of the pages are ranked by the kernel."""
    used = []

    def noted(*asked: Any) -> object:
        used.append(ranked_page(*asked))
        return used[-1]

    for query, sort, collapse, (page, size) in product(QUERIES, Sort, (False, True), pages):
        said = []
        for made in (noted, lambda *_asked: None):
            monkeypatch.setattr(searcher, "ranked_page", made)
            asked = {"filters": filters, "sort": sort, "collapse": collapse, "page": page, "per_page": size}
            said.append(page_as_value(corpus, query, **asked))
        assert said[0] == said[1], (query, sort, collapse, page, size)
    assert sum(one is not None for one in used) >= least


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("gone", [("00",), ("39",), ("00", "01", "38", "39"), ("17", "18", "20")])
def test_so_it_is_after_an_update_whose_speeches_are_gone(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: Sequence[str], changed: bool
) -> None:
    """Numbers of paragraphs are then in use no more: at the beginning, at the end, between others."""
    shutil.copytree(seeds, tmp_path / "seeds")
    build(tmp_path / "seeds", tmp_path / "index")
    for name in gone:
        (tmp_path / "seeds" / f"{name}.txt").unlink()
    if changed:
        (tmp_path / "seeds" / "05.txt").write_text("在第5次治水会上的讲话\n同志们：\n治水先治心。\n", encoding="utf-8")
    update(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as opened:
        assert opened._snapshot.engine.size > opened.manifest.paragraphs
        for filters in FILTERS[:3]:
            assert_same_pages(opened, monkeypatch, filters, ((1, 10), (2, 10)), 20)


def test_columns_that_do_not_fit_are_refused(corpus: Corpus) -> None:
    columns = corpus._snapshot.shared(PageColumns).of(Filters(), Sort.RELEVANCE, False)
    short = replace(columns, mains=columns.mains[:-1])
    wrong = replace(columns, facets={"year": FacetColumn(columns.speeches, 2)})
    few = replace(columns, runs=columns.runs[:3])
    for bad in (short, wrong, few):
        with pytest.raises(ValueError, match="does not fit"):
            best(corpus, Words("治水"), bad, 10)
