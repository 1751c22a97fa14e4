"""Pages of results from an engine that ranks by itself: totals, facets and the best hits in one call."""

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Matches, Numbers
from indexer.engine.query import And, DocRanges, Query
from indexer.engine.ranking import FacetColumn, Ranking, RankingColumns
from searchui.search.filters.columns import Columns
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FacetCounts, Facets, listed_counts
from searchui.search.filters.filters import Filters
from searchui.search.ranking.duplicates import Collapsed, DuplicateGroups
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import RERANKED, Sort, rank
from searchui.search.ranking.result_list import ListedHits, boosts_of
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.snapshot import Snapshot

MOST = 2_000  # places down the list that are ranked so; further down all matches are put in order
CACHED = 64  # choices of filters and orders
DATED, MACHINE_READ = "dated", "machine_read"  # counted as facets are, and under all filters


class PageColumns:
    """The columns by which an engine ranks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.of = lru_cache(maxsize=CACHED)(self._of)

    def _of(self, filters: Filters, sort: Sort, collapse: bool) -> RankingColumns:
        columns = self._snapshot.columns
        mask = columns.mask(filters) if filters else None
        facets = {name: self._facet(name, filters.without(name)) for name in FACETS}
        return RankingColumns(
            runs=columns.run_of,
            speeches=columns.speeches,
            mains=self._mains,
            shifts=columns.shifts(newest=sort is not Sort.OLDEST),
            facets={**facets, **{name: FacetColumn(has, 2, mask) for name, has in self._marks.items()}},
            groups=self._groups if collapse else None,
            mask=mask,
            by_date=sort is not Sort.RELEVANCE,
        )

    # One array of each for all choices, of which an engine may then make something once.

    @cached_property
    def _mains(self) -> Numbers:
        columns = self._snapshot.columns
        return columns.mains[columns.speeches]

    @cached_property
    def _marks(self) -> dict[str, Numbers]:
        columns = self._snapshot.columns
        marks = {DATED: columns.dated, MACHINE_READ: columns.machine_read}
        return {name: has.astype(np.int64) for name, has in marks.items()}

    @cached_property
    def _groups(self) -> npt.NDArray[np.signedinteger[Any]]:
        return self._snapshot.shared(DuplicateGroups).groups[: len(self._snapshot.columns.run_of)]

    def _facet(self, name: str, others: Filters) -> FacetColumn:
        column, columns = self._snapshot.columns.of(name), self._snapshot.columns
        return FacetColumn(column.codes, len(column.values) + 1, columns.mask(others) if others else None)


@dataclass(frozen=True, slots=True)
class RankedFound:
    """How much a query finds, as an engine has counted it."""

    ranking: Ranking
    columns: Columns

    @property
    def nothing(self) -> bool:
        return not self.ranking.total

    @property
    def total(self) -> int:
        return self.ranking.left

    @property
    def speeches(self) -> int:
        return self.ranking.speeches

    @property
    def machine_read(self) -> int:
        return int(self.ranking.facets[MACHINE_READ][1])

    @property
    def undated(self) -> int:
        return int(self.ranking.facets[DATED][0])

    @property
    def facets(self) -> Facets:
        return Facets({name: partial(self._counts, name) for name in FACETS})

    def _counts(self, name: str) -> FacetCounts:
        by_code = self.ranking.facets[name]
        return listed_counts(self.columns.of(name), by_code, descending=FACETS[name].descending)


def ranked_page(snapshot: Snapshot, query: Query, request: SearchRequest, start: int, end: int) -> ListedHits | None:
    """The hits at places `start` to `end` (exclusive), of a query whose fields are resolved.

    None where nothing matches, or where the list has to be made of all matches.
    """
    if request.group is not Group.PARAGRAPH or end > MOST:
        return None
    boosts = boosts_of(snapshot, query) if request.sort is Sort.RELEVANCE else None
    columns = snapshot.shared(PageColumns).of(request.filters, request.sort, request.collapse)
    ranking = snapshot.engine.best(query, columns, max(end, RERANKED) if boosts else end)
    if ranking is None or not ranking.total:
        return None
    best, size = ranking.best, len(ranking.best.paragraphs)

    def first(count: int) -> Matches:
        return best if count >= size else best.at(np.arange(count))

    ranked = rank(first, snapshot.columns, request.sort, end, boosts).between(start, end)
    return ListedHits(
        query=query,
        found=RankedFound(ranking, snapshot.columns),
        ranked=ranked,
        collapsed=_collapsed(snapshot, query, request, ranked.matches),
        length=ranking.left - ranking.hidden,
        hidden=ranking.hidden,
    )


def _collapsed(snapshot: Snapshot, query: Query, request: SearchRequest, shown: Matches) -> Collapsed:
    """What is under the hits that are shown: of their duplicates those that match too."""
    groups = snapshot.shared(DuplicateGroups)
    siblings = groups.siblings(shown.paragraphs) if request.collapse else shown.paragraphs[:0]
    if len(siblings) < 2:
        return Collapsed.nothing(shown)
    matches = snapshot.engine.match(And((query, DocRanges(_ranges(siblings)))))
    if request.filters:
        columns = snapshot.columns
        matches = matches.only(columns.mask(request.filters)[columns.run_of[matches.paragraphs]])
    return groups.collapse(matches, request.sort)


def _ranges(ascending: Numbers) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as ranges."""
    breaks = np.flatnonzero(np.diff(ascending) > 1)
    starts = ascending[np.concatenate(([0], breaks + 1))].tolist()
    ends = (ascending[np.concatenate((breaks, [len(ascending) - 1]))] + 1).tolist()
    return tuple(zip(starts, ends, strict=True))
