"""The corpus: the one entry point for searching, counting and reading."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from indexer.analysis import Analysis
from indexer.catalogue import Catalogue, Entry
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.port import EngineReader, Matches, Numbers
from indexer.engine.query import Query
from indexer.errors import CallError, IndexStaleError, NotFoundError, PageError
from indexer.model import Span, Speech
from indexer.store import Generation, Manifest, Store
from searchui.search.examples import set_phrases
from searchui.search.facets import chosen, facet
from searchui.search.highlight import highlights
from searchui.search.language import LONGEST, read_query
from searchui.search.ranking import UNDATED, Sort, order
from searchui.search.results import Count, Hit, Mention, Page
from searchui.search.scope import resolve
from searchui.search.speakers import Speakers

MOST_PER_PAGE = 100
CACHED_SPEECHES = 64
SAMPLED_SPEECHES = 40
MOST_EXAMPLES = 10


def open_corpus(index: str | Path = "index_data") -> "Corpus":
    """Open the live generation of an index.

    Raises IndexMissingError where nothing was built, IndexStaleError where it was built with another
    analysis, IndexUnusableError where it is damaged.
    """
    generation = Store(Path(index)).current()
    analysis = Analysis()
    if generation.manifest.analysis != analysis.fingerprint:
        raise IndexStaleError(
            "索引是用另一套分词或词表建立的，结果会不准。请重新建立：speechsearch build",
            "The index was built with another analysis, so answers could be wrong. Build again: speechsearch build",
        )
    catalogue = Catalogue(generation.folder)
    size = sum(entry.paragraphs for entry in catalogue.entries)
    return Corpus(generation, catalogue, EmbeddedReader(generation.folder, analysis, size), analysis)


class Corpus:
    """A published corpus. Safe to share between threads; close it, or use it in `with`."""

    def __init__(self, generation: Generation, catalogue: Catalogue, engine: EngineReader, analysis: Analysis) -> None:
        self.generation = generation
        self._catalogue = catalogue
        self._engine = engine
        self._analysis = analysis
        entries = catalogue.entries
        self._ends = np.cumsum([entry.paragraphs for entry in entries], dtype=np.int64)
        self._dates = np.array([entry.date.key if entry.date else UNDATED for entry in entries], dtype=np.int64)
        self._years = [entry.date.year if entry.date else None for entry in entries]
        self._speakers = Speakers(entries)
        self._speech = lru_cache(maxsize=CACHED_SPEECHES)(catalogue.speech)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.close()

    @property
    def manifest(self) -> Manifest:
        """What the index holds, and when it was built."""
        return self.generation.manifest

    def search(
        self,
        query: str,
        *,
        page: int = 1,
        per_page: int = 10,
        sort: str = "relevance",
        years: Sequence[int] = (),
        speakers: Sequence[str] = (),
    ) -> Page:
        """One page of the paragraphs that match, with exact totals and facets.

        `sort` is relevance, newest or oldest; `years` and `speakers` keep only speeches of any of these.
        Raises QueryError, PageError or CallError for what cannot be answered.
        """
        tree = read_query(query)
        ordering = _sort(sort)
        _check_page(page, per_page)
        matches = self._engine.match(resolve(tree, self._catalogue.entries))
        speeches = self._speeches_of(matches.paragraphs)
        of_years = chosen(self._years, years, speeches)
        voices = self._speakers.of[matches.paragraphs]
        of_speakers = chosen(self._speakers.names, speakers, voices)
        kept = of_years & of_speakers
        hits = Matches(matches.paragraphs[kept], matches.scores[kept])
        total = len(hits.paragraphs)
        pages = max(1, -(-total // per_page))
        if page > pages:
            raise PageError(
                f"没有第 {page} 页，结果一共 {pages} 页",
                f"There is no page {page}; the results have {pages}",
                last=pages,
            )
        places = order(hits, self._dates[speeches[kept]], ordering)[(page - 1) * per_page : page * per_page]
        return Page(
            query=tree,
            total=total,
            speeches=len(np.unique(speeches[kept])),
            page=page,
            pages=pages,
            per_page=per_page,
            sort=ordering.value,
            hits=tuple(self._hit(hits, int(place), tree) for place in places),
            facets={
                "year": facet(self._years, speeches[of_speakers]),
                "speaker": facet(self._speakers.names, voices[of_years]),
            },
        )

    def count(self, phrase: str) -> Count:
        """How often exactly these characters occur, in how many paragraphs and speeches, first and last."""
        _check_phrase(phrase)
        found = self._engine.occurrences(phrase)
        speeches = self._speeches_of(found.paragraphs)
        numbers = np.unique(speeches)
        dates = self._dates[speeches]
        dated = np.flatnonzero(dates != UNDATED)
        by_time = dated[np.lexsort((found.paragraphs[dated], dates[dated]))]
        return Count(
            phrase=phrase,
            occurrences=int(found.counts.sum()),
            paragraphs=len(found.paragraphs),
            speeches=len(numbers),
            first=self._mention(found.paragraphs[by_time[0]]) if len(by_time) else None,
            last=self._mention(found.paragraphs[by_time[-1]]) if len(by_time) else None,
            undated=int((self._dates[numbers] == UNDATED).sum()),
        )

    def speech(self, speech_id: str) -> Speech:
        """A speech whole; by the id of a version that was not indexed, the one that was.

        Raises NotFoundError where there is none with this id.
        """
        return self._speech(self._number(speech_id))

    def entry(self, speech_id: str) -> Entry:
        """The catalogue's entry of a speech. Raises NotFoundError where there is none with this id."""
        return self._catalogue.entries[self._number(speech_id)]

    def speeches(self) -> list[Entry]:
        """Every speech, oldest first; those without a date last."""
        return sorted(self._catalogue.entries, key=lambda e: (e.date is None, e.date.key if e.date else 0, e.id))

    def set_phrases(self, most: int = 3) -> list[str]:
        """Set phrases that speeches of this corpus share, for examples; from a sample of the latest ones."""
        return self._set_phrases[:most]

    def highlights(self, text: str, query: str) -> tuple[Span, ...]:
        """The parts of any text that a query would mark."""
        return highlights(text, read_query(query), self._analysis)

    @cached_property
    def _set_phrases(self) -> list[str]:
        sample = self.speeches()[-SAMPLED_SPEECHES:]
        return set_phrases((self.speech(entry.id) for entry in sample), self._analysis, MOST_EXAMPLES)

    def _number(self, speech_id: str) -> int:
        number = self._catalogue.numbers.get(speech_id)
        if number is None:
            raise NotFoundError(
                f"没有编号为“{speech_id}”的讲话稿，它也许已被移走或改名",
                f"No speech has the id “{speech_id}”; it may have been moved",
            )
        return number

    def _speeches_of(self, paragraphs: Numbers) -> Numbers:
        """The number of the speech of each paragraph."""
        return np.searchsorted(self._ends, paragraphs, side="right")

    def _entry(self, paragraph: int) -> Entry:
        return self._catalogue.entries[int(np.searchsorted(self._ends, paragraph, side="right"))]

    def _hit(self, matches: Matches, place: int, tree: Query) -> Hit:
        number = int(matches.paragraphs[place])
        paragraph = self._engine.paragraph(number)
        spans = highlights(paragraph.text, tree, self._analysis)
        return Hit(paragraph, self._entry(number), spans, float(matches.scores[place]))

    def _mention(self, number: int) -> Mention:
        return Mention(self._entry(number), self._engine.paragraph(number))


def _sort(sort: str) -> Sort:
    try:
        return Sort(sort)
    except ValueError as error:
        raise CallError(
            f"没有“{sort}”这种排序，可用 relevance（相关）、newest（最新）、oldest（最早）",
            f"There is no order “{sort}”; use relevance, newest or oldest",
        ) from error


def _check_page(page: int, per_page: int) -> None:
    if page < 1:
        raise PageError(f"页码要从 1 开始，不能是 {page}", f"Pages begin at 1; {page} is none")
    if not 1 <= per_page <= MOST_PER_PAGE:
        raise CallError(
            f"每页要 1 到 {MOST_PER_PAGE} 条，不能是 {per_page}",
            f"A page has 1 to {MOST_PER_PAGE} hits, not {per_page}",
        )


def _check_phrase(phrase: str) -> None:
    if not phrase:
        raise CallError("请写下要数的词句", "Write the phrase to count")
    if len(phrase) > LONGEST:
        raise CallError(
            f"词句有 {len(phrase)} 个字，最多 {LONGEST} 个字",
            f"The phrase has {len(phrase)} characters; {LONGEST} is the most",
        )
