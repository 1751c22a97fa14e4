"""Bundles to cite: what a view found, with its question and the paragraphs that it rests on, as one file."""

from collections.abc import Iterator, Sequence

import msgspec

from indexer.analysis.match_options import PLAIN
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search import Corpus
from searchui.search.export.bundle.contents import Contents, Question, packed, places_in, texts_of, without_site
from searchui.search.export.table import Row, Table
from searchui.search.filters.filters import NO_FILTERS
from searchui.web.i18n.translations import language
from searchui.web.request.phraseology_state import CollocationState, KeynessState, NgramState
from searchui.web.request.texts.diff_state import DiffState
from searchui.web.request.trend_state import TrendState
from searchui.web.request.url_state import UrlState, joined_query
from searchui.web.request.variants_state import VariantsState

MAX_ROWS = 20_000


def bundle(corpus: Corpus, view: str, state: UrlState, table: Table) -> bytes:
    """The bundle of a view. Raises CallError where it has more rows than a bundle may have."""
    columns = tuple(column.key for column in table.columns)
    rows = tuple(_some(without_site(columns, table.rows)))
    source = msgspec.structs.replace(table.provenance, taken=table.provenance.built)
    parameters = joined_query([state.query_string(), f"lang={language()}"])
    places = [*places_in(columns, rows), *_places(corpus, state, columns, rows)]
    texts = texts_of(corpus, places, _speeches(corpus, state))
    return packed(corpus, Contents(Question(view, parameters, language(), source), columns, rows, texts), table)


def _some(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number == MAX_ROWS:
            raise CallError(_("行数超过 {most:,}，引用包装不下；请缩小范围，或下载表格", most=MAX_ROWS))
        yield row


def _places(corpus: Corpus, state: UrlState, columns: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """The paragraphs that numbers of phrases rest on: those that have them."""
    filters, match_options = getattr(state, "filters", NO_FILTERS), getattr(state, "match_options", PLAIN)
    for phrase in _phrases(state, columns, rows):
        for line in corpus.kwic_lines(phrase, filters=filters, match_options=match_options):
            yield line.url


def _phrases(state: UrlState, columns: Sequence[str], rows: Sequence[Row]) -> Sequence[str]:
    if isinstance(state, TrendState):
        return state.phrases
    if isinstance(state, CollocationState):
        return [state.phrase]
    if isinstance(state, VariantsState):
        return [str(row[columns.index("text")]) for row in rows]
    return ()


def _speeches(corpus: Corpus, state: UrlState) -> Sequence[str]:
    """The speeches that are compared or counted as a whole."""
    if isinstance(state, DiffState):
        return state.a, state.b
    if isinstance(state, KeynessState | NgramState):
        return [entry.id for entry in corpus.speeches()]
    return ()
