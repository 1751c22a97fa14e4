"""The state of a concordance as the address bar holds it."""

from dataclasses import dataclass, replace
from typing import Self

from indexer.analysis.match_options import MatchOptions
from indexer.engine.query import Phrase, Words
from searchui.search import Concordance, Corpus, CrossingLines, read_query
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics import DEFAULT_WIDTH
from searchui.search.statistics.concordance_search import LineOptions
from searchui.web.request.parameter_types import OptionalNumber, Pairs
from searchui.web.request.parameters import (
    COLLATION,
    CROSSING,
    FILTERS,
    LINE_SORT,
    LINES,
    MATCH_OPTIONS,
    PAGE,
    PHRASE,
    PICK,
    SYNONYMS,
    WIDTH_IN_LINES,
    WITHIN,
)
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import PhraseState, url


@dataclass(frozen=True, slots=True)
class ConcordanceState(PhraseState):
    """Which phrase to list, in the paragraphs that `q` finds, narrowed and ordered how, and which page of it.

    On the page, where no `phrase` is given, it is that of the query; and without a `width` lines are as wide as the
    window. `crossing`: not its lines, but where it crosses from one paragraph to the next.
    """

    q: str = url(WITHIN)
    phrase: str = url(PHRASE)
    filters: Filters = url(FILTERS)
    match_options: MatchOptions = url(MATCH_OPTIONS)
    synonyms: bool = url(SYNONYMS)
    sort: str = url(LINE_SORT)
    collation: str = url(COLLATION)
    width: int | None = url(OptionalNumber(WIDTH_IN_LINES), keeps_page=True)
    crossing: bool = url(CROSSING)
    per_page: int = url(LINES)
    page: int = url(PAGE)

    @classmethod
    def of(cls, state: SearchState) -> Self:
        """The lines of what a search finds."""
        return cls(q=state.q, filters=state.filters, synonyms=state.synonyms, match_options=state.match_options)

    def with_phrase_of_query(self) -> Self | None:
        """With the phrase of its query: the only quoted one, or the only text; None where it has several or none."""
        if self.phrase or not self.q.strip():
            return self
        tree = read_query(self.q)
        leaves = list(dict.fromkeys(tree.positive_leaves()))
        phrases = [leaf.text for leaf in leaves if isinstance(leaf, Phrase)]
        texts = phrases or [leaf.text for leaf in leaves if isinstance(leaf, Words)]
        if len(texts) != 1:
            return None
        return replace(self, phrase=texts[0], q="" if isinstance(tree, Phrase | Words) else self.q)

    def search(self) -> SearchState:
        """The search whose paragraphs have these lines."""
        q = self.q or quote_phrase(self.phrase) or self.phrase
        return SearchState(q=q, filters=self.filters, synonyms=self.synonyms, match_options=self.match_options)

    def run(self, corpus: Corpus, default_width: int = DEFAULT_WIDTH) -> Concordance:
        return corpus.kwic(self.phrase, page=self.page, per_page=self.per_page, **self.options(default_width))

    def run_crossing(self, corpus: Corpus) -> CrossingLines:
        """The places where the phrase crosses from one paragraph to the next."""
        return corpus.crossings(self.phrase, page=self.page, per_page=self.per_page, **self.options())

    def options(self, default_width: int = DEFAULT_WIDTH) -> LineOptions:
        """Which lines, how wide and in which order; of all pages."""
        return {
            "width": default_width if self.width is None else self.width,
            "sort": self.sort,
            "collation": self.collation,
            "filters": self.filters,
            "match_options": self.match_options,
            "query": self.q,
            "synonyms": self.synonyms,
        }

    def kept(self) -> Pairs:
        """What stays when another phrase is asked for."""
        return self.pairs(without=("q", "phrase", "page"))


@dataclass(frozen=True, slots=True)
class LinesState(ConcordanceState):
    """The same of a page of lines, of which passages may be picked."""

    pick: bool = url(PICK, keeps_page=True)

    def whole(self) -> Self:
        """All lines, not a page of them."""
        return self.changed(page=PAGE.default, per_page=LINES.default, pick=False)

    def kept(self) -> Pairs:
        return self.changed(pick=False).pairs(without=("q", "phrase", "page"))
