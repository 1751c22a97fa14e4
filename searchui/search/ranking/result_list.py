"""Listings: what a search lists, and in which order: all that matches, or what comes nearest where nothing does."""

from dataclasses import dataclass, replace
from functools import cached_property

from indexer.analysis import Analysis
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from searchui.search.filters.columns import Columns
from searchui.search.filters.facets import FilteredMatches
from searchui.search.ranking.duplicates import Folded, Twins
from searchui.search.ranking.grouping import Group, Speeches
from searchui.search.ranking.ordering import Bonus, Ranked, Sort, ranked
from searchui.search.ranking.partial_match import Coverage, Partial, partial
from searchui.search.ranking.proximity_boost import CLOSENESS, CLOSENESS_PART, Closeness, terms_of
from searchui.search.ranking.search_request import Asked
from searchui.search.ranking.whole_word_boost import WHOLENESS_PART, Wholeness, is_one_word


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed, twins `folded`, by which `query`. `some`: it is partial, and the `coverage` says how far.

    `speeches`: it is by speech, and these are listed once each.
    """

    query: Query
    sort: Sort
    folded: Folded
    some: Partial | None = None
    coverage: Coverage | None = None
    speeches: Speeches | None = None

    @property
    def length(self) -> int:
        """The number of paragraphs to show."""
        return len(self.folded.matches.paragraphs) if self.speeches is None else len(self.speeches)


class Lister:
    """Lists what is in a corpus."""

    def __init__(self, engine: RankingReader, analysis: Analysis, columns: Columns) -> None:
        self._engine = engine
        self._analysis = analysis
        self._columns = columns

    def listing(self, query: Query, found: FilteredMatches, asked: Asked) -> Listing:
        """What to list of a query whose fields are resolved."""
        listing = self._of_paragraphs(query, found, asked.sort, asked.collapse)
        if asked.group is Group.PARAGRAPH:
            return listing
        return replace(listing, speeches=Speeches(listing.folded.matches.paragraphs, self._columns))

    def _of_paragraphs(self, query: Query, found: FilteredMatches, sort: Sort, collapse: bool) -> Listing:
        some = partial(query, self._engine, self._analysis, CLOSENESS) if found.nothing else None
        if some is None:
            return Listing(query, sort, self._folded(found, sort, collapse))
        listed = found.instead(some.matches)
        coverage = replace(some.coverage, paragraphs=len(listed.matches.paragraphs))
        return Listing(
            some.query, sort, self._folded(listed, sort, collapse), some, coverage if coverage.paragraphs else None
        )

    def page(self, listing: Listing, start: int, end: int) -> Ranked:
        """Those at places `start` to `end` (exclusive) of the whole order, with the scores that are shown."""
        some = listing.some
        order = self._order(listing, end).between(start, end)
        return replace(order, matches=some.plain(order.matches)) if some else order

    def _order(self, listing: Listing, wanted: int) -> Ranked:
        """The first `wanted` of a listing, or more."""
        matches, bonus = listing.folded.matches, self._bonus(listing)
        if listing.speeches is None:
            return ranked(matches, self._columns, listing.sort, wanted, bonus)
        return listing.speeches.first_of_each(
            ranked(matches, self._columns, listing.sort, len(matches.paragraphs), bonus)
        )

    def _folded(self, found: FilteredMatches, sort: Sort, collapse: bool) -> Folded:
        return self._twins.folded(found.matches, sort) if collapse else Folded.nothing(found.matches)

    def _bonus(self, listing: Listing) -> Bonus | None:
        """What several words add to scores by their closeness, a single one by its wholeness."""
        some = listing.some
        terms = some.terms if some else terms_of(listing.query, self._analysis)
        if len(terms) < 2:
            whole = Wholeness(terms[0], self._engine) if terms and is_one_word(listing.query) else None
            return Bonus(WHOLENESS_PART, whole, even=True) if whole else None
        close = Closeness(terms, self._engine)
        return Bonus(CLOSENESS_PART, (lambda matches: close(some.plain(matches))) if some else close)

    @cached_property
    def _twins(self) -> Twins:
        return Twins(self._engine.text_hashes, self._columns)
