"""The states of the pages about phraseology: words around a phrase, two parts compared, runs of words."""

from dataclasses import dataclass
from typing import Self

from indexer.analysis.match_options import MatchOptions
from indexer.engine.query import Phrase, Words
from indexer.errors import QueryError
from indexer.i18n import _
from searchui.search import Corpus, read_query
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics.words.collocation import Beside, Collocations
from searchui.search.statistics.words.keyness import Keyness
from searchui.search.statistics.words.ngram import Ngrams
from searchui.web.request.parameter_types import Args, OptionalNumber, Pairs, Parameter
from searchui.web.request.parameters import (
    FILTERS,
    FREQUENCY,
    FUNCTION_WORDS,
    MATCH_OPTIONS,
    MAX_RUN_WORDS,
    MIN_RUN_WORDS,
    ORDER,
    OTHER_FILTERS,
    OTHER_SPEECHES,
    PAGE,
    PHRASE,
    QUERY,
    REPEATED,
    ROWS,
    SPEECHES,
    TIMES,
    WINDOW,
    WORD,
    WORDS,
)
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import FilteredState, PhraseState, UrlState, url


@dataclass(frozen=True, slots=True)
class PhraseOrQuery:
    """A phrase as it is, or a query `q` of one phrase."""

    default: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (PHRASE, QUERY)

    def read(self, args: Args) -> str:
        """Raises QueryError for another query."""
        query = QUERY.read(args).strip()
        return PHRASE.read(args) or (phrase_of(query) if query else "")

    def pairs(self, value: str) -> Pairs:
        return PHRASE.pairs(value)


def phrase_of(query: str) -> str:
    """The one phrase that a query is, quoted or not. Raises QueryError for any other query."""
    tree = read_query(query)
    if isinstance(tree, Phrase | Words):
        return tree.text
    error = QueryError(
        _("这里要以一个词句为中心，请只写一个词句，例如“党的建设”；几个条件请用左边的筛选，或分几次查"),
        position=0,
    )
    first = next(tree.positive_leaves(), None)
    error.mended = quote_phrase(first.text) if isinstance(first, Phrase | Words) else None
    raise error


@dataclass(frozen=True, slots=True)
class CollocationState(PhraseState):
    """Around which phrase to look, how far, and where; of a `word` around it the paragraphs are shown, in pages."""

    phrase: str = url(PhraseOrQuery(), always=True)
    filters: Filters = url(FILTERS)
    match_options: MatchOptions = url(MATCH_OPTIONS)
    window: int = url(WINDOW)
    minimum: int = url(TIMES, keeps_page=True)
    sort: str = url(ORDER, keeps_page=True)
    limit: int = url(ROWS, keeps_page=True)
    word: str = url(WORD)
    page: int = url(PAGE)

    def run(self, corpus: Corpus) -> Collocations:
        return corpus.collocations(
            self.phrase,
            filters=self.filters,
            match_options=self.match_options,
            window=self.window,
            minimum=self.minimum,
            sort=self.sort,
            limit=self.limit,
        )

    def beside(self, corpus: Corpus) -> Beside:
        """The paragraphs with the word."""
        return corpus.beside(
            self.phrase,
            self.word,
            filters=self.filters,
            match_options=self.match_options,
            window=self.window,
            page=self.page,
        )

    def search(self) -> SearchState:
        """The search for the phrase."""
        return SearchState(
            q=quote_phrase(self.phrase) or self.phrase, filters=self.filters, match_options=self.match_options
        )


@dataclass(frozen=True, slots=True)
class KeynessState(UrlState):
    """Which two parts of the corpus to compare, by runs of `size` words."""

    a: Filters = url(FILTERS)
    b: Filters = url(OTHER_FILTERS)
    a_speeches: tuple[str, ...] = url(SPEECHES)
    b_speeches: tuple[str, ...] = url(OTHER_SPEECHES)
    size: int = url(WORDS)
    minimum: int = url(FREQUENCY)
    function_words: bool = url(FUNCTION_WORDS)
    limit: int = url(ROWS)

    def run(self, corpus: Corpus) -> Keyness:
        return corpus.keyness(
            self.a,
            self.b,
            a_speeches=self.a_speeches,
            b_speeches=self.b_speeches,
            size=self.size,
            minimum=self.minimum,
            function_words=self.function_words,
            limit=self.limit,
        )

    @property
    def is_chosen(self) -> bool:
        """Whether anything is chosen of either part: of nothing but the whole there is nothing to compare."""
        return bool(self.a or self.b or self.a_speeches or self.b_speeches)

    def swapped(self) -> Self:
        return self.changed(a=self.b, b=self.a, a_speeches=self.b_speeches, b_speeches=self.a_speeches)


@dataclass(frozen=True, slots=True)
class NgramState(FilteredState):
    """Of what part of the corpus to list runs of words, and how long ones."""

    filters: Filters = url(FILTERS)
    shortest: int | None = url(OptionalNumber(MIN_RUN_WORDS))
    longest: int = url(MAX_RUN_WORDS)
    minimum: int = url(REPEATED)
    function_words: bool = url(FUNCTION_WORDS)
    limit: int = url(ROWS)

    def run(self, corpus: Corpus) -> Ngrams:
        return corpus.ngrams(
            filters=self.filters,
            shortest=self.shortest,
            longest=self.longest,
            minimum=self.minimum,
            function_words=self.function_words,
            limit=self.limit,
        )
