"""Searching: from what is asked to hits, one page of them or all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.analysis import Analysis
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from searchui.search.filters.columns import Columns
from searchui.search.filters.facets import FilteredMatches
from searchui.search.highlighting.highlight_terms import marks_of
from searchui.search.query.cost import check_cost
from searchui.search.query.field_resolver import Scope
from searchui.search.query.match_options import apply_match_options
from searchui.search.query.parser import read_query
from searchui.search.query.synonyms import with_synonyms
from searchui.search.ranking.ordering import Ranked
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.ranking.result_list import Lister, Listing
from searchui.search.ranking.search_request import Asked
from searchui.search.results.hit import Hit
from searchui.search.results.hit_builder import HitMaker
from searchui.search.results.no_results import Explainer
from searchui.search.results.page import Page

CHUNK = 200  # hits that are read at once, of all: about a megabyte


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found: by which query, its matches, and how they are listed."""

    tree: Query
    matches: FilteredMatches
    listing: Listing


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches a corpus."""

    engine: RankingReader
    analysis: Analysis
    columns: Columns
    scope: Scope
    lister: Lister
    maker: HitMaker

    def page(self, asked: Asked, page: int, per_page: int) -> Page:
        """One page of hits. Raises QueryError, PageError or CallError for what cannot be answered."""
        written = self._read(asked)
        check_page(page, per_page)
        found = self._found(asked, written)
        pages = pages_of(found.listing.length, page, per_page)
        ranked = self.lister.page(found.listing, (page - 1) * per_page, page * per_page)
        return Page(
            query=found.tree,
            page=page,
            pages=pages,
            per_page=per_page,
            sort=asked.sort.value,
            hits=self._hits(asked, found.listing, ranked),
            found=found.matches,
            explainer=Explainer(
                written, self._meaning(asked), asked.filters, self.engine, self.scope, self.columns, self.analysis
            ),
            folded=len(found.listing.folded.under),
            coverage=found.listing.coverage,
        )

    def all(self, asked: Asked) -> Iterator[Hit]:
        """All hits, in the order of the pages: ranked at once, and read as they are taken. Raises as `page` does."""
        listing = self._found(asked, self._read(asked)).listing
        return self._each(asked, listing, self.lister.page(listing, 0, listing.length))

    def _each(self, asked: Asked, listing: Listing, ranked: Ranked) -> Iterator[Hit]:
        for start in range(0, len(ranked), CHUNK):
            yield from self._hits(asked, listing, ranked.between(start, start + CHUNK))

    def _hits(self, asked: Asked, listing: Listing, ranked: Ranked) -> tuple[Hit, ...]:
        marks = marks_of(listing.query, self.analysis)
        return self.maker.hits(ranked, marks, listing, listing.query if asked.explain else None)

    def _read(self, asked: Asked) -> Query:
        return apply_match_options(read_query(asked.query), asked.match_options, asked.query)

    def _found(self, asked: Asked, written: Query) -> _Found:
        tree = self._meaning(asked)(written)
        check_cost(written, self.engine.occurrence_bound, asked.query)
        resolved = self.scope.resolve(tree)
        matches = FilteredMatches(self.engine.match(resolved), self.columns, asked.filters)
        listing = self.lister.listing(resolved, matches, asked)
        return _Found(tree, matches, listing)

    def _meaning(self, asked: Asked) -> Callable[[Query], Query]:
        return (lambda query: with_synonyms(query, self.analysis)) if asked.synonyms else _as_it_is


def _as_it_is(query: Query) -> Query:
    return query
