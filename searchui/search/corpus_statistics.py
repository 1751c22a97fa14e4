"""What a corpus answers in numbers: counts, concordances, trends, collocations, keyness, n-grams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Unpack
from weakref import WeakSet

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.store import Generation
from searchui.search.deprecated import with_former_keywords
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.query.match_options import read_phrase
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import (
    DEFAULT_LINES,
    DEFAULT_MAX_WORDS,
    DEFAULT_MIN_FREQUENCY,
    DEFAULT_MIN_JOINT,
    DEFAULT_MIN_WORDS,
    DEFAULT_ROWS,
    DEFAULT_VARIANTS,
    DEFAULT_WINDOW,
)

if TYPE_CHECKING:  # each question loads what answers it: who only counts does not wait for the rest
    from searchui.search.filters.facets import Facets
    from searchui.search.statistics.concordance import Concordance, Line
    from searchui.search.statistics.concordance_search import LineOptions
    from searchui.search.statistics.count import Count, Uses
    from searchui.search.statistics.crossing_lines import CrossingLine, CrossingLines
    from searchui.search.statistics.phrase_profile import Card
    from searchui.search.statistics.trend import Trend
    from searchui.search.statistics.words.collocation import Beside, Collocations
    from searchui.search.statistics.words.keyness import Keyness
    from searchui.search.statistics.words.ngram import Ngrams
    from searchui.search.statistics.words.phraseology import Phraseology
    from searchui.search.variants.variant import Variants


class CorpusStatistics:
    """The questions about phrases and words that a corpus answers.

    Everywhere `filters` keep only what has a selected value of each facet, and `match_options` are how strictly
    phrases are compared. What cannot be answered raises CallError, and QueryError where a query is at fault.
    """

    def __init__(self, generation: Generation, snapshot: Snapshot) -> None:
        self.generation = generation
        self._opened = snapshot
        self._uses: WeakSet[Uses] = WeakSet()
        self.is_watched = False
        """Whether who asks looks at the sizes of the files, before the first question and after the last one of an answer."""

    @property
    def _snapshot(self) -> Snapshot:
        """What every question is answered from.

        Raises IndexUnusableError where a file was cut short since it was opened: reading beyond the end of what is mapped
        would end the process.
        """
        self._look_at_sizes()
        return self._opened

    def _look_at_sizes(self) -> None:
        """Raises IndexUnusableError as `_snapshot` does."""
        if not self.is_watched:
            self.generation.check_sizes()

    def _settle(self) -> None:
        """Before the files of the index are closed: have counts that are still held learn what they read later."""
        for uses in list(self._uses):
            self.generation.check_sizes()
            uses.settle()

    @with_former_keywords
    def count(self, phrase: str, *, match_options: MatchOptions = PLAIN) -> Count:
        """How often exactly these characters occur, in how many paragraphs and speeches, first and last."""
        from searchui.search.results.crossing import CrossingPlaces
        from searchui.search.statistics.count import Count, Uses

        phrase = read_phrase(phrase, match_options)
        snapshot = self._snapshot
        found = snapshot.uses(phrase, match_options)
        uses = Uses(found, snapshot, CrossingPlaces(snapshot, phrase, match_options))
        self._uses.add(uses)
        return Count(phrase, int(found.counts.sum()), int(found.paragraphs.sum()), uses)

    @with_former_keywords
    def kwic(
        self, phrase: str, *, page: int = 1, per_page: int = DEFAULT_LINES, **options: Unpack[LineOptions]
    ) -> Concordance:
        """One page of the lines of a phrase: every occurrence with what stands before and after. Counts are exact.

        `options` say which lines, how wide, and in which order. Raises CallError, PageError or QueryError for what
        cannot be answered.
        """
        from searchui.search.statistics.concordance_search import concordance, concordance_request

        request = concordance_request(self._snapshot, phrase, **options)
        return concordance(self._snapshot, request, page, per_page)

    @with_former_keywords
    def kwic_lines(self, phrase: str, **options: Unpack[LineOptions]) -> Iterator[Line]:
        """The lines of all pages, read as they are taken, while the corpus is open."""
        from searchui.search.statistics.concordance_search import concordance_lines, concordance_request

        request = concordance_request(self._snapshot, phrase, **options)
        return concordance_lines(self._snapshot, request)

    def crossings(
        self, phrase: str, *, page: int = 1, per_page: int = DEFAULT_LINES, **options: Unpack[LineOptions]
    ) -> CrossingLines:
        """One page of the places where a phrase crosses from one paragraph to the next, the oldest first.

        These are where a paragraph does not end a sentence, begins or goes on with the phrase, and the next one goes on
        with it. `kwic` has none of them. `options` are those of `kwic`; width and order have no effect.
        Raises CallError, PageError or QueryError for what cannot be answered.
        """
        from searchui.search.statistics.concordance_search import concordance_request
        from searchui.search.statistics.crossing_lines import crossing_lines

        return crossing_lines(self._snapshot, concordance_request(self._snapshot, phrase, **options), page, per_page)

    def crossing_lines(self, phrase: str, **options: Unpack[LineOptions]) -> Iterator[CrossingLine]:
        """Those of all pages, read as they are taken, while the corpus is open."""
        from searchui.search.statistics.concordance_search import concordance_request
        from searchui.search.statistics.crossing_lines import all_crossing_lines

        return all_crossing_lines(self._snapshot, concordance_request(self._snapshot, phrase, **options))

    @with_former_keywords
    def card(self, phrase: str, *, filters: Filters = NO_FILTERS, match_options: MatchOptions = PLAIN) -> Card:
        """What is worth knowing of a phrase at a glance, in the whole corpus or what filters leave of it."""
        from searchui.search.statistics.phrase_profile import phrase_profile

        return phrase_profile(self._snapshot, phrase, filters, match_options)

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
        from searchui.search.statistics.trend import trend

        return trend(self._snapshot, phrases, by, filters, match_options)

    def variants(self, phrase: str, *, limit: int = DEFAULT_VARIANTS) -> Variants:
        """Wordings that differ from a phrase by a word or a few characters, each with its exact counts by year.

        The first `limit` are given, those first that may have succeeded it or been succeeded by it, and sentences in which
        one stands where the other stands. Raises CallError for a phrase of more than 30 characters.
        """
        from searchui.search.variants.variant_search import find_variants

        return find_variants(self._snapshot, phrase, limit)

    @with_former_keywords
    def collocations(
        self,
        phrase: str,
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
        window: int = DEFAULT_WINDOW,
        minimum: int = DEFAULT_MIN_JOINT,
        sort: str = "log-likelihood",
        limit: int = DEFAULT_ROWS,
    ) -> Collocations:
        """The words that stand at least `minimum` times among the `window` words on either side of a phrase.

        Only those are given that do so significantly more often, or less often, than elsewhere.

        `sort` is log-likelihood or count; the first `limit` words are given. Raises CallError or QueryError.
        """
        return self._phraseology.collocations(phrase, filters, match_options, window, minimum, sort, limit)

    @with_former_keywords
    def beside(
        self,
        phrase: str,
        word: str,
        *,
        filters: Filters = NO_FILTERS,
        match_options: MatchOptions = PLAIN,
        window: int = DEFAULT_WINDOW,
        page: int = 1,
        per_page: int = 10,
    ) -> Beside:
        """One page of the paragraphs in which a word stands in a window around a phrase, the newest first."""
        return self._phraseology.beside(phrase, word, filters, match_options, window, page, per_page)

    def keyness(
        self,
        a: Filters,
        b: Filters = NO_FILTERS,
        *,
        a_speeches: Sequence[str] = (),
        b_speeches: Sequence[str] = (),
        size: int = 1,
        minimum: int = DEFAULT_MIN_FREQUENCY,
        function_words: bool = False,
        limit: int = DEFAULT_ROWS,
        phrases: bool = True,
    ) -> Keyness:
        """What marks a part of the corpus against another: words, or runs of two words to `size`; what is in both is a's.

        Of a part only some speeches are taken, where their ids are given. With words there are `phrases`, maximal runs of
        words that are counted to the letter. Only what differs significantly is given, without `function_words` no
        function words, and no runs that begin or end with one. Raises NotFoundError for an unknown id.
        """
        from searchui.search.statistics.words.keyness import KeynessOptions
        from searchui.search.statistics.words.subcorpus import Part

        options = KeynessOptions(size, minimum, function_words, limit, phrases)
        return self._phraseology.keyness(Part(a, tuple(a_speeches)), Part(b, tuple(b_speeches)), options)

    def prepare_statistics(self) -> None:
        """Make what the first question about words would wait for; where the index can be written to, it is kept there."""
        from searchui.search.statistics.words.subcorpus import Subcorpora

        made = self._snapshot.shared(Subcorpora)
        _ = made.grams
        made.keep_vocabulary()

    @with_former_keywords
    def ngrams(
        self,
        *,
        filters: Filters = NO_FILTERS,
        shortest: int | None = None,
        longest: int = DEFAULT_MAX_WORDS,
        minimum: int = DEFAULT_MIN_FREQUENCY,
        function_words: bool = False,
        limit: int = DEFAULT_ROWS,
    ) -> Ngrams:
        """Maximal runs of `shortest` to `longest` words that stand at least `minimum` times in a part of the corpus.

        Without `shortest` they have DEFAULT_MIN_WORDS, or `longest` where that is less. Without `function_words` none
        begins or ends with one. Raises CallError where `shortest` is more than `longest`.
        """
        least = min(DEFAULT_MIN_WORDS, longest) if shortest is None else shortest
        return self._phraseology.ngrams(filters, least, longest, minimum, function_words, limit)

    @with_former_keywords
    def spread(self, filters: Filters = NO_FILTERS, phrase: str = "", match_options: MatchOptions = PLAIN) -> Facets:
        """How all paragraphs, or those with a phrase, are spread over the facets."""
        return self._phraseology.spread(filters, phrase, match_options)

    @property
    def _phraseology(self) -> Phraseology:
        from searchui.search.statistics.words.phraseology import Phraseology

        return self._snapshot.shared(Phraseology)
