"""Search requests: a query with how it is filtered, ordered and listed."""

from dataclasses import dataclass
from typing import TypedDict

from indexer.analysis.match_options import PLAIN, MatchOptions
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.query.interpretation import Interpretation
from searchui.search.ranking.grouping import Group, group_of
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.paging import sort_of


class SearchOptions(TypedDict, total=False):
    """`sort` is relevance, newest or oldest; `filters` keep only what has a selected value of each facet.
    `match_options` are how strictly quoted phrases are compared. With `synonyms`, unquoted text also finds what means the
    same. `collapse`: what says the same as a hit before it, in another speech, is named there and not shown again.
    `group` is paragraph or speech: with speech, each speech is listed once by its best paragraph, and nothing is
    collapsed. `explain`: hits have the parts of their scores.
    """

    sort: str
    filters: Filters
    match_options: MatchOptions
    synonyms: bool
    collapse: bool
    group: str
    explain: bool


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query, and how it is to be answered."""

    query: Interpretation
    sort: Sort
    filters: Filters
    collapse: bool
    group: Group
    explain: bool


def search_request(
    query: str,
    *,
    sort: str = Sort.RELEVANCE,
    filters: Filters = NO_FILTERS,
    match_options: MatchOptions = PLAIN,
    synonyms: bool = True,
    collapse: bool = True,
    group: str = Group.PARAGRAPH,
    explain: bool = False,
) -> SearchRequest:
    """What some SearchOptions ask for. Raises CallError for an unknown order or grouping."""
    grouping = group_of(group)
    return SearchRequest(
        query=Interpretation(query, match_options, synonyms),
        sort=sort_of(sort),
        filters=filters,
        collapse=collapse and grouping is Group.PARAGRAPH,
        group=grouping,
        explain=explain,
    )
