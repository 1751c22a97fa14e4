"""The state of a concordance as the address bar holds it."""

from dataclasses import dataclass
from typing import Self

from indexer.analysis.match_options import MatchOptions
from searchui.search import Concordance, Corpus
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quoted
from searchui.search.statistics.concordance_search import WIDTH, LineOptions
from searchui.web.request.parameter_types import OptionalNumber, Pairs
from searchui.web.request.parameters import (
    FILTERS,
    LINE_SORT,
    LINES,
    MATCH_OPTIONS,
    PAGE,
    PHRASE,
    SYNONYMS,
    WIDTH_IN_LINES,
    WITHIN,
)
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import PhraseState, url


@dataclass(frozen=True, slots=True)
class KwicState(PhraseState):
    """Which phrase to list, in the paragraphs that `q` finds, narrowed and ordered how, and which page of it.

    On the page, where no `phrase` is given, it is that of the query; and without a `width` lines are as wide as the
    window.
    """

    q: str = url(WITHIN)
    phrase: str = url(PHRASE)
    narrowing: Filters = url(FILTERS)
    manner: MatchOptions = url(MATCH_OPTIONS)
    synonyms: bool = url(SYNONYMS)
    sort: str = url(LINE_SORT)
    width: int | None = url(OptionalNumber(WIDTH_IN_LINES), keeps_page=True)
    per_page: int = url(LINES)
    page: int = url(PAGE)

    @classmethod
    def of(cls, state: SearchState) -> Self:
        """The lines of what a search finds."""
        return cls(q=state.q, narrowing=state.narrowing, synonyms=state.synonyms, manner=state.manner)

    def search(self) -> SearchState:
        """The search whose paragraphs have these lines."""
        q = self.q or quoted(self.phrase) or self.phrase
        return SearchState(q=q, narrowing=self.narrowing, synonyms=self.synonyms, manner=self.manner)

    def run(self, corpus: Corpus, default_width: int = WIDTH) -> Concordance:
        return corpus.kwic(self.phrase, page=self.page, per_page=self.per_page, **self.options(default_width))

    def options(self, default_width: int = WIDTH) -> LineOptions:
        """Which lines, how wide and in which order; of all pages."""
        return {
            "width": default_width if self.width is None else self.width,
            "sort": self.sort,
            "filters": self.narrowing,
            "match_options": self.manner,
            "query": self.q,
            "synonyms": self.synonyms,
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.narrowing)

    def with_page(self, page: int) -> Self:
        return self.changed(page=page)

    def with_sort(self, sort: str) -> Self:
        return self.changed(sort=sort)

    def with_width(self, width: int | None) -> Self:
        return self.changed(width=width)

    def with_phrase(self, phrase: str) -> Self:
        return self.changed(phrase=phrase)

    def everywhere(self) -> Self:
        """The phrase in all paragraphs, whatever else the query asks."""
        return self.changed(q="")

    def kept(self) -> Pairs:
        """What stays when another phrase is asked for."""
        return self.pairs(without=("q", "phrase", "page"))
