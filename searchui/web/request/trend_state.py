"""The state of a page of trends, as the address bar holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from indexer.analysis.match_options import MatchOptions
from indexer.engine.query import And, Or, Phrase, Query, Words
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search import Corpus, Trend, read_query
from searchui.search.filters.filters import Filters
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics.trend import By
from searchui.web.request.parameter_types import Args, Choice, Pairs, Parameter
from searchui.web.request.parameters import BY, FILTERS, MATCH_OPTIONS, PHRASES, QUERY
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import PhraseState, url

MEASURES = ("per_10k", "occurrences", "share")


@dataclass(frozen=True, slots=True)
class PhrasesOrQueries:
    """Phrases as they are, and those that queries `q` look for; each once."""

    default: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (PHRASES, QUERY)

    def read(self, args: Args) -> tuple[str, ...]:
        """Raises QueryError for a query that cannot be read."""
        queries = [query for query in args.getlist(QUERY.name) if query.strip()]
        phrases = [*PHRASES.read(args), *(phrase for query in queries for phrase in phrases_of(query))]
        return tuple(dict.fromkeys(phrases))

    def pairs(self, value: tuple[str, ...]) -> Pairs:
        return PHRASES.pairs(value)


@dataclass(frozen=True, slots=True)
class Measure(Choice):
    """What of a phrase is shown. It is chosen on the page, of which the search knows nothing, and so checked here."""

    def read(self, args: Args) -> str:
        measure = Choice.read(self, args)
        if measure not in self.choices:
            raise CallError(
                _(
                    "没有“{value}”这种量法，可用 per_10k（每万字次数）、occurrences（次数）、share（用到的篇数占比）",
                    value=measure[:20],
                ),
            )
        return measure


@dataclass(frozen=True, slots=True)
class TrendState(PhraseState):
    """What to compare, by what, measured how, and in what of the corpus."""

    phrases: tuple[str, ...] = url(PhrasesOrQueries())
    by: str = url(BY)
    measure: str = url(Measure("measure", MEASURES[0], MEASURES))
    filters: Filters = url(FILTERS)
    match_options: MatchOptions = url(MATCH_OPTIONS)

    @classmethod
    def of(cls, state: SearchState, texts: Sequence[str]) -> Self:
        """The trend of the texts that a search looks for, in what it is narrowed to."""
        return cls(phrases=tuple(texts[:MAX_PHRASES]), filters=state.filters, match_options=state.match_options)

    def run(self, corpus: Corpus) -> Trend:
        return corpus.trend(
            self.phrases,
            self.by,
            filters=self.filters,
            match_options=self.match_options,
        )

    def whole_search(self) -> SearchState:
        """The search for any of the phrases."""
        written = [quote_phrase(phrase) for phrase in self.phrases]
        query = " OR ".join(each for each in written if each is not None)
        return SearchState(q=query, filters=self.filters, match_options=self.match_options)

    def search(self, phrase: str, bucket: str = "") -> SearchState | None:
        """The search for the lines behind a number; None for a phrase that no quotes can hold."""
        query, filters = quote_phrase(phrase), self.filters
        if query is None:
            return None
        if bucket and self.by == By.MONTH:
            query = f"{query} date:{bucket}"
        elif bucket:
            value = int(bucket) if self.by == By.YEAR else bucket
            filters = filters.without(self.by).toggled(self.by, value)
        return SearchState(q=query, filters=filters, match_options=self.match_options)


def phrases_of(query: str) -> tuple[str, ...]:
    """The texts that a query looks for, each once. Raises QueryError for what cannot be read."""
    return texts_of(read_query(query))


def texts_of(tree: Query) -> tuple[str, ...]:
    """The same of a query as it was read."""
    return tuple(dict.fromkeys(leaf.text for leaf in tree.positive_leaves() if isinstance(leaf, Phrase | Words)))


def is_of_texts(query: str) -> bool:
    """Whether a query looks for some texts and nothing else, so that a trend of them leaves nothing out."""
    return not query.strip() or _is_of_texts(read_query(query))


def _is_of_texts(tree: Query) -> bool:
    return isinstance(tree, Phrase | Words) or (isinstance(tree, And | Or) and all(map(_is_of_texts, tree.children())))
