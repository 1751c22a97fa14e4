"""Word documents of quotations: all hits of a search, all lines of a phrase."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import dump_options_header

from indexer.errors import CallError
from indexer.i18n import _
from indexer.store import now
from searchui.search import Corpus
from searchui.search.export.formats import WORD, Format, Named, file_name
from searchui.search.export.quotations.document import quotation_document
from searchui.search.export.quotations.quotation import (
    Quotations,
    crossing_quotations,
    hit_quotations,
    line_quotations,
)
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language
from searchui.web.request.concordance_state import LinesState
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.quotations.layout import LAYOUT, layout_of
from searchui.web.request.search_state import ResultsState
from searchui.web.request.urls import archive_url

documents = Blueprint("documents", __name__)


@documents.get("/export/search.docx")
@page_takes(*ResultsState.parameters(), *LAYOUT)
def search() -> Response:
    state = ResultsState.from_args(request.args)
    if not state.q.strip():
        raise CallError(_("请写下要查的词句"))
    return _answer(lambda corpus: hit_quotations(corpus, state.q, state.options(), now(), language()))


@documents.get("/export/kwic.docx")
@page_takes(*LinesState.parameters(), *LAYOUT)
def kwic() -> Response:
    asked = LinesState.from_args(request.args).with_phrase_of_query()
    if asked is None or not asked.phrase:
        raise CallError(_("请写下要逐条列出的一个词句"))
    found = crossing_quotations if asked.crossing else line_quotations
    return _answer(lambda corpus: found(corpus, asked.phrase, asked.options(), now(), language()))


def _answer(find: Callable[[Corpus], Quotations]) -> Response:
    layout, opened = layout_of(request.args), live_corpus()
    with timed_query() as notes:
        found = find(opened)
        notes.hits = len(found.items)
        data = quotation_document(found, layout, now(), language(), archive_url())
    return attachment(data, found, WORD)


def attachment(data: bytes, named: Named, form: Format) -> Response:
    """A file to be kept, by a name of any characters, and one of ASCII for what knows no other (RFC 6266)."""
    response = Response(data, content_type=form.media_type)
    name = quote(file_name(named, form, language()), safe="")
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": f"speechsearch.{form.name}", "filename*": f"UTF-8''{name}"}
    )
    return response
