"""An Atom feed (RFC 4287) of any search, the newest speeches first."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from indexer.errors import CallError
from indexer.i18n import _, n_
from indexer.model import SpeechDate
from searchui.search import Hit, Page
from searchui.search.describe import description
from searchui.search.ranking.ordering import Sort
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.marks import format_date
from searchui.web.i18n.translations import language, t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.search_state import SearchState
from searchui.web.views.xml import add_child, make_root, xml_response

SPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
ENTRIES = 50
MINTED = "2026"  # of the tags that name entries for good, RFC 4151: the year in which their names were settled

feeds = Blueprint("feeds", __name__)


@feeds.get("/feed.atom")
@page_takes(*SearchState.parameters())
def atom() -> Response:
    state = SearchState.from_args(request.args).of_feed()
    if not state.q.strip():
        raise CallError(_("请在网址里写上要查的词句：/feed.atom?q=…"))
    opened = live_corpus()
    with timed_query() as notes:
        page = replace(state, sort=Sort.NEWEST.value, per_page=ENTRIES).run(opened)
        notes.hits = page.total
    return xml_response(_feed(state, page, opened.manifest.built), TYPE)


def _feed(state: SearchState, page: Page, built: datetime) -> Any:
    asked, root = state.query_string(), request.url_root
    feed = make_root(SPACE, "feed")
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-Hans" if language() == "zh" else "en")
    add_child(feed, "title", state.q + " · " + t(_("讲话稿检索")))
    add_child(
        feed,
        "subtitle",
        t(_("找到 {total}，出自 {speeches}", total=n_("{n} 段", page.total), speeches=n_("{n} 篇", page.speeches)))
        + _reading(page),
    )
    add_child(feed, "id", _tag(f"search?{asked}"))
    add_child(feed, "updated", _time(built))
    add_child(feed, "link", rel="self", type=TYPE, href=f"{root}feed.atom?{asked}")
    add_child(feed, "link", rel="alternate", type="text/html", href=f"{root}search?{asked}")
    add_child(add_child(feed, "author"), "name", t(_("讲话稿检索")))
    if not page.partial:  # what has only some of the words was not asked for
        for hit in page.hits:
            _add_entry(feed, hit, built)
    return feed


def _reading(page: Page) -> str:
    return " · " + t(_("读作：{reading}", reading=description(page.query)))


def _add_entry(feed: Any, hit: Hit, built: datetime) -> None:
    speech, path = hit.speech, " › ".join((hit.speech.title, *hit.section_path))
    entry = add_child(feed, "entry")
    add_child(entry, "title", path)
    add_child(entry, "id", _tag(f"{quote(speech.id)}#{quote(hit.anchor)}"))
    add_child(entry, "updated", _day(speech.date) if speech.date else _time(built))
    if speech.date:
        add_child(entry, "published", _day(speech.date))
    add_child(add_child(entry, "author"), "name", hit.speaker or t(_("讲话人不详")))
    add_child(entry, "link", rel="alternate", type="text/html", href=request.url_root.rstrip("/") + hit.url)
    add_child(entry, "summary", format_date(speech.date, language()) or t(_("日期不详")))
    add_child(entry, "content", hit.paragraph.text, type="text")


def _tag(specific: str) -> str:
    """A name that stays, of this site."""
    return f"tag:{request.host.partition(':')[0]},{MINTED}:{specific}"


def _day(date: SpeechDate) -> str:
    """The beginning of a date, as exact as it is known."""
    return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00Z"


def _time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
