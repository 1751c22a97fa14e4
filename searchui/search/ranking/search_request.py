"""What is asked: a query with how it is narrowed, ordered and listed."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from indexer.analysis.match_options import PLAIN, MatchOptions
from searchui.search.filters.filters import NO_FILTERS, Filters
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
class Asked:
    """A query, and how it is to be answered."""

    query: str
    sort: Sort
    filters: Filters
    match_options: MatchOptions
    synonyms: bool
    collapse: bool
    group: Group
    explain: bool


def asked(query: str, **options: Unpack[SearchOptions]) -> Asked:
    """What is asked by some options, and what is usual. Raises CallError for an order or grouping that there is not."""
    group = group_of(options.get("group", Group.PARAGRAPH))
    return Asked(
        query=query,
        sort=sort_of(options.get("sort", Sort.RELEVANCE)),
        filters=options.get("filters", NO_FILTERS),
        match_options=options.get("match_options", PLAIN),
        synonyms=options.get("synonyms", True),
        collapse=options.get("collapse", True) and group is Group.PARAGRAPH,
        group=group,
        explain=options.get("explain", False),
    )
