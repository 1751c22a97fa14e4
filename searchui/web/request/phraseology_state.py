"""The states of the pages about usage, as the address bar holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from indexer.analysis.match_options import PLAIN, Manner
from indexer.engine.query import Phrase, Words
from indexer.errors import QueryError
from searchui.search import Corpus, read_query
from searchui.search.filters.filters import ANYTHING, FACETS, Narrowing
from searchui.search.query.serializer import quoted
from searchui.search.statistics.collocation import USUAL_MINIMUM as USUAL_TIMES
from searchui.search.statistics.collocation import USUAL_WINDOW, Beside, Collocations, Order
from searchui.search.statistics.keyness import USUAL_MINIMUM as USUAL_FREQUENCY
from searchui.search.statistics.keyness import Keyness
from searchui.search.statistics.ngram import USUAL_LONGEST, USUAL_SHORTEST, Ngrams
from searchui.search.statistics.phraseology import USUAL_ROWS
from searchui.web.request.parameters import (
    FREQUENCY,
    LONGEST_OF_RUNS,
    MANNERS,
    ON,
    ORDER,
    PAGE,
    PHRASE,
    QUERY,
    REPEATED,
    ROWS,
    SHORTEST_RUN,
    TIMES,
    WINDOW,
    WORD,
    WORDS,
    Args,
    manner_from_args,
    narrowing_from_args,
    other_narrowing_from_args,
)
from searchui.web.request.search_state import SearchState

Pairs = Iterator[tuple[str, object]]


def phrase_of(query: str) -> str:
    """The one phrase that a query is, quoted or not. Raises QueryError for any other query."""
    tree = read_query(query)
    if isinstance(tree, Phrase | Words):
        return tree.text
    raise QueryError(
        "这里要以一个词句为中心，请只写一个词句，例如“党的建设”；几个条件请用左边的筛选，或分几次查",
        "This takes one phrase, such as “党的建设”; write one at a time",
        position=0,
    )


@dataclass(frozen=True, slots=True)
class AroundState:
    """Around which phrase to look, how far, and where; of a `word` around it the paragraphs are shown."""

    phrase: str = ""
    narrowing: Narrowing = ANYTHING
    manner: Manner = PLAIN
    window: int = USUAL_WINDOW
    minimum: int = USUAL_TIMES
    sort: str = Order.LOG_LIKELIHOOD.value
    limit: int = USUAL_ROWS
    word: str = ""
    page: int = 1

    @classmethod
    def from_args(cls, args: Args) -> Self:
        """Read the parameters of a request; `q` is a query of one phrase. Raises CallError or QueryError."""
        query = QUERY.read(args).strip()
        return cls(
            phrase=PHRASE.read(args) or (phrase_of(query) if query else ""),
            narrowing=narrowing_from_args(args),
            manner=manner_from_args(args),
            window=WINDOW.read(args),
            minimum=TIMES.read(args),
            sort=ORDER.read(args),
            limit=ROWS.read(args),
        )

    def with_lines_from(self, args: Args) -> Self:
        """With what a request for a page asks for besides: the paragraphs with a word."""
        return replace(self, word=WORD.read(args), page=PAGE.read(args))

    def run(self, corpus: Corpus) -> Collocations:
        return corpus.collocations(
            self.phrase,
            narrowing=self.narrowing,
            manner=self.manner,
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
            narrowing=self.narrowing,
            manner=self.manner,
            window=self.window,
            page=self.page,
        )

    def search(self) -> SearchState:
        """The search for the phrase."""
        return SearchState(q=quoted(self.phrase) or self.phrase, narrowing=self.narrowing, manner=self.manner)

    def toggled(self, facet: str, value: str | int) -> Self:
        return replace(self, narrowing=self.narrowing.toggled(facet, value), page=1)

    def unnarrowed(self) -> Self:
        return replace(self, narrowing=ANYTHING, page=1)

    def with_sort(self, sort: str) -> Self:
        return replace(self, sort=sort)

    def with_limit(self, limit: int) -> Self:
        return replace(self, limit=limit)

    def with_word(self, word: str) -> Self:
        return replace(self, word=word, page=1)

    def with_page(self, page: int) -> Self:
        return replace(self, page=page)

    def query_string(self) -> str:
        """The parameters of this state; what is as usual is left out."""
        return urlencode(list(self._pairs()))

    def _pairs(self) -> Pairs:
        yield "phrase", self.phrase
        yield from narrowed_pairs(self.narrowing)
        yield from ((name, ON) for name in MANNERS if getattr(self.manner, name))
        yield from _unusual(self, AroundState(), ("window", "minimum", "sort", "limit", "word", "page"))


@dataclass(frozen=True, slots=True)
class CompareState:
    """Which two parts of the corpus to compare, by words in rows of what `size`."""

    a: Narrowing = ANYTHING
    b: Narrowing = ANYTHING
    size: int = 1
    minimum: int = USUAL_FREQUENCY
    limit: int = USUAL_ROWS

    @classmethod
    def from_args(cls, args: Args) -> Self:
        return cls(
            a=narrowing_from_args(args),
            b=other_narrowing_from_args(args),
            size=WORDS.read(args),
            minimum=FREQUENCY.read(args),
            limit=ROWS.read(args),
        )

    def run(self, corpus: Corpus) -> Keyness:
        return corpus.keyness(self.a, self.b, size=self.size, minimum=self.minimum, limit=self.limit)

    def swapped(self) -> Self:
        return replace(self, a=self.b, b=self.a)

    def with_limit(self, limit: int) -> Self:
        return replace(self, limit=limit)

    def query_string(self) -> str:
        pairs = [*narrowed_pairs(self.a), *narrowed_pairs(self.b, "b_")]
        return urlencode([*pairs, *_unusual(self, CompareState(), ("size", "minimum", "limit"))])


@dataclass(frozen=True, slots=True)
class RepeatedState:
    """Of what part of the corpus to list runs of words, and how long ones."""

    narrowing: Narrowing = ANYTHING
    shortest: int = USUAL_SHORTEST
    longest: int = USUAL_LONGEST
    minimum: int = USUAL_FREQUENCY
    limit: int = USUAL_ROWS

    @classmethod
    def from_args(cls, args: Args) -> Self:
        return cls(
            narrowing=narrowing_from_args(args),
            shortest=SHORTEST_RUN.read(args),
            longest=LONGEST_OF_RUNS.read(args),
            minimum=REPEATED.read(args),
            limit=ROWS.read(args),
        )

    def run(self, corpus: Corpus) -> Ngrams:
        return corpus.ngrams(
            narrowing=self.narrowing,
            shortest=self.shortest,
            longest=self.longest,
            minimum=self.minimum,
            limit=self.limit,
        )

    def toggled(self, facet: str, value: str | int) -> Self:
        return replace(self, narrowing=self.narrowing.toggled(facet, value))

    def unnarrowed(self) -> Self:
        return replace(self, narrowing=ANYTHING)

    def with_limit(self, limit: int) -> Self:
        return replace(self, limit=limit)

    def query_string(self) -> str:
        names = ("shortest", "longest", "minimum", "limit")
        return urlencode([*narrowed_pairs(self.narrowing), *_unusual(self, RepeatedState(), names)])


def narrowed_pairs(narrowing: Narrowing, prefix: str = "") -> Pairs:
    """The parameters of what is chosen of each facet."""
    return ((prefix + facet, value) for facet in FACETS for value in narrowing.of(facet))


def _unusual(state: object, usual: object, names: tuple[str, ...]) -> Pairs:
    """The parameters that are not as usual."""
    return ((name, value) for name in names if (value := getattr(state, name)) != getattr(usual, name))
