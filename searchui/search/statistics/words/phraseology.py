"""Phraseology: in what words a phrase stands, what marks a part of the corpus, what is said again and again."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions, find_occurrences
from indexer.engine.answers import Matches, Numbers, Occurrences
from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Span
from indexer.shown_text import as_shown
from searchui.search.filters.columns import Mask
from searchui.search.filters.facets import Facets, FilteredMatches
from searchui.search.filters.filters import Filters
from searchui.search.query.match_options import read_phrase
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.results.hit import Mention
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import MAX_ROWS
from searchui.search.statistics.words import collocation, ngram
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.keyness import (
    Contrasted,
    Keyness,
    KeynessOptions,
    KeyPhrases,
    KeyWord,
    Side,
    counted_anew,
    key_words,
)
from searchui.search.statistics.words.subcorpus import MAX_RUN, Part, Subcorpora, Subcorpus

CACHED_ANSWERS = 8
Worked = TypeVar("Worked")


class Phraseology:
    """Answers from the words of a corpus one after another, which are worked out at the first question."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._engine = snapshot.engine
        self._columns = snapshot.columns
        # What takes longest, and is asked again by whoever comes back to the page. It takes much memory meanwhile.
        self._turn = Lock()
        self._compared = self._in_turn(self._compare)
        self._repeated = self._in_turn(self._repeat)

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
        phrase = read_phrase(phrase, match_options)
        _check("limit", limit, 1, MAX_ROWS)
        _check("minimum", minimum, 1)
        order = _order(sort)
        found = self._contexts(phrase, filters, match_options, window)
        return collocation.collocations(phrase, found, window, minimum, order, limit)

    def beside(
        self,
        phrase: str,
        word: str,
        filters: Filters,
        match_options: MatchOptions,
        window: int,
        page: int,
        per_page: int,
    ) -> collocation.Beside:
        """One page of the paragraphs with a word around a phrase, the newest first."""
        phrase = read_phrase(phrase, match_options)
        check_page(page, per_page)
        found = self._contexts(phrase, filters, match_options, window)
        numbers = collocation.paragraphs_beside(fold(word), found)
        pages = pages_of(len(numbers), page, per_page)
        newest = numbers[np.argsort(self._columns.by_date(numbers, newest=True), kind="stable")]
        shown = newest[(page - 1) * per_page : page * per_page]
        mentions = tuple(self._mentions(shown, phrase, word, match_options))
        return collocation.Beside(phrase, word, len(numbers), page, pages, mentions)

    def _mentions(
        self, numbers: Numbers, phrase: str, word: str, match_options: MatchOptions
    ) -> Iterator[tuple[Mention, tuple[Span, ...]]]:
        """Paragraphs with their speeches, and where a phrase and a word stand in each."""
        owners, read = self._columns.speech_of(numbers).tolist(), self._engine.paragraphs(numbers.tolist())
        for speech, paragraph in zip(owners, read, strict=True):
            places = {
                *find_occurrences(phrase, paragraph.text, match_options),
                *find_occurrences(word, paragraph.text, PLAIN),
            }
            yield Mention(self._snapshot.entries[speech], paragraph), tuple(Span(*place) for place in sorted(places))

    def spread(self, filters: Filters, phrase: str, match_options: MatchOptions) -> Facets:
        sought = as_shown(phrase)
        everything = self._engine.occurrences(sought, match_options).paragraphs if sought else self._columns.live
        return FilteredMatches(Matches(everything, np.zeros(len(everything))), self._columns, filters).facets

    def keyness(self, a: Part, b: Part, options: KeynessOptions) -> Keyness:
        _check("size", options.size, 1, MAX_RUN)
        _check("minimum", options.minimum, 1)
        _check("limit", options.limit, 1, MAX_ROWS)
        return self._compared(a, b, options)

    def ngrams(
        self, filters: Filters, shortest: int, longest: int, minimum: int, function_words: bool, limit: int
    ) -> ngram.Ngrams:
        _check("shortest", shortest, ngram.MIN_WORDS, ngram.MAX_WORDS)
        _check("longest", longest, ngram.MIN_WORDS, ngram.MAX_WORDS)
        _check("minimum", minimum, ngram.MIN_REPEATED)
        _check("limit", limit, 1, MAX_ROWS)
        if shortest > longest:
            raise CallError(
                _("最少 {shortest} 个词，最多却只有 {longest} 个词，请改其中一个", shortest=shortest, longest=longest)
            )
        return self._repeated(filters, (shortest, longest), minimum, function_words, limit)

    def _in_turn(self, work_out: Callable[..., Worked]) -> Callable[..., Worked]:
        """One question after another; what is known is answered at once, and who waited for it finds it worked out."""
        known = lru_cache(maxsize=CACHED_ANSWERS)(work_out)

        def wait(*question: Any) -> Worked:
            with self._turn:
                return known(*question)

        return lru_cache(maxsize=CACHED_ANSWERS)(wait)

    def _compare(self, a: Part, b: Part, options: KeynessOptions) -> Keyness:
        parts, size = self._snapshot.shared(Subcorpora), options.size
        own = parts.of(a.filters, a.speeches)
        compared = Contrasted(own, parts.of(b.filters, b.speeches).without(own))
        more, less = self._key(compared, size, options)
        sides = self._side(compared.a, size), self._side(compared.b, size)
        phrases = self._key_phrases(compared, options) if size == 1 and options.phrases else None
        return Keyness(*sides, size, options.minimum, options.function_words, more, less, phrases)

    def _key(self, compared: Contrasted, size: int, options: KeynessOptions) -> tuple[tuple[KeyWord, ...], ...]:
        without = self._without(options.function_words)
        grams = self._snapshot.shared(Subcorpora).grams_of
        return key_words(compared, grams, size, options.minimum, without, options.limit)

    def _key_phrases(self, compared: Contrasted, options: KeynessOptions) -> KeyPhrases:
        """The runs of words that mark one side, counted to the letter, as a search for them does."""
        words, sides = (compared.a.words, compared.b.words), (compared.a.paragraphs, compared.b.paragraphs)
        counted: list[tuple[KeyWord, ...]] = []
        for rows in self._key(compared, MAX_RUN, options):
            found = self._engine.occurrences_of([row.text for row in rows])
            counts = [(_within(one, sides[0]), _within(one, sides[1])) for one in found]
            exact = counted_anew(rows, counts, words)
            counted.append(tuple(sorted(exact, key=lambda row: (-row.log_likelihood, row.text))))
        return KeyPhrases(MAX_RUN, *counted)

    def _side(self, subcorpus: Subcorpus, size: int) -> Side:
        numbers = subcorpus.paragraphs.nonzero()[0]
        speeches = len(self._columns.speeches_in(self._columns.run_of[numbers]))
        characters = int(self._engine.characters[numbers].sum())
        return Side(len(numbers), speeches, characters, subcorpus.runs_of_words(size))

    def _repeat(
        self, filters: Filters, lengths: tuple[int, int], minimum: int, function_words: bool, limit: int
    ) -> ngram.Ngrams:
        subcorpus = self._subcorpus(filters)
        table = self._snapshot.shared(Subcorpora).grams_of(subcorpus.paragraphs)
        total, rows = ngram.ngrams(table, self._columns, self._without(function_words), lengths, minimum, limit)
        return ngram.Ngrams(*lengths, minimum, function_words, subcorpus.size, subcorpus.words, total, rows)

    def _without(self, function_words: bool) -> FunctionWords:
        """The words of the vocabulary that no row begins or ends with: none where function words are wanted."""
        left_out = self._snapshot.shared(Subcorpora).function_words
        return left_out.none() if function_words else left_out

    def _contexts(
        self, phrase: str, filters: Filters, match_options: MatchOptions, window: int
    ) -> collocation.PhraseContexts:
        _check("window", window, 1, collocation.MAX_WINDOW)
        windows = self._engine.context_windows(phrase, window, match_options)
        return collocation.PhraseContexts(windows, self._subcorpus(filters), fold(phrase), self._words)

    def _words(self, text: str) -> list[str]:
        return [word for word in self._snapshot.analysis.cut(text) if any(map(str.isalnum, word))] if text else []

    def _subcorpus(self, filters: Filters) -> Subcorpus:
        return self._snapshot.shared(Subcorpora).of(filters)


def _within(found: Occurrences, paragraphs: Mask) -> int:
    return int(found.counts[paragraphs[found.paragraphs]].sum())


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
