"""The corpus: the one entry point for searching, counting and reading."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack
from weakref import WeakSet

from indexer.analysis import Analysis, analysis_of
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.query import Phrase, Query
from indexer.engine.reader import RankingReader
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import IndexStaleError, NotFoundError
from indexer.i18n import _
from indexer.model import Span, Speech
from indexer.store import Generation, Store
from indexer.store.manifest import Manifest
from indexer.store.speech_catalogue import Catalogue, Entry
from searchui.search.deprecated import with_former_keywords
from searchui.search.filters.columns import Columns, Selection
from searchui.search.filters.facets import Facets
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.highlighting.highlight_terms import marks_of
from searchui.search.highlighting.highlighter import highlights_of
from searchui.search.query.cost import check_cost
from searchui.search.query.field_resolver import Scope
from searchui.search.query.match_options import apply_match_options
from searchui.search.query.parser import read_query
from searchui.search.query.phrase_checks import check_phrase
from searchui.search.query.synonyms import with_synonyms
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.ranking.result_list import Lister
from searchui.search.ranking.search_request import SearchOptions, asked
from searchui.search.results.citation import Citation, paragraph_of
from searchui.search.results.hit import Hit
from searchui.search.results.hit_builder import HitMaker
from searchui.search.results.page import Page
from searchui.search.results.searcher import Searcher
from searchui.search.statistics.collocation import USUAL_MINIMUM as USUAL_TIMES
from searchui.search.statistics.collocation import USUAL_WINDOW, Beside, Collocations
from searchui.search.statistics.concordance import Concordance, Line
from searchui.search.statistics.concordance_search import PER_PAGE, Asked, Kwic, LineOptions, asked_of
from searchui.search.statistics.count import Count, Uses
from searchui.search.statistics.keyness import USUAL_MINIMUM as USUAL_FREQUENCY
from searchui.search.statistics.keyness import Keyness
from searchui.search.statistics.ngram import USUAL_LONGEST, USUAL_SHORTEST, Ngrams
from searchui.search.statistics.phrase_profile import Card, Cards
from searchui.search.statistics.phraseology import USUAL_ROWS, Phraseology
from searchui.search.statistics.subcorpus_size import Extents
from searchui.search.statistics.trend import Trend, Trends
from searchui.search.suggest.example_queries import set_phrases
from searchui.search.suggest.suggester import Suggester, Suggestion

CACHED_SPEECHES = 64
SAMPLED_SPEECHES = 40
MOST_EXAMPLES = 10


def open_corpus(index: str | Path = "index_data") -> "Corpus":
    """Open the live generation of an index.

    Raises IndexMissingError where nothing was built, IndexStaleError where it was built with another
    analysis, IndexUnusableError where it is damaged.
    """
    return Store(Path(index)).read(_opened)


def _opened(generation: Generation) -> "Corpus":
    analysis = analysis_of(load_vocabulary(generation.folder))
    if generation.manifest.analysis != analysis.fingerprint:
        raise IndexStaleError(
            _("索引是用另一套分词或词表建立的，结果会不准。请重新建立：speechsearch build"),
        )
    catalogue = Catalogue(generation.folder)
    engine = EmbeddedReader(generation.folder, analysis, generation.manifest.paragraphs)
    return Corpus(generation, catalogue, engine, analysis)


class Corpus:
    """A published corpus. Safe to share between threads; close it, or use it in `with`."""

    def __init__(self, generation: Generation, catalogue: Catalogue, engine: RankingReader, analysis: Analysis) -> None:
        self.generation = generation
        self._catalogue = catalogue
        self._engine = engine
        self._analysis = analysis
        self._uses: WeakSet[Uses] = WeakSet()
        self._speech = lru_cache(maxsize=CACHED_SPEECHES)(self._read_speech)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files. Counts that are still held learn first what they would have to read later."""
        for uses in list(self._uses):
            uses.settle()
        self._engine.close()

    @property
    def manifest(self) -> Manifest:
        """What the index holds, and when it was built."""
        return self.generation.manifest

    @with_former_keywords
    def search(self, query: str, *, page: int = 1, per_page: int = 10, **options: Unpack[SearchOptions]) -> Page:
        """One page of the paragraphs that match, with exact totals and facets.

        `options` say how they are filtered, ordered and listed. Totals and facets are those of all paragraphs,
        however they are listed; `query` of the page says what was sought. With `group="speech"` pages are pages of
        speeches.
        Raises QueryError, PageError or CallError for what cannot be answered.
        """
        return self._searcher.page(asked(query, **options), page, per_page)

    @with_former_keywords
    def hits(self, query: str, **options: Unpack[SearchOptions]) -> Iterator[Hit]:
        """The hits of all pages in their order, read as they are taken, while the corpus is open.

        What cannot be answered raises as in `search`, and at once.
        """
        return self._searcher.all(asked(query, **options))

    @with_former_keywords
    def selection(self, filters: Filters) -> Selection:
        """How much of the corpus some filters leave, which is what numbers are to be seen against."""
        return self._columns.selection(filters)

    @with_former_keywords
    def count(self, phrase: str, *, match_options: MatchOptions = PLAIN) -> Count:
        """How often exactly these characters occur, in how many paragraphs and speeches, first and last.

        `match_options` are how strictly they are compared.
        """
        check_phrase(phrase, match_options)
        found = self._engine.occurrences(phrase, match_options)
        uses = Uses(found.paragraphs, self._columns, self._catalogue.entries, self._engine)
        self._uses.add(uses)
        return Count(phrase, int(found.counts.sum()), len(found.paragraphs), uses)

    @with_former_keywords
    def kwic(
        self, phrase: str, *, page: int = 1, per_page: int = PER_PAGE, **options: Unpack[LineOptions]
    ) -> Concordance:
        """One page of the lines of a phrase: every occurrence with what stands before and after. Counts are exact.

        `options` say which lines, how wide, and in which order. Raises CallError, PageError or QueryError for what
        cannot be answered.
        """
        return self._kwic.page(self._asked(phrase, **options), page, per_page)

    @with_former_keywords
    def kwic_lines(self, phrase: str, **options: Unpack[LineOptions]) -> Iterator[Line]:
        """The lines of all pages, read as they are taken, while the corpus is open."""
        return self._kwic.lines(self._asked(phrase, **options))

    @with_former_keywords
    def card(
        self,
        phrase: str,
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
    ) -> Card:
        """What is worth knowing of a phrase at a glance, in the whole corpus or what filters leave of it."""
        return self._cards.card(phrase, filters, match_options)

    @with_former_keywords
    def trend(
        self,
        phrases: Sequence[str],
        by: str = "year",
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
    ) -> Trend:
        """How often one to six phrases are used, `by` year, month or speaker, and against how much text."""
        return self._trends.trend(phrases, by, filters, match_options)

    def suggest(self, text: str, most: int = 8) -> list[Suggestion]:
        """What of this corpus begins with a text that is being typed, or contains it, each with its exact count."""
        return self._suggester.suggest(text, most)

    @with_former_keywords
    def collocations(
        self,
        phrase: str,
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
        window: int = USUAL_WINDOW,
        minimum: int = USUAL_TIMES,
        sort: str = "log-likelihood",
        limit: int = USUAL_ROWS,
    ) -> Collocations:
        """The words that stand at least `minimum` times among the `window` words on either side of a phrase.

        `sort` is log-likelihood or count; of the words `limit` are told. Raises CallError or QueryError.
        """
        check_phrase(phrase, match_options)
        return self._phraseology.collocations(phrase, filters, match_options, window, minimum, sort, limit)

    @with_former_keywords
    def beside(
        self,
        phrase: str,
        word: str,
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
        window: int = USUAL_WINDOW,
        page: int = 1,
        per_page: int = 10,
    ) -> Beside:
        """One page of the paragraphs in which a word stands in a window around a phrase, the newest first."""
        check_phrase(phrase, match_options)
        check_page(page, per_page)
        numbers = self._phraseology.beside(phrase, word, filters, match_options, window)
        pages = pages_of(len(numbers), page, per_page)
        shown = numbers[(page - 1) * per_page : page * per_page]
        return Beside(
            phrase,
            word,
            len(numbers),
            page,
            pages,
            tuple(self._phraseology.mentions(shown, phrase, word, match_options)),
        )

    @with_former_keywords
    def keyness(
        self,
        a: Filters,
        b: Filters = NO_FILTERS,
        *,
        size: int = 1,
        minimum: int = USUAL_FREQUENCY,
        limit: int = USUAL_ROWS,
    ) -> Keyness:
        """What words, or runs of `size` words, mark a part of the corpus against another; what is in both is a's."""
        return self._phraseology.keyness(a, b, size, minimum, limit)

    @with_former_keywords
    def ngrams(
        self,
        *,
        filters: Filters = NO_FILTERS,
        shortest: int = USUAL_SHORTEST,
        longest: int = USUAL_LONGEST,
        minimum: int = USUAL_FREQUENCY,
        limit: int = USUAL_ROWS,
    ) -> Ngrams:
        """Runs of `shortest` to `longest` words that stand at least `minimum` times in a part of the corpus."""
        return self._phraseology.ngrams(filters, shortest, longest, minimum, limit)

    @with_former_keywords
    def spread(self, filters: Filters = NO_FILTERS, phrase: str = "", match_options: MatchOptions = PLAIN) -> Facets:
        """How all paragraphs, or those with a phrase, are spread over the facets."""
        return self._phraseology.spread(filters, phrase, match_options)

    def speech(self, speech_id: str) -> Speech:
        """A speech whole; by the id of a version that was not indexed, the one that was.

        Raises NotFoundError where there is none with this id.
        """
        return self._speech(self._number(speech_id))

    def entry(self, speech_id: str) -> Entry:
        """The catalogue's entry of a speech. Raises NotFoundError where there is none with this id."""
        return self._catalogue.entries[self._number(speech_id)]

    def cite(self, speech_id: str, anchor: str = "", *, site: str = "", site_name: str = "", day: date) -> Citation:
        """How a speech is cited that was read on a `day`, or the paragraph of it that an anchor names.

        `site` is the address of the site, as https://example.org. Raises NotFoundError for what there is none of.
        """
        paragraph = paragraph_of(self.speech(speech_id), anchor) if anchor else None
        return Citation(self.entry(speech_id), paragraph, site, site_name, day)

    def speeches(self) -> list[Entry]:
        """Every speech, oldest first; those without a date last."""
        return sorted(self._catalogue.entries, key=lambda e: (e.date is None, e.date.key if e.date else 0, e.id))

    def set_phrases(self, most: int = 3) -> list[str]:
        """Set phrases that speeches of this corpus share, for examples; from a sample of the latest ones."""
        return self._set_phrases[:most]

    @with_former_keywords
    def highlights(
        self, text: str, query: str, *, match_options: MatchOptions = PLAIN, synonyms: bool = True
    ) -> tuple[Span, ...]:
        """The parts of any text that a query would mark."""
        return self.highlights_of([text], query, match_options=match_options, synonyms=synonyms)[0]

    @with_former_keywords
    def highlights_of(
        self, texts: Sequence[str], query: str, *, match_options: MatchOptions = PLAIN, synonyms: bool = True
    ) -> list[tuple[Span, ...]]:
        """The same of each of several texts, for which the query is read once."""
        return highlights_of(
            texts, marks_of(self._tree(query, match_options, synonyms), self._analysis), self._analysis
        )

    def _asked(self, phrase: str, **options: Unpack[LineOptions]) -> Asked:
        query, match_options = options.get("query", ""), options.get("match_options", PLAIN)
        within = (
            self._scope.resolve(self._tree(query, match_options, options.get("synonyms", True)))
            if query.strip()
            else None
        )
        if within is not None:
            check_cost(within, self._engine.occurrence_bound, query)
        return asked_of(phrase, within, **options)

    def _tree(self, query: str, match_options: MatchOptions, synonyms: bool) -> Query:
        tree = apply_match_options(read_query(query), match_options, query)
        return self._with_synonyms(tree) if synonyms else tree

    def _with_synonyms(self, query: Query) -> Query:
        return with_synonyms(query, self._analysis)

    def _total(self, query: Query) -> int:
        """How many paragraphs a query finds."""
        if isinstance(query, Phrase):  # without keeping the answer, which nobody asked to see
            return len(self._engine.occurrences(query.text, query.match_options).paragraphs)
        return len(self._engine.match(self._scope.resolve(query)).paragraphs)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self._engine, self._analysis, self._catalogue.entries, self._total)

    @cached_property
    def _set_phrases(self) -> list[str]:
        sample = self.speeches()[-SAMPLED_SPEECHES:]
        return set_phrases((self.speech(entry.id) for entry in sample), self._analysis, MOST_EXAMPLES)

    def _read_speech(self, number: int) -> Speech:
        entry = self._catalogue.entries[number]
        numbers = range(entry.first, entry.first + entry.paragraphs)
        return self._catalogue.speech(number, tuple(self._engine.paragraphs(numbers)))

    def _number(self, speech_id: str) -> int:
        number = self._catalogue.numbers.get(speech_id)
        if number is None:
            raise NotFoundError(
                _("没有编号为“{speech_id}”的讲话稿，它也许已被移走或改名", speech_id=speech_id),
            )
        return number

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._catalogue.entries)

    @cached_property
    def _extents(self) -> Extents:
        return Extents(self._catalogue.entries, self._columns, self._engine)

    @cached_property
    def _cards(self) -> Cards:
        return Cards(self._catalogue.entries, self._columns, self._engine, self._extents, self._analysis)

    @cached_property
    def _trends(self) -> Trends:
        return Trends(self._columns, self._engine, self._extents)

    @cached_property
    def _phraseology(self) -> Phraseology:
        return Phraseology(self._engine, self._columns, self._catalogue.entries)

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self._catalogue.entries, self._columns, self._engine.passages)

    @cached_property
    def _searcher(self) -> Searcher:
        maker = HitMaker(self._engine, self._analysis, self._columns, self._catalogue.entries)
        lister = Lister(self._engine, self._analysis, self._columns)
        return Searcher(self._engine, self._analysis, self._columns, self._scope, lister, maker)

    @cached_property
    def _kwic(self) -> Kwic:
        return Kwic(self._engine, self._columns, self._catalogue.entries)
