"""Saved searches: what each finds that entered the corpus since its reader looked last.

Where people log in, the site keeps for each what is asked and which state of the corpus was seen; elsewhere the browser does.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, jsonify, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import CallError
from indexer.i18n import Message, _
from searchui.search import Corpus
from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.results.hit import Hit
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.personal_searches import SavedSearch, personal_searches
from searchui.web.context.request_notes import timed_query
from searchui.web.http_cache import NO_STORE
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import url_of
from searchui.web.request.quotations.saved import MOST_SAVED, posted_change, posted_searches, search_of
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import url_for, with_query
from searchui.web.security.editing import token_of
from searchui.web.security.logins import login_name
from searchui.web.security.request_limits import RefusedError

saved_searches = Blueprint("saved_searches", __name__)

LISTED = 10  # paragraphs of each search
_ISO = len("2026-05-03T12:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search as it is shown: either what is new of it, or why that cannot be said."""

    saved: SavedSearch
    search: SearchState | None = None
    url: str = ""
    chosen: Sequence[tuple[str, object]] = ()
    arrivals: Arrivals | None = None
    since: datetime | None = None
    fault: Message | None = None
    hit_url: Callable[[Hit], str] | None = None


@saved_searches.get("/saved")
@page_takes()
def page() -> str:
    name = login_name()
    return _page(personal_searches().of(name) if name else (), name)


@saved_searches.get("/saved/mine")
@page_takes()
def mine() -> Response:
    """What is saved of who has logged in, for the script on pages that are the same for everybody."""
    name = login_name()
    searches = personal_searches().of(name) if name else ()
    response = jsonify(searches=[one.asked for one in searches], token=token_of(name))
    response.headers["Cache-Control"] = NO_STORE
    return response


@saved_searches.post("/saved/mine")
@page_takes()
def change() -> BaseResponse:
    name = login_name()
    if not name:
        abort(404)
    wanted = posted_change(name)
    try:
        personal_searches().change(name, wanted)
    except OSError as error:
        raise RefusedError(503, _("没有记下：{reason}", reason=error.strerror or str(error))) from error
    return redirect(url_for("saved_searches.page"), 303)


@saved_searches.post("/saved")
@page_takes()
def posted() -> str:
    return _page(posted_searches())


def _page(saved: Sequence[SavedSearch], name: str = "") -> str:
    opened = live_corpus()
    with timed_query() as notes:
        shown = [_shown(opened, one) for one in saved]
        notes.hits = sum(one.arrivals.total or 0 for one in shown if one.arrivals)
    return render_template(
        "saved/saved.html",
        shown=shown,
        now=opened.state,
        most=MOST_SAVED,
        person=name,
        token=token_of(name) if name else "",
    )


def _shown(opened: Corpus, saved: SavedSearch) -> Shown:
    try:
        search = search_of(saved)
        options = search.options()
        arrivals = opened.arrivals(search.q, saved.seen or opened.state, most=LISTED, **options)
    except CallError as error:
        return Shown(saved, fault=error.message)
    chosen = [(facet, value) for facet, values in search.filters.selected().items() for value in values]
    asked = search.asked().query_string()
    return Shown(
        saved=saved,
        search=search,
        url=url_of("pages.search", search),
        chosen=chosen,
        arrivals=arrivals,
        since=_time(saved.seen),
        hit_url=lambda hit: with_query(hit.url, asked),
    )


def _time(state: str) -> datetime | None:
    """When the corpus was in a state, on the clock of this machine."""
    with suppress(ValueError):
        return datetime.fromisoformat(state[:_ISO]).astimezone()
    return None
