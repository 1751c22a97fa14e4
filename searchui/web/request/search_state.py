"""The state of a search as the address bar holds it: what is asked, narrowed and ordered how, and shown how."""

from dataclasses import dataclass
from typing import Self

from indexer.analysis.match_options import MatchOptions
from searchui.search import Card, Corpus, Count, Page
from searchui.search.filters.facet import facet_of
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.ranking.search_request import SearchOptions
from searchui.web.request.parameter_types import OFF, Args, Pairs
from searchui.web.request.parameters import (
    COLLAPSE,
    EXPLAIN,
    FILTERS,
    GROUP,
    MATCH_OPTIONS,
    PAGE,
    PAGE_SIZE,
    PHRASE,
    PICK,
    QUERY,
    SORT,
    SYNONYMS,
    UNFOLDED,
)
from searchui.web.request.url_state import PhraseState, UrlState, url

MANY = 50  # passages of a page that a reader picks of


@dataclass(frozen=True, slots=True)
class SearchState(PhraseState):
    """What to search, narrowed and ordered how, and which page of it."""

    q: str = url(QUERY, always=True)
    filters: Filters = url(FILTERS)
    sort: str = url(SORT)
    synonyms: bool = url(SYNONYMS)
    match_options: MatchOptions = url(MATCH_OPTIONS)
    per_page: int = url(PAGE_SIZE)
    collapse: bool = url(COLLAPSE)
    group: str = url(GROUP)
    explain: bool = url(EXPLAIN)
    page: int = url(PAGE)

    @classmethod
    def asked_from(cls, args: Args) -> Self:
        """Only what decides which words are marked, of a request for a speech."""
        q, match_options = QUERY.read(args).strip(), MATCH_OPTIONS.read(args)
        return cls(q=q, synonyms=args.get(SYNONYMS.name) != OFF, match_options=match_options)

    def asked(self) -> Self:
        """The same, of this state."""
        return type(self)(q=self.q, synonyms=self.synonyms, match_options=self.match_options)

    def run(self, corpus: Corpus) -> Page:
        return corpus.search(self.q, page=self.page, per_page=self.per_page, **self.options())

    def options(self) -> SearchOptions:
        """How the query is to be answered."""
        return {
            "sort": self.sort,
            "filters": self.filters,
            "synonyms": self.synonyms,
            "match_options": self.match_options,
            "collapse": self.collapse,
            "group": self.group,
            "explain": self.explain,
        }

    def part(self, q: str) -> Self:
        """Another query by itself, since the numbers that are shown of it are of the whole corpus."""
        return self.changed(q=q, filters=NO_FILTERS)

    def any(self, facet: str) -> Self:
        """With nothing chosen of a facet."""
        return self.changed(filters=self.filters.without(facet))

    def whole(self) -> Self:
        """All results, not a page of them."""
        return self.changed(page=PAGE.default, per_page=PAGE_SIZE.default)

    def of_feed(self) -> Self:
        """What of a search makes another feed, which has an order of its own."""
        return self.whole().changed(sort=SORT.default, explain=False)

    def kept(self) -> Pairs:
        """What stays when another query is written: all parameters but the query and the page."""
        return self.pairs(without=("q", "page"))


@dataclass(frozen=True, slots=True)
class ResultsState(SearchState):
    """The same of a page of results, which may list all values of one facet, and have passages picked."""

    facet: str = url(UNFOLDED, keeps_page=True)
    pick: bool = url(PICK)

    @property
    def unfolded(self) -> str:
        """The facet of which all values are listed; empty for none. Raises CallError for one that there is not."""
        return facet_of(self.facet).name if self.facet else ""

    def whole(self) -> Self:
        return super(ResultsState, self).whole().changed(facet="", pick=False)

    def picking(self) -> Self:
        """The same list with a box beside each passage, on pages that have many."""
        return self.changed(pick=True, facet="", per_page=max(self.per_page, MANY))

    def kept(self) -> Pairs:
        return self.changed(facet="", pick=False).pairs(without=("q", "page"))


@dataclass(frozen=True, slots=True)
class CardState(PhraseState):
    """Of which phrase to give the card, and in what of the corpus."""

    phrase: str = url(PHRASE)
    filters: Filters = url(FILTERS)
    match_options: MatchOptions = url(MATCH_OPTIONS)

    def run(self, corpus: Corpus) -> Card:
        return corpus.card(
            self.phrase,
            filters=self.filters,
            match_options=self.match_options,
        )


@dataclass(frozen=True, slots=True)
class CountState(UrlState):
    """Which phrase to count, matched how."""

    phrase: str = url(PHRASE)
    match_options: MatchOptions = url(MATCH_OPTIONS)

    def run(self, corpus: Corpus) -> Count:
        return corpus.count(self.phrase, match_options=self.match_options)
