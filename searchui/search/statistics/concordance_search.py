"""Key words in context: the places of a phrase, filtered and in order, as the lines of a concordance."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Matches, Numbers, Spans
from indexer.engine.query import Phrase, Query
from indexer.engine.reader import RankingReader
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.filters.columns import Mask
from searchui.search.filters.facets import FilteredMatches
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.query.cost import check_cost
from searchui.search.query.interpretation import Interpretation
from searchui.search.query.match_options import read_phrase
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.crossing_query import resolved_rest
from searchui.search.results.verbatim import as_meant
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import DEFAULT_WIDTH
from searchui.search.statistics.collation import Collation
from searchui.search.statistics.concordance import Concordance, Line, line_of
from searchui.search.statistics.concordance_sort import REACH, LineOrder, LineSort

MAX_WIDTH = REACH
MAX_LINES = 500
CHUNK = 4096  # lines that are put in order at a time where all are wanted
READ = 256  # lines whose paragraphs are in memory at a time


@dataclass(frozen=True, slots=True)
class ConcordanceRequest:
    """Which lines are asked for. `within`: only those in the paragraphs that a query with its fields resolved finds.

    `beside`: what that asks for beside the phrase, which is in no paragraph where it crosses from one to the next.
    """

    phrase: str
    width: int = DEFAULT_WIDTH
    sort: str = LineSort.DATE.value
    collation: str = Collation.CODE.value
    filters: Filters = NO_FILTERS
    match_options: MatchOptions = PLAIN
    within: Query | None = None
    beside: Query | None = None

    def crossing(self, snapshot: Snapshot) -> CrossingPlaces:
        """The places beside these lines at which the phrase crosses from one paragraph to the next."""
        return CrossingPlaces(snapshot, self.phrase, self.match_options, self.filters, self.beside)


class LineOptions(TypedDict, total=False):
    """How lines may be asked for, each as in a search.

    `width` characters a side; `sort` is date, newest, left or right, texts being compared by a `collation`: code, pinyin
    or strokes; with `query` only lines in the paragraphs that it
    finds; `match_options` are how strictly the phrase, and what is quoted in the query, is compared.
    """

    width: int
    sort: str
    collation: str
    filters: Filters
    match_options: MatchOptions
    query: str
    synonyms: bool


def concordance_request(
    snapshot: Snapshot,
    phrase: str,
    *,
    width: int = DEFAULT_WIDTH,
    sort: str = LineSort.DATE,
    collation: str = Collation.CODE,
    filters: Filters = NO_FILTERS,
    match_options: MatchOptions = PLAIN,
    query: str = "",
    synonyms: bool = True,
) -> ConcordanceRequest:
    """The lines that some LineOptions ask for. Raises QueryError where the query among them cannot be answered."""
    phrase, within, beside = read_phrase(phrase, match_options), None, None
    if query.strip():
        asked = Interpretation(query, match_options, synonyms)
        parsed = as_meant(asked, snapshot)
        within, beside = asked.resolved(parsed, snapshot), resolved_rest(snapshot, parsed, phrase, asked)
    return ConcordanceRequest(phrase, width, sort, collation, filters, match_options, within, beside)


def concordance(snapshot: Snapshot, request: ConcordanceRequest, page: int, per_page: int) -> Concordance:
    """One page of lines. Raises CallError, PageError or QueryError for what cannot be answered."""
    sort, collation = check_request(request, snapshot.engine)
    check_page(page, per_page, MAX_LINES)
    found, spans = _find(snapshot, request)
    total = len(spans.starts)
    pages = pages_of(total, page, per_page)
    order = LineOrder(spans, snapshot, sort, collation)
    lines = order.between((page - 1) * per_page, min(page * per_page, total))
    return Concordance(
        phrase=request.phrase,
        width=request.width,
        sort=sort.value,
        page=page,
        pages=pages,
        per_page=per_page,
        total=total,
        paragraphs=_distinct(spans.paragraphs),
        lines=tuple(_lines(snapshot, spans, lines, request.width)),
        found=found,
        places=request.crossing(snapshot),
    )


def concordance_lines(snapshot: Snapshot, request: ConcordanceRequest) -> Iterator[Line]:
    """Every line in order; few of them are in memory at a time. What cannot be answered is said at once."""
    return _read_all(snapshot, request, *check_request(request, snapshot.engine))


def _read_all(snapshot: Snapshot, request: ConcordanceRequest, sort: LineSort, collation: Collation) -> Iterator[Line]:
    spans = _find(snapshot, request)[1]
    order = LineOrder(spans, snapshot, sort, collation)
    total = len(spans.starts)
    for first in range(0, total, CHUNK):
        lines = order.between(first, min(first + CHUNK, total))
        for start in range(0, len(lines), READ):
            yield from _lines(snapshot, spans, lines[start : start + READ], request.width)


def _find(snapshot: Snapshot, request: ConcordanceRequest) -> tuple[FilteredMatches, Spans]:
    """Where the phrase stands: one match a place, so that facets count occurrences; and what is left of them."""
    engine = snapshot.engine
    spans = engine.spans(request.phrase, request.match_options)
    if request.within is not None:
        having = np.zeros(engine.size, dtype=np.bool_)
        having[engine.match(request.within).paragraphs] = True
        spans = _keep(spans, having[spans.paragraphs])
    every = Matches(spans.paragraphs, np.zeros(len(spans.paragraphs), dtype=np.float32))
    found = FilteredMatches(every, snapshot.columns, request.filters)
    return found, spans if found.mask is None else _keep(spans, found.mask)


def _lines(snapshot: Snapshot, spans: Spans, lines: Numbers, width: int) -> Iterator[Line]:
    numbers, places = np.unique(spans.paragraphs[lines], return_inverse=True)
    read = snapshot.engine.paragraphs(numbers.tolist())  # each once: a long one may have all the lines
    owners = [snapshot.entries[speech] for speech in snapshot.columns.speech_of(numbers).tolist()]
    starts, ends = spans.starts[lines].tolist(), spans.ends[lines].tolist()
    for place, start, end in zip(places.tolist(), starts, ends, strict=True):
        yield line_of(read[place], owners[place], start, end, width)


def check_request(request: ConcordanceRequest, engine: RankingReader) -> tuple[LineSort, Collation]:
    """The order and collation that are asked for. Raises CallError or QueryError for what cannot be answered."""
    if request.match_options != PLAIN:
        check_cost(Phrase(request.phrase, request.match_options), engine.occurrence_bound, request.phrase)
    if not 0 <= request.width <= MAX_WIDTH:
        raise CallError(
            _("前后要 0 到 {most_width} 个字，不能是 {width}", most_width=MAX_WIDTH, width=request.width),
        )
    if request.sort not in list(LineSort):
        raise CallError(
            _(
                "没有“{sort}”这种排序，可用 date（最早）、newest（最新）、left（前文）、right（后文）",
                sort=request.sort,
            ),
        )
    if request.collation not in list(Collation):
        raise CallError(
            _(
                "没有“{collation}”这种字序，可用 code（编码）、pinyin（拼音）、strokes（笔画）",
                collation=request.collation,
            ),
        )
    return LineSort(request.sort), Collation(request.collation)


def _keep(spans: Spans, kept: Mask) -> Spans:
    places = kept.nonzero()[0]
    return Spans(spans.paragraphs[places], spans.starts[places], spans.ends[places])


def _distinct(ascending: Numbers) -> int:
    return int(np.count_nonzero(np.diff(ascending))) + 1 if len(ascending) else 0
