"""Saved searches: what each finds that entered the corpus since its reader looked last.

The browser keeps what is asked and which state of the corpus was seen; the page says what is new since that.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template

from indexer.errors import CallError
from indexer.i18n import Message
from searchui.search import Corpus
from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.filters.facet import FACETS
from searchui.search.results.hit import Hit
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import url_of
from searchui.web.request.quotations.saved import MOST_SAVED, Saved, posted_searches
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import with_query

saved_searches = Blueprint("saved_searches", __name__)

LISTED = 10  # paragraphs of each search
_ISO = len("2026-05-03T12:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search as it is shown: either what is new of it, or why that cannot be said."""

    saved: Saved
    search: SearchState | None = None
    url: str = ""
    chosen: Sequence[tuple[str, object]] = ()
    arrivals: Arrivals | None = None
    since: datetime | None = None
    fault: Message | None = None
    hit_url: Callable[[Hit], str] = str


@saved_searches.get("/saved")
@page_takes()
def page() -> str:
    return _page([])


@saved_searches.post("/saved")
@page_takes()
def posted() -> str:
    return _page(posted_searches())


def _page(saved: Sequence[Saved]) -> str:
    opened = live_corpus()
    with timed_query() as notes:
        shown = [_shown(opened, one) for one in saved]
        notes.hits = sum(one.arrivals.total or 0 for one in shown if one.arrivals)
    return render_template(
        "saved/saved.html", shown=shown, now=opened.state, most=MOST_SAVED, listed=LISTED, facets=FACETS
    )


def _shown(opened: Corpus, saved: Saved) -> Shown:
    try:
        search = saved.search()
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
