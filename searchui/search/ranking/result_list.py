"""Result lists: what a search lists, and in which order: all that matches, or what comes nearest where nothing does."""

from dataclasses import dataclass, replace

from indexer.engine.answers import Matches
from indexer.engine.query import Query
from searchui.search.filters.facets import FilteredMatches, Found
from searchui.search.ranking.duplicates import Collapsed, DuplicateGroups
from searchui.search.ranking.grouping import Group, SpeechGroups
from searchui.search.ranking.ordering import Ranked, Sort, first_of, rank
from searchui.search.ranking.partial_match import PartialMatches, match_partially
from searchui.search.ranking.ranking_rules import Boosts, acting_rules, terms_of
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.ranking.speech_rank import rank_speeches
from searchui.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ResultList:
    """What is listed, duplicates `collapsed`, by which `query`.

    `partial`: nothing has all words of the query, and these come nearest to it.
    `groups`: the list is by speech, and these are listed once each.
    """

    query: Query
    sort: Sort
    collapsed: Collapsed
    partial: PartialMatches | None = None
    groups: SpeechGroups | None = None

    @property
    def length(self) -> int:
        """The number of paragraphs to show."""
        return len(self.collapsed.matches.paragraphs) if self.groups is None else len(self.groups)


@dataclass(frozen=True, slots=True)
class ListedHits:
    """Some hits of a result list of `length`, `ranked` in their order, of what a `query` has `found`.

    `hidden` of all are under another, as `collapsed` says of those that are here. `partial` and `groups` as in ResultList.
    """

    query: Query
    found: Found
    ranked: Ranked
    collapsed: Collapsed
    length: int
    hidden: int
    partial: PartialMatches | None = None
    groups: SpeechGroups | None = None


def listed_hits(snapshot: Snapshot, listed: ResultList, found: Found, start: int, end: int) -> ListedHits:
    """Those at places `start` to `end` (exclusive) of a list."""
    ranked = rank_between(snapshot, listed, start, end)
    return ListedHits(
        query=listed.query,
        found=found,
        ranked=ranked,
        collapsed=listed.collapsed.of(ranked.matches.paragraphs),
        length=listed.length,
        hidden=len(listed.collapsed.under),
        partial=listed.partial,
        groups=listed.groups,
    )


def result_list(snapshot: Snapshot, query: Query, found: FilteredMatches, request: SearchRequest) -> ResultList:
    """What to list of a query whose fields are resolved."""
    listed = _of_paragraphs(snapshot, query, found, request)
    if request.group is Group.PARAGRAPH:
        return listed
    return replace(listed, groups=SpeechGroups(listed.collapsed.matches.paragraphs, snapshot.columns))


def rank_between(snapshot: Snapshot, listed: ResultList, start: int, end: int) -> Ranked:
    """Those at places `start` to `end` (exclusive) of the whole order."""
    return _order(snapshot, listed, end).between(start, end)


def _of_paragraphs(snapshot: Snapshot, query: Query, found: FilteredMatches, request: SearchRequest) -> ResultList:
    partial = match_partially(query, request.query.text, snapshot, found.allowed) if found.nothing else None
    if partial is None:
        return ResultList(query, request.sort, _collapse(snapshot, found.matches, request))
    return ResultList(partial.query, request.sort, _collapse(snapshot, partial.matches, request), partial)


def _order(snapshot: Snapshot, listed: ResultList, wanted: int) -> Ranked:
    """The first `wanted` of a list, or more."""
    matches, columns, groups = listed.collapsed.matches, snapshot.columns, listed.groups
    boosts = None if listed.partial else boosts_of(snapshot, listed.query)
    first = first_of(matches, columns, listed.sort)
    if groups is None:
        return rank(first, columns, listed.sort, wanted, boosts)
    order = rank(first, columns, listed.sort, len(matches.paragraphs), boosts)
    if listed.partial and listed.sort is Sort.RELEVANCE:
        return rank_speeches(order, groups, columns)
    return groups.first_of_each(order)


def _collapse(snapshot: Snapshot, matches: Matches, request: SearchRequest) -> Collapsed:
    if not request.collapse:
        return Collapsed.nothing(matches)
    return snapshot.shared(DuplicateGroups).collapse(matches, request.sort)


def boosts_of(snapshot: Snapshot, query: Query) -> Boosts:
    """What the ranking rules add."""
    terms = terms_of(query, snapshot.analysis)
    return Boosts(acting_rules(query, terms), terms, snapshot.engine)
