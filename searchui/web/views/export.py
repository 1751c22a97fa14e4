"""Downloads: tables of all rows, written as they are sent, so that memory holds a few of them at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.http import dump_options_header

from indexer.errors import CallError
from indexer.i18n import _
from indexer.store import now
from searchui.search import Corpus
from searchui.search.export import (
    Format,
    Table,
    collocation_table,
    file_name,
    format_of,
    hit_table,
    line_table,
    trend_table,
)
from searchui.search.statistics.phraseology import MOST_ROWS
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import asking
from searchui.web.i18n.translations import language
from searchui.web.request.concordance_state import KwicState
from searchui.web.request.parameter_types import Args
from searchui.web.request.phraseology_state import AroundState
from searchui.web.request.search_state import SearchState
from searchui.web.request.trend_state import TrendState
from searchui.web.security.download_slots import Turn, Turns
from searchui.web.views.concordance import told_by
from searchui.web.views.export_links import table_url

TableMaker: TypeAlias = Callable[[Corpus, Args], Table]

exports = Blueprint("exports", __name__)


def _hits(corpus: Corpus, args: Args) -> Table:
    state = SearchState.from_args(args)
    if not state.q.strip():
        raise CallError(_("请写下要查的词句"))
    return hit_table(corpus, state.q, state.options(), now(), language(), request.url_root.rstrip("/"))


def _lines(corpus: Corpus, args: Args) -> Table:
    state = told_by(KwicState.from_args(args))
    if state is None or not state.phrase:
        raise CallError(_("请写下要逐条列出的一个词句"))
    return line_table(corpus, state.phrase, state.options(), now(), language(), request.url_root.rstrip("/"))


def _trend(corpus: Corpus, args: Args) -> Table:
    state = TrendState.from_args(args)
    return trend_table(corpus, state.run(corpus), state.narrowing, now(), language())


def _around(corpus: Corpus, args: Args) -> Table:
    state = replace(AroundState.from_args(args), limit=MOST_ROWS)
    return collocation_table(corpus, state.run(corpus), state.narrowing, now(), language())


# What can be taken away: each view by the name in its address, which takes the parameters of the view's page.
TABLES: Mapping[str, TableMaker] = MappingProxyType(
    {"search": _hits, "kwic": _lines, "trend": _trend, "around": _around}
)


@exports.get("/export/<name>.<form>")
def export(name: str, form: str) -> Response:
    if name not in TABLES:
        raise NotFound
    chosen, opened = format_of(form), live_corpus()
    with asking() as note:
        table = TABLES[name](opened, request.args)
        note.hits = table.provenance.found.get("paragraphs")
    turn = _turns().take()
    response = Response(_sent(opened, chosen.write(table, language()), turn), content_type=chosen.media_type)
    response.call_on_close(turn.give_back)  # where it is never begun
    response.headers["Content-Disposition"] = _disposition(table, chosen)
    return response


def export_url(view: str, form: str, state: SearchState) -> str:
    """Where all of a search is to be had in a format."""
    return table_url(view, form, state.whole().query_string())


def _sent(corpus: Corpus, pieces: Iterator[bytes], turn: Turn) -> Iterator[bytes]:
    """The pieces; the corpus that they are read from is held, and the turn kept, until the last."""
    try:
        yield from pieces
    finally:
        turn.give_back()
        del corpus


def _disposition(table: Table, form: Format) -> str:
    """By a name of any characters, and one of ASCII for what knows no other (RFC 6266)."""
    name = file_name(table, form, language())
    plain = f"speechsearch.{form.name}"
    return dump_options_header("attachment", {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"})


def _turns() -> Turns:
    turns: Turns = current_app.extensions["turns"]
    return turns
