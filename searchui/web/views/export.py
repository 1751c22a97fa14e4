"""Downloads: tables of all rows, written as they are sent, so that memory holds a few of them at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from werkzeug.http import dump_options_header

from indexer.errors import CallError
from indexer.i18n import Language, _, joined
from indexer.store import now
from searchui.search import Corpus
from searchui.search.export.comparison.table import comparison_table
from searchui.search.export.formats import BUNDLE, Format, file_name, format_of
from searchui.search.export.hit_table import hit_table
from searchui.search.export.provenance import TITLES
from searchui.search.export.reuse.table import overview_table
from searchui.search.export.speech_list_table import speech_list_table
from searchui.search.export.statistics_tables import (
    collocation_table,
    crossing_table,
    keyness_table,
    line_table,
    ngram_table,
    trend_table,
    variant_table,
)
from searchui.search.export.table import Table
from searchui.search.statistics import MAX_ROWS
from searchui.search.statistics.trend import By
from searchui.web.context.answer_damage import undamaged
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import label, language, t
from searchui.web.request.concordance_state import LinesState
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.phraseology_state import CollocationState, KeynessState, NgramState
from searchui.web.request.search_state import ResultsState, SearchState
from searchui.web.request.texts.diff_state import DiffState
from searchui.web.request.texts.reuse_state import ReuseState
from searchui.web.request.texts.speeches_state import SpeechesState
from searchui.web.request.trend_state import TrendState
from searchui.web.request.url_state import UrlState
from searchui.web.request.urls import archive_url
from searchui.web.request.variants_state import VariantsState
from searchui.web.security.client_address import client_address
from searchui.web.security.download_slots import DownloadSlots, Slot
from searchui.web.security.request_limits import ALL_WORDS
from searchui.web.views.bundle import bundle
from searchui.web.views.trend.file import Heads, png_of, standalone_svg
from searchui.web.views.trend.picture import picture_of

exports = Blueprint("exports", __name__)

S = TypeVar("S", bound=UrlState)


def _hits(corpus: Corpus, state: SearchState) -> Table:
    if not state.q.strip():
        raise CallError(_("请写下要查的词句"))
    return hit_table(corpus, state.q, state.options(), now(), language(), archive_url())


def _lines(corpus: Corpus, state: LinesState) -> Table:
    asked = state.with_phrase_of_query()
    if asked is None or not asked.phrase:
        raise CallError(_("请写下要逐条列出的一个词句"))
    if asked.crossing:
        return crossing_table(corpus, asked.phrase, asked.options(), now(), language(), archive_url())
    return line_table(corpus, asked.phrase, asked.options(), now(), language(), archive_url())


def _trend(corpus: Corpus, state: TrendState) -> Table:
    return trend_table(corpus, state.run(corpus), state.filters, now(), language())


def _variants(corpus: Corpus, state: VariantsState) -> Table:
    return variant_table(corpus, state.run(corpus), now(), language(), archive_url())


def _around(corpus: Corpus, state: CollocationState) -> Table:
    found = state.changed(limit=MAX_ROWS).run(corpus)
    return collocation_table(corpus, found, state.filters, now(), language())


def _compare(corpus: Corpus, state: KeynessState) -> Table:
    if not state.is_chosen:
        raise CallError(_("请先选出要比较的部分"))
    found = state.changed(limit=MAX_ROWS).run(corpus)
    speeches = state.a_speeches, state.b_speeches
    return keyness_table(corpus, found, state.a, state.b, now(), language(), speeches)


def _ngrams(corpus: Corpus, state: NgramState) -> Table:
    found = state.changed(limit=MAX_ROWS).run(corpus)
    return ngram_table(corpus, found, state.filters, now(), language())


def _diff(corpus: Corpus, state: DiffState) -> Table:
    return comparison_table(corpus, state.run(corpus), now(), language(), archive_url())


def _reuse(corpus: Corpus, state: ReuseState) -> Table:
    return overview_table(corpus, state.run(corpus), now(), language(), archive_url())


def _speeches(corpus: Corpus, state: SpeechesState) -> Table:
    return speech_list_table(corpus, state.run_all(corpus), state.filters, now(), language(), archive_url())


def _no_table(table: Table, _language: Language) -> Iterator[bytes]:
    raise AssertionError(table)


@dataclass(frozen=True, slots=True)
class Download(Generic[S]):
    """A view whose rows can be had as a file; it takes what the view's page takes, by the same `state`.

    `table` makes the rows; a request counts as `cost` requests of its client.
    """

    state: type[S]
    table: Callable[[Corpus, S], Table]
    cost: float = 1.0


DOWNLOADS: Mapping[str, Download[Any]] = MappingProxyType(
    {
        "search": Download(ResultsState, _hits),
        "kwic": Download(LinesState, _lines),
        "trend": Download(TrendState, _trend),
        "variants": Download(VariantsState, _variants),
        "around": Download(CollocationState, _around),
        "compare": Download(KeynessState, _compare, ALL_WORDS),
        "ngrams": Download(NgramState, _ngrams, ALL_WORDS),
        "diff": Download(DiffState, _diff, ALL_WORDS),
        "reuse": Download(ReuseState, _reuse, ALL_WORDS),
        "speeches": Download(SpeechesState, _speeches),
    }
)


def _bundle(name: str, download: Download[Any]) -> Callable[[], Response]:
    """The view that gives a bundle to cite."""

    @page_takes(*download.state.parameters())
    def view() -> Response:
        state, opened = download.state.from_args(request.args), live_corpus()
        with timed_query() as notes:
            table = download.table(opened, state)
            notes.hits = table.provenance.found.get("paragraphs")
            packed = bundle(opened, name, state, table)
        response = Response(packed, content_type=BUNDLE.media_type)
        response.headers["Content-Disposition"] = _disposition(table, BUNDLE)
        return response

    return view


def _view(download: Download[Any]) -> Callable[[str], Response]:
    @page_takes(*download.state.parameters())
    def view(form: str) -> Response:
        file_format, opened = format_of(form), live_corpus()
        with timed_query() as notes:
            table = download.table(opened, download.state.from_args(request.args))
            notes.hits = table.provenance.found.get("paragraphs")
        slot = _slots().take(client_address())
        pieces = _sent(opened, undamaged(opened, file_format.write(table, language())), slot)
        response = Response(pieces, content_type=file_format.media_type)
        response.call_on_close(slot.give_back)  # where it is never begun
        response.headers["Content-Disposition"] = _disposition(table, file_format)
        return response

    return view


SHOWN_SIGNS = 12  # of a fingerprint, in a picture
PICTURES: Mapping[str, Format] = MappingProxyType(
    {
        "svg": Format("svg", "SVG", "image/svg+xml; charset=utf-8", _no_table),
        "png": Format("png", "PNG", "image/png", _no_table),
    }
)


@exports.get("/export/trend.<any(svg, png):form>")
@page_takes(*TrendState.parameters())
def picture(form: str) -> Response:
    """The picture of a trend."""
    state, opened = TrendState.from_args(request.args), live_corpus()
    with timed_query() as notes:
        made = state.run(opened)
        made = made.by_speaker(state.measure) if state.by == By.SPEAKER else made
        notes.hits = sum(course.whole.occurrences for course in made.courses)
    drawn = picture_of(state, made, lambda *_: "")
    if drawn is None:
        raise CallError(
            _("没有可画的：{phrases}", phrases=joined(_("、"), [f"“{phrase}”" for phrase in state.phrases]))
        )
    table = trend_table(opened, made, state.filters, now(), language())
    svg = standalone_svg(drawn, state.phrases, _heads(state, table), has_bars=state.by == By.SPEAKER)
    response = Response(svg if form == "svg" else png_of(svg), content_type=PICTURES[form].media_type)
    response.headers["Content-Disposition"] = _disposition(table, PICTURES[form])
    return response


def _heads(state: TrendState, table: Table) -> Heads:
    """What is written above and below the picture of a trend."""
    source = table.provenance
    said = dict(source.facts(language()))
    narrowed = [str(value) for values in state.filters.selected().values() for value in values]
    selection, taken = (said.get(TITLES[name].text(language()), "") for name in ("selection", "taken"))
    corpus = f"{TITLES['fingerprint'].text(language())} {source.fingerprint[:SHOWN_SIGNS]}"
    return Heads(
        title=t(_("{phrases}的趋势", phrases="、".join(state.phrases))),
        measure=" · ".join([label("measure", state.measure), label("way", state.by), *narrowed]),
        source=" · ".join([source.program, selection, corpus, taken[:10]]),
    )


for _name, _download in DOWNLOADS.items():
    exports.add_url_rule(f"/export/{_name}.<form>", _name, _view(_download))
    exports.add_url_rule(f"/export/{_name}.zip", f"{_name}_bundle", _bundle(_name, _download))


def _sent(corpus: Corpus, pieces: Iterator[bytes], slot: Slot) -> Iterator[bytes]:
    """The pieces; the corpus that they are read from is held, and the slot kept, until the last."""
    try:
        yield from pieces
    finally:
        slot.give_back()
        del corpus


def _disposition(table: Table, form: Format) -> str:
    """By a name of any characters, and one of ASCII for what knows no other (RFC 6266)."""
    name = file_name(table, form, language())
    plain = f"speechsearch.{form.name}"
    return dump_options_header("attachment", {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"})


def _slots() -> DownloadSlots:
    slots: DownloadSlots = current_app.extensions["download_slots"]
    return slots
