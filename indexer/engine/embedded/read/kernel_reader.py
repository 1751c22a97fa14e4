"""What the kernel answers for the reader of an index, where there is a kernel."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from operator import is_not

import numpy as np

from indexer.analysis import Analysis
from indexer.engine.answers import Matches, Numbers, Scorer, Scores
from indexer.engine.embedded.encoding.arrays import Array
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.kernel.kernel_index import KernelIndex, KernelSegment, ScoreArrays
from indexer.engine.embedded.kernel.kernel_ranking import (
    NONE,
    KernelColumns,
    SharedColumns,
    grouped,
    rank,
    rows_of,
    unit_runs,
)
from indexer.engine.embedded.kernel.shared_library import SharedLibrary
from indexer.engine.embedded.read.query_program import ProgramCompiler, QueryProgram
from indexer.engine.embedded.read.scorer import SegmentScorer
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.query import Phrase, Proximity, Query, Wildcard
from indexer.engine.ranking import Ranking, RankingColumns

AT_ONCE = 1 << 16  # matches whose scores are worked out with them; of more, when they are asked for
EVERY = 1 << 62
CACHED_PROGRAMS = 16  # a query is asked again by its next page, its other orders and filters
CACHED_COLUMNS = 64  # choices of filters and orders


def open_kernel(
    library: SharedLibrary, views: Sequence[SegmentView], scorers: Sequence[SegmentScorer] | None = None
) -> KernelIndex:
    """The segments of an index as the kernel reads them, with what `scorers` know of each where it is to score."""
    arrays: Sequence[ScoreArrays | None] = [None] * len(views)
    average = 0.0
    if scorers:
        average = scorers[0].averages.words
        arrays = [_score_arrays(scorer, view) for scorer, view in zip(scorers, views, strict=True)]
    segments = [
        KernelSegment(view.segment.arrays, view.segment.alphabet, view.first, view.live, own)
        for view, own in zip(views, arrays, strict=True)
    ]
    return KernelIndex(library, segments, sum(view.documents for view in views), average)


def _score_arrays(scorer: SegmentScorer, view: SegmentView) -> ScoreArrays:
    return ScoreArrays(scorer.norms, scorer.headings.norms, scorer.titles.norms, view.passage_sizes, view.speech_sizes)


class Latest:
    """What is made of arrays, kept while the same ones are asked for."""

    def __init__(self, make: Callable[..., Array]) -> None:
        self._make = make
        self._kept: tuple[tuple[Array, ...], Array] | None = None

    def __call__(self, *arrays: Array) -> Array:
        kept = self._kept
        if kept is None or len(kept[0]) != len(arrays) or any(map(is_not, kept[0], arrays)):
            kept = self._kept = (arrays, self._make(*arrays))
        return kept[1]


class KernelMatcher:
    """Evaluates queries in the kernel; `find` looks up the leaves that it does not know."""

    def __init__(
        self,
        kernel: KernelIndex,
        analysis: Analysis,
        find: Callable[[Phrase | Proximity | Wildcard], Sequence[Postings]],
    ) -> None:
        self._kernel = kernel
        self._compiled = lru_cache(maxsize=CACHED_PROGRAMS)(ProgramCompiler(analysis, find).compiled)
        self._columns = lru_cache(maxsize=CACHED_COLUMNS)(self._described)
        self._runs = Latest(lambda runs: runs.astype(np.uint32))
        self._rows = Latest(rows_of)
        self._unit_runs = Latest(partial(unit_runs, kernel))
        self._grouped = Latest(grouped)

    def match(self, query: Query) -> Matches:
        """All documents that match, with scores."""
        program = self._compiled(query)
        paragraphs, scores = self._kernel.match(program.code, program.text, AT_ONCE)
        return Matches(paragraphs, self._scorer(program, paragraphs, every=True) if scores is None else scores)

    def best(self, query: Query, columns: RankingColumns, wanted: int) -> Ranking:
        """The `wanted` best of what a query finds, and how all of it is spread."""
        program, described = self._compiled(query), self._columns(columns)
        found = rank(self._kernel, program.code, program.text, described, wanted)
        scores: Scores | Scorer = (
            self._scorer(program, found.paragraphs, every=False) if columns.by_date else found.scores
        )
        return Ranking(
            Matches(found.paragraphs, scores), found.total, found.left, found.speeches, found.hidden, found.facets
        )

    def _described(self, columns: RankingColumns) -> KernelColumns:
        shared = SharedColumns(
            self._runs(columns.runs),
            self._rows(*(one.codes for one in columns.facets.values()), columns.mains),
            self._unit_runs(columns.runs),
            NONE if columns.groups is None else self._grouped(columns.groups),
        )
        return KernelColumns(self._kernel.library, columns, shared)

    def _scorer(self, program: QueryProgram, paragraphs: Numbers, *, every: bool) -> Scorer:
        """The scores of documents that a program finds: `every` one, ascending, or some in any order."""

        def score(places: Numbers | None) -> Scores:
            if places is None and every:
                return self._scores(program)
            wanted = paragraphs if places is None else paragraphs[places]
            ascending = np.unique(wanted)
            return self._scores(program.only(ascending))[ascending.searchsorted(wanted)]

        return score

    def _scores(self, program: QueryProgram) -> Scores:
        scores = self._kernel.match(program.code, program.text, EVERY)[1]
        assert scores is not None  # noqa: S101 - there are never more than EVERY
        return scores
