"""Result lists: what a search lists, and in which order: all that matches, or what comes nearest where nothing does."""

from dataclasses import dataclass, replace

from indexer.engine.query import Query
from searchui.search.filters.facets import FilteredMatches
from searchui.search.ranking.duplicates import Collapsed, DuplicateGroups
from searchui.search.ranking.grouping import Group, SpeechGroups
from searchui.search.ranking.ordering import Ranked, Sort, rank
from searchui.search.ranking.partial_match import Coverage, PartialMatches, match_partially
from searchui.search.ranking.ranking_rules import Boosts, acting_rules, terms_of
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ResultList:
    """What is listed, duplicates `collapsed`, by which `query`.

    `partial`: nothing has all words of the query, these have many of them, and the `coverage` says how many.
    `groups`: the list is by speech, and these are listed once each.
    """

    query: Query
    sort: Sort
    collapsed: Collapsed
    partial: PartialMatches | None = None
    coverage: Coverage | None = None
    groups: SpeechGroups | None = None

    @property
    def length(self) -> int:
        """The number of paragraphs to show."""
        return len(self.collapsed.matches.paragraphs) if self.groups is None else len(self.groups)


def result_list(snapshot: Snapshot, query: Query, found: FilteredMatches, request: SearchRequest) -> ResultList:
    """What to list of a query whose fields are resolved."""
    listed = _of_paragraphs(snapshot, query, found, request)
    if request.group is Group.PARAGRAPH:
        return listed
    return replace(listed, groups=SpeechGroups(listed.collapsed.matches.paragraphs, snapshot.columns))


def rank_between(snapshot: Snapshot, listed: ResultList, start: int, end: int) -> Ranked:
    """Those at places `start` to `end` (exclusive) of the whole order, with the scores that are shown."""
    order = _order(snapshot, listed, end).between(start, end)
    return replace(order, matches=listed.partial.plain(order.matches)) if listed.partial else order


def _of_paragraphs(snapshot: Snapshot, query: Query, found: FilteredMatches, request: SearchRequest) -> ResultList:
    partial = match_partially(query, snapshot) if found.nothing else None
    if partial is None:
        return ResultList(query, request.sort, _collapse(snapshot, found, request))
    nearest = found.instead(partial.matches)
    coverage = replace(partial.coverage, paragraphs=len(nearest.matches.paragraphs))
    collapsed = _collapse(snapshot, nearest, request)
    return ResultList(partial.query, request.sort, collapsed, partial, coverage if coverage.paragraphs else None)


def _order(snapshot: Snapshot, listed: ResultList, wanted: int) -> Ranked:
    """The first `wanted` of a list, or more."""
    matches, boosts, columns = listed.collapsed.matches, _boosts(snapshot, listed), snapshot.columns
    if listed.groups is None:
        return rank(matches, columns, listed.sort, wanted, boosts)
    return listed.groups.first_of_each(rank(matches, columns, listed.sort, len(matches.paragraphs), boosts))


def _collapse(snapshot: Snapshot, found: FilteredMatches, request: SearchRequest) -> Collapsed:
    if not request.collapse:
        return Collapsed.nothing(found.matches)
    return snapshot.shared(DuplicateGroups).collapse(found.matches, request.sort)


def _boosts(snapshot: Snapshot, listed: ResultList) -> Boosts:
    """What the ranking rules add. Of partial matches they look at the scores of words and texts alone."""
    if listed.partial:
        terms, plain = listed.partial.terms, listed.partial.plain
        return Boosts(acting_rules(listed.query, terms), terms, snapshot.engine, plain)
    terms = terms_of(listed.query, snapshot.analysis)
    return Boosts(acting_rules(listed.query, terms), terms, snapshot.engine)
