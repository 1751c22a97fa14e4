"""The corpus: the one entry point for searching, counting and reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.opening import analysis_in, open_engine
from indexer.engine.opensearch.connection.address import is_address
from indexer.errors import IndexStaleError, IndexUnusableError, SpeechsearchError
from indexer.i18n import _
from indexer.model import Span
from indexer.store import Generation, Store
from indexer.store.arrivals import Arrival, added_since, load_arrivals, state_of
from indexer.store.manifest import Manifest
from indexer.store.speech_catalogue import Catalogue
from searchui.search.corpus_texts import CorpusTexts
from searchui.search.deprecated import with_former_keywords
from searchui.search.filters.filters import Filters

if TYPE_CHECKING:  # each question loads what answers it: who only counts does not wait for the rest
    from searchui.search.arrivals.arrivals import Arrivals
    from searchui.search.filters.columns import Selection
    from searchui.search.ranking.search_request import SearchOptions
    from searchui.search.results.citation import Citation
    from searchui.search.results.hit import Hit
    from searchui.search.results.left_out import LeftOutPlace
    from searchui.search.results.page import Page
    from searchui.search.suggest.suggester import Suggestion


def open_corpus(index: str | Path = "index_data") -> Corpus:
    """Open the live generation of an index: of a folder, or of a cluster, as opensearch+https://host:9200/name.

    Raises CallError for an address that cannot be read, IndexMissingError where nothing was built, IndexStaleError where it was built with another
    analysis, IndexUnusableError where it is damaged.
    """
    return Store(_folder_of(index)).read(_open)


def _folder_of(index: str | Path) -> Path:
    """The folder that is read: of a cluster the mirror on this machine, as it is now."""
    if not is_address(str(index)):
        return Path(index)
    from indexer.cluster.mirror import mirrored

    return mirrored(str(index))


def _open(generation: Generation) -> Corpus:
    try:
        return _opened(generation)
    except SpeechsearchError:
        raise
    except Exception as error:  # of what is damaged nobody knows what it does
        raise generation.damage() or error from error


def _opened(generation: Generation) -> Corpus:
    analysis = analysis_in(generation.folder)
    if generation.manifest.analysis != analysis.fingerprint:
        raise IndexStaleError(
            _("索引是用另一套分词或词表建立的，结果会不准。请重新建立：speechsearch build"),
        )
    catalogue = Catalogue(generation.folder)
    engine = open_engine(generation.folder, analysis, generation.manifest.paragraphs)
    return Corpus(generation, catalogue, engine, analysis)


class Corpus(CorpusTexts):
    """A published corpus. Safe to share between threads; close it, or use it in `with`.

    Everywhere `filters` keep only what has a selected value of each facet, and `match_options` are how strictly
    phrases are compared. What cannot be answered raises CallError, and QueryError where a query is at fault.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        failed = error
        try:
            self.close()
        except Exception as closing:
            failed = error or closing
        damage = self.explanation(failed) if isinstance(failed, Exception) else None
        if damage is not None:
            raise damage from failed
        if failed is not None and failed is not error:
            raise failed

    def explanation(self, error: Exception) -> IndexUnusableError | None:
        """What is wrong with the index, where an error that nobody foresaw came from reading it; None where nothing is.

        All files are read for that, which takes seconds where they are large.
        """
        foreseen = isinstance(error, SpeechsearchError) or not _is_of_reading(error)
        return None if foreseen else self.generation.damage()

    def close(self) -> None:
        """Let go of the index's files. Counts that are still held learn first what they would have to read later.

        Raises IndexUnusableError where a file was cut short since it was opened: an answer may be of what is not there.
        """
        try:
            self._settle()
            self.generation.check_sizes()
        finally:
            self._opened.engine.close()

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
        from searchui.search.ranking.search_request import search_request
        from searchui.search.results.searcher import search

        return search(self._snapshot, search_request(query, **options), page, per_page)

    @with_former_keywords
    def hits(self, query: str, **options: Unpack[SearchOptions]) -> Iterator[Hit]:
        """The hits of all pages in their order, read as they are taken, while the corpus is open.

        What cannot be answered raises as in `search`, and at once.
        """
        from searchui.search.ranking.search_request import search_request
        from searchui.search.results.searcher import search_all

        return search_all(self._snapshot, search_request(query, **options))

    def arrivals(self, query: str, since: str, *, most: int = 20, **options: Unpack[SearchOptions]) -> Arrivals:
        """What a search finds that was not in the corpus at the state `since`, whenever it was said; `most` of it as hits.

        A state is the `state` of an earlier answer, or of a corpus. What cannot be answered raises as in `search`.
        """
        from searchui.search.arrivals.arrivals import Arrivals, new_hits
        from searchui.search.ranking.search_request import search_request

        request = search_request(query, **options)
        request.query.parse()
        added = [] if since == self.state else added_since(self._arrivals, since)
        if added is None:
            return Arrivals(since, self.state, None)
        return Arrivals(since, self.state, *new_hits(self._snapshot, request, added, most))

    @property
    def state(self) -> str:
        """A name of what the corpus is now, since which a later one can be asked for arrivals."""
        return state_of(self.manifest)

    @with_former_keywords
    def selection(self, filters: Filters) -> Selection:
        """How much of the corpus some filters leave, which is what numbers are to be seen against."""
        return self._snapshot.columns.selection(filters)

    def suggest(self, text: str, most: int = 8) -> list[Suggestion]:
        """What of this corpus begins with a text that is being typed, or contains it, each with its exact count."""
        from searchui.search.suggest.suggester import Suggester

        return self._snapshot.shared(Suggester).suggest(text, most)

    def cite(self, speech_id: str, anchor: str = "", *, site: str = "", day: date) -> Citation:
        """How a speech is cited that was read on a `day`, or the paragraph of it that an anchor names.

        `site` is the address by which others reach this archive, as https://example.org. Raises NotFoundError for an
        unknown id or anchor.
        """
        from searchui.search.results.citation import Citation, paragraph_of

        paragraph = paragraph_of(self.speech(speech_id), anchor) if anchor else None
        return Citation(self.entry(speech_id), paragraph, site, day)

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
        from searchui.search.highlighting.highlight_terms import highlight_terms
        from searchui.search.highlighting.highlighter import highlights_of
        from searchui.search.query.interpretation import Interpretation
        from searchui.search.results.verbatim import as_meant

        analysis, asked = self._snapshot.analysis, Interpretation(query, match_options, synonyms)
        tree = asked.expand(as_meant(asked, self._snapshot), analysis)
        return highlights_of(texts, highlight_terms(tree, analysis), analysis)

    def left_out(self, phrase: str) -> list[LeftOutPlace]:
        """Where a phrase is in text that was left out of speeches (furniture of pages, captions …), which no count has."""
        from searchui.search.results.left_out import left_out_places

        return left_out_places(phrase, self._snapshot)

    def torn_highlights(
        self, speech_id: str, query: str, *, match_options: MatchOptions = PLAIN
    ) -> Mapping[int, Sequence[Span]]:
        """What texts of a query mark in a speech where they go on from one paragraph to the next, by place of paragraph.

        Raises NotFoundError for an unknown id, QueryError for a query that cannot be read.
        """
        from searchui.search.query.interpretation import Interpretation
        from searchui.search.results.crossing_query import torn_spans
        from searchui.search.results.verbatim import as_meant

        entry, tree = self.entry(speech_id), as_meant(Interpretation(query, match_options), self._snapshot)
        own = self.speech(speech_id).own  # of a version: what was indexed are passages of its paragraphs
        marked: dict[int, list[Span]] = {}
        for place, span in torn_spans(self._snapshot, tree, entry.first, entry.paragraphs):
            number, before = (place, 0) if own is None else (own[place][0], own[place][1].start)
            marked.setdefault(number, []).append(Span(before + span.start, before + span.end))
        return marked

    @cached_property
    def _arrivals(self) -> tuple[Arrival, ...]:
        return load_arrivals(self.generation)

    @cached_property
    def _set_phrases(self) -> list[str]:
        from searchui.search.suggest.example_queries import MAX_EXAMPLES, SAMPLED_SPEECHES, set_phrases

        return set_phrases(self.speeches()[-SAMPLED_SPEECHES:], self._snapshot.engine.forward_index, MAX_EXAMPLES)


def _is_of_reading(error: Exception) -> bool:
    """Whether an error came from the program's own reading of an index, and not from what its caller does between questions."""
    names = (frame.f_globals.get("__name__", "") for frame, _line in walk_tb(error.__traceback__))
    return any(name.startswith(("indexer.", "searchui.search.")) for name in names)
