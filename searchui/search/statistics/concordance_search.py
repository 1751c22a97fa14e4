"""Key words in context: the places of a phrase, narrowed and in order, as the lines of a concordance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

import numpy as np

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Matches, Numbers, Spans
from indexer.engine.query import Phrase, Query
from indexer.engine.reader import RankingReader
from indexer.errors import CallError
from indexer.i18n import _
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Columns, Mask
from searchui.search.filters.facets import FilteredMatches
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.query.cost import check_cost
from searchui.search.query.phrase_checks import check_phrase
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.statistics.concordance import Concordance, Line, line_of
from searchui.search.statistics.concordance_sort import REACH, LineOrder, LineSort

WIDTH = 20
MOST_WIDTH = REACH
PER_PAGE = 50
MOST_LINES = 500
CHUNK = 4096  # lines that are put in order at a time where all are wanted
READ = 256  # lines whose paragraphs are in memory at a time


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for. `within`: only those in the paragraphs that a query with its fields resolved finds."""

    phrase: str
    width: int = WIDTH
    sort: str = LineSort.DATE.value
    filters: Filters = NO_FILTERS
    match_options: MatchOptions = PLAIN
    within: Query | None = None


class LineOptions(TypedDict, total=False):
    """How lines may be asked for, each as in a search.

    `width` characters a side; `sort` is date, newest, left or right; with `query` only lines in the paragraphs that it
    finds; `match_options` are how strictly the phrase, and what is quoted in the query, is compared.
    """

    width: int
    sort: str
    filters: Filters
    match_options: MatchOptions
    query: str
    synonyms: bool


def asked_of(phrase: str, within: Query | None, **options: Unpack[LineOptions]) -> Asked:
    """The lines that are asked for; `within` is what the query in the options means."""
    return Asked(
        phrase,
        options.get("width", WIDTH),
        options.get("sort", LineSort.DATE.value),
        options.get("filters", NO_FILTERS),
        options.get("match_options", PLAIN),
        within,
    )


class Kwic:
    """Makes concordances of a corpus."""

    def __init__(self, engine: RankingReader, columns: Columns, entries: Sequence[Entry]) -> None:
        self._engine = engine
        self._columns = columns
        self._entries = entries

    def page(self, asked: Asked, page: int, per_page: int) -> Concordance:
        """One page of lines. Raises CallError, PageError or QueryError for what cannot be answered."""
        sort = _checked(asked, self._engine)
        check_page(page, per_page, MOST_LINES)
        found, standing = self._found(asked)
        total = len(standing.starts)
        pages = pages_of(total, page, per_page)
        order = LineOrder(standing, self._columns, self._engine, sort)
        lines = order.between((page - 1) * per_page, min(page * per_page, total))
        return Concordance(
            phrase=asked.phrase,
            width=asked.width,
            sort=sort.value,
            page=page,
            pages=pages,
            per_page=per_page,
            total=total,
            paragraphs=_distinct(standing.paragraphs),
            lines=tuple(self._lines(standing, lines, asked.width)),
            found=found,
        )

    def lines(self, asked: Asked) -> Iterator[Line]:
        """Every line in order; few of them are in memory at a time. What cannot be answered is said at once."""
        sort = _checked(asked, self._engine)
        return self._every(asked, sort)

    def _every(self, asked: Asked, sort: LineSort) -> Iterator[Line]:
        _, standing = self._found(asked)
        order = LineOrder(standing, self._columns, self._engine, sort)
        total = len(standing.starts)
        for first in range(0, total, CHUNK):
            lines = order.between(first, min(first + CHUNK, total))
            for start in range(0, len(lines), READ):
                yield from self._lines(standing, lines[start : start + READ], asked.width)

    def _found(self, asked: Asked) -> tuple[FilteredMatches, Spans]:
        """Where the phrase stands: one match a place, so that facets count occurrences; and what is left of them."""
        standing = self._engine.spans(asked.phrase, asked.match_options)
        if asked.within is not None:
            having = np.zeros(self._engine.size, dtype=np.bool_)
            having[self._engine.match(asked.within).paragraphs] = True
            standing = _only(standing, having[standing.paragraphs])
        every = Matches(standing.paragraphs, np.zeros(len(standing.paragraphs), dtype=np.float32))
        found = FilteredMatches(every, self._columns, asked.filters)
        return found, standing if found.mask is None else _only(standing, found.mask)

    def _lines(self, standing: Spans, lines: Numbers, width: int) -> Iterator[Line]:
        numbers, places = np.unique(standing.paragraphs[lines], return_inverse=True)
        read = self._engine.paragraphs(numbers.tolist())  # each once: a long one may have all the lines
        owners = [self._entries[speech] for speech in self._columns.speech_of(numbers).tolist()]
        starts, ends = standing.starts[lines].tolist(), standing.ends[lines].tolist()
        for place, start, end in zip(places.tolist(), starts, ends, strict=True):
            yield line_of(read[place], owners[place], start, end, width)


def _checked(asked: Asked, engine: RankingReader) -> LineSort:
    """The order that is asked for. Raises CallError or QueryError for what cannot be answered."""
    check_phrase(asked.phrase, asked.match_options)
    if asked.match_options != PLAIN:
        check_cost(Phrase(asked.phrase, asked.match_options), engine.occurrence_bound, asked.phrase)
    if not 0 <= asked.width <= MOST_WIDTH:
        raise CallError(
            _("前后要 0 到 {most_width} 个字，不能是 {width}", most_width=MOST_WIDTH, width=asked.width),
        )
    try:
        return LineSort(asked.sort)
    except ValueError as error:
        raise CallError(
            _("没有“{sort}”这种排序，可用 date（最早）、newest（最新）、left（前文）、right（后文）", sort=asked.sort),
        ) from error


def _only(standing: Spans, kept: Mask) -> Spans:
    places = kept.nonzero()[0]
    return Spans(standing.paragraphs[places], standing.starts[places], standing.ends[places])


def _distinct(ascending: Numbers) -> int:
    return int(np.count_nonzero(np.diff(ascending))) + 1 if len(ascending) else 0
