"""The page on which two speeches stand side by side, and its files."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.http import dump_options_header

from indexer.i18n import Language
from indexer.store import now
from indexer.store.speech_catalogue import Entry
from searchui.search import Corpus
from searchui.search.comparison.comparison import Comparison
from searchui.search.comparison.predecessor import Predecessor
from searchui.search.comparison.wording import name_message, series_message, summary_message
from searchui.search.export.comparison.document import comparison_document
from searchui.search.export.comparison.markup import ComparisonMarkup, parts_of
from searchui.search.export.comparison.report import HEADINGS, comparison_report, comparison_style
from searchui.search.export.comparison.table import comparison_table
from searchui.search.export.formats import Format, file_name
from searchui.search.export.table import Table
from searchui.search.query.serializer import quote_phrase
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language, t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.diff_state import DiffState, diff_url
from searchui.web.request.urls import archive_url

diffs = Blueprint("diffs", __name__)

MAX_PAIRS, MAX_LISTED = 30, 1_000  # of a series, and speeches, that are offered
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@diffs.get("/diff")
@page_takes(*DiffState.parameters())
def diff() -> str:
    state, opened = DiffState.from_args(request.args), live_corpus()
    if not state.is_chosen:
        return _chooser(state, opened)
    with timed_query() as notes:
        found = state.run(opened)
        notes.hits = len(found.rows)
    markup = ComparisonMarkup(found, t, lambda url: url, _search)
    parts = {name: Markup(part) for name, part in parts_of(markup)}  # noqa: S704 - it is escaped where it is made
    return render_template(
        "comparison/comparison.html",
        state=state,
        found=found,
        parts=parts,
        headings={name: t(heading) for name, heading in HEADINGS.items()},
        names=[t(name_message(text)) for text in (found.a, found.b)],
        summary=t(summary_message(found)),
        swapped=f"{url_for('diffs.diff')}?{state.swapped().query_string()}",
        files=_links(state),
    )


def _links(state: DiffState) -> Markup:
    """The comparison as one file, beside those of its rows."""
    links = (
        Markup(' · <a href="{}?{}" download>{}</a>').format(
            url_for("diffs.file", form=form), state.query_string(), kind.title
        )
        for form, (kind, _made) in FILES.items()
    )
    return Markup("").join(links)


def _chooser(state: DiffState, opened: Corpus) -> str:
    entries = opened.speeches()[::-1]
    return render_template(
        "comparison/choose.html",
        state=state,
        pairs=[
            (one, before, diff_url(before.entry.id, one.id), _years(one, before))
            for one, before in _pairs(entries, opened)
        ],
        entries=entries[:MAX_LISTED],
    )


def _pairs(entries: list[Entry], opened: Corpus) -> Iterator[tuple[Entry, Predecessor]]:
    """The latest speeches of series, each with the one before it."""
    told = 0
    for entry in entries:
        before = opened.previous_in_series(entry.id)
        if before is not None:
            yield entry, before
            told += 1
        if told == MAX_PAIRS:
            return


def _years(entry: Entry, before: Predecessor) -> str:
    return t(series_message(before, entry.date.year)) if entry.date else ""


def _search(phrase: str) -> str:
    """The address of the search for a phrase."""
    return f"/search?{SearchState(q=quote_phrase(phrase) or phrase).query_string()}"


@diffs.get("/diff.css")
@page_takes()
def style() -> Response:
    return Response(comparison_style(), mimetype="text/css")


def _html(opened: Corpus, found: Comparison) -> bytes:
    return comparison_report(opened, found, now(), language(), archive_url()).encode()


def _docx(opened: Corpus, found: Comparison) -> bytes:
    return comparison_document(opened, found, now(), language(), archive_url())


def _no_table(table: Table, _language: Language) -> Iterator[bytes]:
    raise AssertionError(table)


FILES: Mapping[str, tuple[Format, Callable[[Corpus, Comparison], bytes]]] = {
    "html": (Format("html", "HTML", "text/html; charset=utf-8", _no_table), _html),
    "docx": (Format("docx", "Word", WORD_TYPE, _no_table), _docx),
}


@diffs.get("/export/diff.<any(html, docx):form>")
@page_takes(*DiffState.parameters())
def file(form: str) -> Response:
    """The comparison as one file."""
    state, opened = DiffState.from_args(request.args), live_corpus()
    with timed_query() as notes:
        found = state.run(opened)
        notes.hits = len(found.rows)
    kind, made = FILES[form]
    response = Response(made(opened, found), content_type=kind.media_type)
    name = file_name(comparison_table(opened, found, now(), language()), kind, language())
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": f"diff.{form}", "filename*": f"UTF-8''{quote(name, safe='')}"}
    )
    return response
