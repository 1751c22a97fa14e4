"""Phraseology: in what words a phrase stands, what marks a part of the corpus, what is said again and again."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions, standing
from indexer.engine.answers import Matches
from indexer.engine.reader import RankingReader
from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Span
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Columns
from searchui.search.filters.facets import Facets, FilteredMatches
from searchui.search.filters.filters import Filters
from searchui.search.query.match_options import check_match_options
from searchui.search.results.hit import Mention
from searchui.search.statistics import collocation, ngram
from searchui.search.statistics.keyness import LARGEST, Keyness
from searchui.search.statistics.keyness import keyness as keyness_of
from searchui.search.statistics.subcorpus import Subset, Subsets

MOST_ROWS = 10_000
USUAL_ROWS = 50
CACHED_ANSWERS = 8


class Phraseology:
    """Answers from the words of a corpus one after another, which are worked out at the first question."""

    def __init__(self, engine: RankingReader, columns: Columns, entries: Sequence[Entry]) -> None:
        self._engine = engine
        self._columns = columns
        self._entries = entries
        # What takes longest, and is asked again by whoever comes back to the page.
        self._compared = lru_cache(maxsize=CACHED_ANSWERS)(self._compare)
        self._repeated = lru_cache(maxsize=CACHED_ANSWERS)(self._repeat)

    def collocations(
        self,
        phrase: str,
        filters: Filters,
        match_options: MatchOptions,
        window: int,
        minimum: int,
        sort: str,
        limit: int,
    ) -> collocation.Collocations:
        _check("limit", limit, 1, MOST_ROWS)
        _check("minimum", minimum, 1)
        order = _order(sort)
        found = self._surroundings(phrase, filters, match_options, window)
        return collocation.collocations(phrase, found, window, minimum, order, limit)

    def beside(self, phrase: str, word: str, filters: Filters, match_options: MatchOptions, window: int) -> list[int]:
        """The numbers of the paragraphs with a word around a phrase, the newest first."""
        found = self._surroundings(phrase, filters, match_options, window)
        paragraphs = collocation.paragraphs_beside(fold(word), found)
        order = np.argsort(self._columns.by_date(paragraphs, newest=True), kind="stable")
        newest: list[int] = paragraphs[order].tolist()
        return newest

    def mentions(
        self, numbers: Sequence[int], phrase: str, word: str, match_options: MatchOptions
    ) -> Iterator[tuple[Mention, tuple[Span, ...]]]:
        """Paragraphs with their speeches, and where a phrase and a word stand in each."""
        owners = self._columns.speech_of(np.array(numbers, dtype=np.int64)).tolist()
        for speech, paragraph in zip(owners, self._engine.paragraphs(numbers) if numbers else (), strict=True):
            places = {*standing(phrase, paragraph.text, match_options), *standing(word, paragraph.text, PLAIN)}
            yield Mention(self._entries[speech], paragraph), tuple(Span(*place) for place in sorted(places))

    def spread(self, filters: Filters, phrase: str, match_options: MatchOptions) -> Facets:
        everything = self._columns.live if not phrase else self._engine.occurrences(phrase, match_options).paragraphs
        return FilteredMatches(Matches(everything, np.zeros(len(everything))), self._columns, filters).facets

    def keyness(self, a: Filters, b: Filters, size: int, minimum: int, limit: int) -> Keyness:
        _check("size", size, 1, LARGEST)
        _check("minimum", minimum, 1)
        _check("limit", limit, 1, MOST_ROWS)
        return self._compared(a, b, size, minimum, limit)

    def ngrams(self, filters: Filters, shortest: int, longest: int, minimum: int, limit: int) -> ngram.Ngrams:
        _check("shortest", shortest, ngram.SHORTEST, ngram.LONGEST)
        _check("longest", longest, ngram.SHORTEST, ngram.LONGEST)
        _check("minimum", minimum, ngram.LEAST_REPEATED)
        _check("limit", limit, 1, MOST_ROWS)
        return self._repeated(filters, shortest, max(shortest, longest), minimum, limit)

    def _compare(self, a: Filters, b: Filters, size: int, minimum: int, limit: int) -> Keyness:
        own = self._subset(a)
        return keyness_of(own, self._subset(b).without(own), size, minimum, limit)

    def _repeat(self, filters: Filters, shortest: int, longest: int, minimum: int, limit: int) -> ngram.Ngrams:
        return ngram.ngrams(self._subset(filters), self._columns, shortest, longest, minimum, limit)

    def _surroundings(
        self, phrase: str, filters: Filters, match_options: MatchOptions, window: int
    ) -> collocation.Surroundings:
        _check("window", window, 1, collocation.LARGEST_WINDOW)
        if match_options != PLAIN:
            check_match_options(phrase, match_options)
        return collocation.Surroundings(
            self._engine.context_windows(phrase, window, match_options), self._subset(filters)
        )

    def _subset(self, filters: Filters) -> Subset:
        return self._subsets.of(filters)

    @cached_property
    def _subsets(self) -> Subsets:
        return Subsets(self._columns, self._engine.forward_index)


def _order(sort: str) -> collocation.Order:
    try:
        return collocation.Order(sort)
    except ValueError as error:
        raise CallError(
            _("没有“{sort}”这种排序，可用 log-likelihood（显著程度）、count（次数）", sort=sort),
        ) from error


def _check(name: str, value: int, least: int, most: int | None = None) -> None:
    if value < least or (most is not None and value > most):
        allowed = (
            _("不小于 {least}", least=least) if most is None else _("在 {least} 到 {most} 之间", least=least, most=most)
        )
        raise CallError(_("{name} 要{allowed}，不能是 {value}", name=name, allowed=allowed, value=value))
