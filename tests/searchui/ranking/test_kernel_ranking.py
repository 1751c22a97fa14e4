"""Ranking in the kernel beside that by numpy: the same order, totals, duplicates and facets, under all filters."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from indexer.build.pipeline import build
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.kernel.kernel_ranking import RankedColumns, RankedFacet, rank
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.read.kernel_reader import KernelMatcher
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Query, Words
from searchui import Corpus, Filters, open_corpus
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FilteredMatches
from searchui.search.ranking.duplicates import Collapsed, DuplicateGroups
from searchui.search.ranking.ordering import Sort, best_places

pytestmark = pytest.mark.skipif(shared_library() is None, reason="no kernel here")

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
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """Forty speeches of four years, by three people and by nobody known, which say much the same."""
    folder, draw = tmp_path_factory.mktemp("ranked"), random.Random(2)
    for number in range(40):
        lines = [f"在第{number}次治水会上的讲话"]
        lines += [f"（{2005 + number % 4}年3月{1 + number % 9}日）"] if number % 7 else []
        lines += [f"讲话人：{SPEAKERS[number % 3]}"] if number % 5 else []
        lines += ["同志们："] + ["".join(draw.choices(SENTENCES, k=draw.randint(1, 2))) for _ in range(9)]
        (folder / f"{number:02d}.txt").write_text("\n".join(lines), encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as opened:
        yield opened


def columns_of(corpus: Corpus, filters: Filters, groups: DuplicateGroups | None, sort: Sort) -> RankedColumns:
    """What the kernel is told of a corpus."""
    columns = corpus._snapshot.columns
    facets = {
        name: RankedFacet(
            columns.of(name).codes,
            len(columns.of(name).values) + 1,
            columns.mask(filters.without(name)) if filters.without(name) else None,
        )
        for name in FACETS
    }
    return RankedColumns(
        runs=columns.run_of,
        speeches=columns.speeches,
        mains=columns.mains[columns.speeches],
        shifts=columns._oldest if sort is Sort.OLDEST else columns._newest,
        facets=facets,
        groups=None if groups is None else groups._groups.astype(np.int32),
        mask=columns.mask(filters) if filters else None,
    )


def matcher(corpus: Corpus) -> KernelMatcher:
    engine = corpus._snapshot.engine
    assert isinstance(engine, EmbeddedReader)
    kernel = engine._evaluator._kernel
    assert kernel is not None
    return kernel


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("filters", FILTERS)
def test_the_kernel_ranks_as_numpy(corpus: Corpus, sort: Sort, collapse: bool, filters: Filters) -> None:
    snapshot, kernel = corpus._snapshot, matcher(corpus)
    groups = snapshot.shared(DuplicateGroups) if collapse else None
    columns, seen = columns_of(corpus, filters, groups, sort), []
    for query in ASKED:
        program = kernel._compiler.compiled(query)
        found = FilteredMatches(snapshot.engine.match(query), snapshot.columns, filters)
        shown = Collapsed.nothing(found.matches) if groups is None else groups.collapse(found.matches, sort)
        for wanted in (0, 1, 10, 10_000):
            best = shown.matches.at(best_places(shown.matches, snapshot.columns, sort, wanted)) if wanted else None
            ranked = rank(
                kernel._kernel, program.code, program.text, columns, wanted, by_date=sort is not Sort.RELEVANCE
            )
            assert ranked.paragraphs.tolist() == ([] if best is None else best.paragraphs[:wanted].tolist())
            if best is not None and sort is Sort.RELEVANCE:
                np.testing.assert_allclose(ranked.scores, best.scores[:wanted], rtol=1e-6)
            assert (ranked.left, ranked.speeches) == (len(found.matches.paragraphs), found.speeches)
            assert ranked.hidden == len(shown.under)
            for name in FACETS:
                same_facet(corpus, name, ranked.facets[name].tolist(), dict(found.facets[name]))
        seen.append((ranked.left, ranked.hidden))
    assert max(left for left, _ in seen) > 20
    assert not collapse or max(hidden for _, hidden in seen) > 5


def same_facet(corpus: Corpus, name: str, counts: Sequence[int], known: dict[object, int]) -> None:
    values: list[object] = [*corpus._snapshot.columns.of(name).values, None]
    assert {value: count for value, count in zip(values, counts, strict=True) if count} == known, name


def test_columns_that_do_not_fit_are_refused(corpus: Corpus) -> None:
    kernel = matcher(corpus)
    columns = columns_of(corpus, Filters(), None, Sort.RELEVANCE)
    program = kernel._compiler.compiled(Words("治水"))
    short = RankedColumns(columns.runs, columns.speeches, columns.mains[:-1], columns.shifts)
    wrong = RankedColumns(
        columns.runs, columns.speeches, columns.mains, columns.shifts, {"year": RankedFacet(columns.speeches, 2)}
    )
    few = RankedColumns(columns.runs[:3], columns.speeches, columns.mains, columns.shifts)
    for bad in (short, wrong, few):
        with pytest.raises(ValueError, match="does not fit"):
            rank(kernel._kernel, program.code, program.text, bad, 10)
