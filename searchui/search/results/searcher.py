"""Searching: from what is asked to hits, one page of them or all."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.engine.query import Query, Words
from indexer.shown_text import as_shown
from searchui.search.filters.facets import FilteredMatches
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.pasted import unwrap
from searchui.search.ranking.ordering import Ranked
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.ranking.result_list import ResultList, rank_between, result_list
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.results.crossing_query import crossing_places_of
from searchui.search.results.hit import Hit
from searchui.search.results.hit_builder import build_hits
from searchui.search.results.no_results import Explainer
from searchui.search.results.page import Page
from searchui.search.results.verbatim import stands_as_text
from searchui.search.snapshot import Snapshot

CHUNK = 200  # hits that are read at once, of all: about a megabyte


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found: by which query, its matches, and how they are listed."""

    tree: Query
    matches: FilteredMatches
    listed: ResultList


def search(snapshot: Snapshot, request: SearchRequest, page: int, per_page: int) -> Page:
    """One page of hits. Raises QueryError, PageError or CallError for what cannot be answered."""
    parsed = _parse(snapshot, request)
    check_page(page, per_page)
    found = _find(snapshot, request, parsed)
    pages = pages_of(found.listed.length, page, per_page)
    ranked = rank_between(snapshot, found.listed, (page - 1) * per_page, page * per_page)
    return Page(
        query=found.tree,
        page=page,
        pages=pages,
        per_page=per_page,
        sort=request.sort.value,
        hits=build_hits(snapshot, ranked, found.listed, explain=request.explain),
        found=found.matches,
        explainer=Explainer(parsed, request.query, request.filters, snapshot),
        folded=len(found.listed.collapsed.under),
        coverage=found.listed.partial.coverage if found.listed.partial else None,
        listed=found.listed.length,
        grouped=found.listed.groups is not None,
        places=crossing_places_of(snapshot, parsed, request.query, request.filters),
    )


def search_all(snapshot: Snapshot, request: SearchRequest) -> Iterator[Hit]:
    """All hits, in the order of the pages: ranked at once, and read as they are taken. Raises as `search` does."""
    listed = _find(snapshot, request, _parse(snapshot, request)).listed
    return _read(snapshot, request, listed, rank_between(snapshot, listed, 0, listed.length))


def _parse(snapshot: Snapshot, request: SearchRequest) -> Query:
    """The tree as it was written; what looks like a field, finds nothing so and stands there as text, is text."""
    parsed = request.query.parse()
    written = request.query.text
    if stands_as_text(parsed, written, snapshot.engine) and _find(snapshot, request, parsed).matches.nothing:
        return Words(unwrap(as_shown(written)))
    return parsed


def _read(snapshot: Snapshot, request: SearchRequest, listed: ResultList, ranked: Ranked) -> Iterator[Hit]:
    for start in range(0, len(ranked), CHUNK):
        yield from build_hits(snapshot, ranked.between(start, start + CHUNK), listed, explain=request.explain)


def _find(snapshot: Snapshot, request: SearchRequest, parsed: Query) -> _Found:
    tree = request.query.expand(parsed, snapshot.analysis)
    request.query.check_cost(parsed, snapshot)
    resolved = snapshot.shared(FieldResolver).resolve(tree)
    matches = FilteredMatches(snapshot.engine.match(resolved), snapshot.columns, request.filters)
    return _Found(tree, matches, result_list(snapshot, resolved, matches, request))
