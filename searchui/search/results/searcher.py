"""Searching: from what is asked to hits, one page of them or all."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.query import Query
from searchui.search.filters.facets import FilteredMatches
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.ranking.ranked_page import ranked_page
from searchui.search.ranking.result_list import ListedHits, listed_hits, result_list
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.results.crossing_query import crossing_places_of
from searchui.search.results.hit import Hit
from searchui.search.results.hit_builder import build_hits
from searchui.search.results.no_results import Explainer
from searchui.search.results.page import Page
from searchui.search.results.verbatim import as_meant
from searchui.search.snapshot import Snapshot

CHUNK = 200  # hits that are read at once, of all: about a megabyte


def search(snapshot: Snapshot, request: SearchRequest, page: int, per_page: int) -> Page:
    """One page of hits. Raises QueryError, PageError or CallError for what cannot be answered."""
    parsed = as_meant(request.query, snapshot)
    check_page(page, per_page)
    tree, resolved = _resolve(snapshot, request, parsed)
    listed = _list(snapshot, request, resolved, page, per_page)
    return Page(
        query=tree,
        page=page,
        pages=pages_of(listed.length, page, per_page),
        per_page=per_page,
        sort=request.sort.value,
        hits=build_hits(snapshot, listed, explain=request.explain),
        found=listed.found,
        explainer=Explainer(parsed, request.query, request.filters, snapshot),
        folded=listed.hidden,
        coverage=listed.partial.coverage if listed.partial else None,
        listed=listed.length,
        grouped=listed.groups is not None,
        places=crossing_places_of(snapshot, parsed, request.query, request.filters),
    )


def search_all(snapshot: Snapshot, request: SearchRequest) -> Iterator[Hit]:
    """All hits, in the order of the pages: ranked at once, and read as they are taken. Raises as `search` does."""
    _tree, resolved = _resolve(snapshot, request, as_meant(request.query, snapshot))
    found = FilteredMatches(snapshot.engine.match(resolved), snapshot.columns, request.filters)
    listed = result_list(snapshot, resolved, found, request)
    return _read(snapshot, request, listed_hits(snapshot, listed, found, 0, listed.length))


def search_among(snapshot: Snapshot, request: SearchRequest, paragraphs: Numbers) -> tuple[int, Iterator[Hit]]:
    """How many of some paragraphs match, and the hits among them in their order. Raises as `search` does."""
    _tree, resolved = _resolve(snapshot, request, as_meant(request.query, snapshot))
    every = snapshot.engine.match(resolved)
    among = every.only(np.isin(every.paragraphs, paragraphs))
    found = FilteredMatches(among, snapshot.columns, request.filters)
    if not found.total:
        return 0, iter(())
    listed = result_list(snapshot, resolved, found, request)
    return found.total, _read(snapshot, request, listed_hits(snapshot, listed, found, 0, listed.length))


def _resolve(snapshot: Snapshot, request: SearchRequest, parsed: Query) -> tuple[Query, Query]:
    """What is asked for, and the same for the engine."""
    tree = request.query.expand(parsed, snapshot.analysis)
    request.query.check_cost(parsed, snapshot)
    return tree, snapshot.shared(FieldResolver).resolve(tree)


def _list(snapshot: Snapshot, request: SearchRequest, resolved: Query, page: int, per_page: int) -> ListedHits:
    """The hits of a page: ranked by the engine where it can, else of all matches."""
    start, end = (page - 1) * per_page, page * per_page
    ranked = ranked_page(snapshot, resolved, request, start, end)
    if ranked is not None:
        return ranked
    found = FilteredMatches(snapshot.engine.match(resolved), snapshot.columns, request.filters)
    listed = result_list(snapshot, resolved, found, request)
    pages_of(listed.length, page, per_page)  # refuses a page that there is not before anything is put in order
    return listed_hits(snapshot, listed, found, start, end)


def _read(snapshot: Snapshot, request: SearchRequest, listed: ListedHits) -> Iterator[Hit]:
    for start in range(0, len(listed.ranked), CHUNK):
        some = replace(listed, ranked=listed.ranked.between(start, start + CHUNK))
        some = replace(some, collapsed=listed.collapsed.of(some.ranked.matches.paragraphs))
        yield from build_hits(snapshot, some, explain=request.explain)
