"""Atom feeds (RFC 4287), the newest speeches first: of any search, and of the speeches of whoever is followed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from indexer.errors import CallError
from indexer.i18n import _, n_
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search import Hit, Page
from searchui.search.describe import description
from searchui.search.ranking.ordering import Sort
from searchui.search.results.hit import speech_url
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.marks import format_date
from searchui.web.i18n.translations import language, t, value_name
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import FILTERS
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.speeches_state import SpeechesState
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
    return xml_response(_search_feed(state, page, opened.manifest.built), TYPE)


@feeds.get("/speeches.atom")
@page_takes(*FILTERS.parameters)
def speeches() -> Response:
    """The newest speeches, of all or of a speaker, an occasion and the like."""
    state, opened = SpeechesState(filters=FILTERS.read(request.args)), live_corpus()
    with timed_query() as notes:
        found = state.changed(per_page=ENTRIES).run(opened)
        notes.hits = found.total
    built, asked = opened.manifest.built, state.query_string()
    told = n_("{n:,} 篇讲话", found.total) if state.filters else n_("全部 {n:,} 篇讲话", found.total)
    feed = _feed(_followed(state), t(told), f"speeches?{asked}", f"speeches.atom?{asked}", built)
    for entry in found.speeches:
        _add_speech(feed, entry, built)
    return xml_response(feed, TYPE)


def _followed(state: SpeechesState) -> str:
    """What the list is narrowed to."""
    chosen = state.filters.selected()
    names = [value_name(value, facet) for facet, values in chosen.items() for value in values]
    return "、".join(names) or t(_("新的讲话"))


def _search_feed(state: SearchState, page: Page, built: datetime) -> Any:
    asked = state.query_string()
    counts = {"total": n_("{n} 段", page.total), "speeches": n_("{n} 篇", page.speeches)}
    told = t(_("找到 {total}，出自 {speeches}", **counts)) + _reading(page)
    feed = _feed(state.q, told, f"search?{asked}", f"feed.atom?{asked}", built)
    if not page.partial:  # what has only some of the words was not asked for
        for hit in page.hits:
            _add_hit(feed, hit, built)
    return feed


def _feed(title: str, told: str, page: str, own: str, built: datetime) -> Any:
    """A feed without entries; `page` is the address of the page that shows the same, and `own` that of the feed."""
    root = request.url_root
    feed = make_root(SPACE, "feed")
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-Hans" if language() == "zh" else "en")
    add_child(feed, "title", title + " · " + t(_("讲话稿检索")))
    add_child(feed, "subtitle", told)
    add_child(feed, "id", _tag(page))
    add_child(feed, "updated", _time(built))
    add_child(feed, "link", rel="self", type=TYPE, href=root + own)
    add_child(feed, "link", rel="alternate", type="text/html", href=root + page)
    add_child(add_child(feed, "author"), "name", t(_("讲话稿检索")))
    return feed


def _reading(page: Page) -> str:
    return " · " + t(_("读作：{reading}", reading=description(page.query)))


def _add_hit(feed: Any, hit: Hit, built: datetime) -> None:
    title, specific = " › ".join((hit.speech.title, *hit.section_path)), f"{quote(hit.speech.id)}#{quote(hit.anchor)}"
    entry = _add_entry(feed, title, specific, hit.speech.date, built)
    add_child(add_child(entry, "author"), "name", hit.speaker or t(_("讲话人不详")))
    add_child(entry, "link", rel="alternate", type="text/html", href=request.url_root.rstrip("/") + hit.url)
    add_child(entry, "summary", format_date(hit.speech.date, language()) or t(_("日期不详")))
    add_child(entry, "content", hit.paragraph.text, type="text")


def _add_speech(feed: Any, speech: Entry, built: datetime) -> None:
    entry = _add_entry(feed, speech.title, quote(speech.id), speech.date, built)
    for name in speech.voices or (t(_("讲话人不详")),):
        add_child(add_child(entry, "author"), "name", name)
    add_child(
        entry, "link", rel="alternate", type="text/html", href=request.url_root.rstrip("/") + speech_url(speech.id)
    )
    told = (
        format_date(speech.date, language()) or t(_("日期不详")),
        speech.occasion,
        t(n_("{n:,} 字", speech.characters)),
    )
    add_child(entry, "summary", " · ".join(filter(None, told)))


def _add_entry(feed: Any, title: str, specific: str, date: SpeechDate | None, built: datetime) -> Any:
    entry = add_child(feed, "entry")
    add_child(entry, "title", title)
    add_child(entry, "id", _tag(specific))
    add_child(entry, "updated", _day(date) if date else _time(built))
    if date:
        add_child(entry, "published", _day(date))
    return entry


def _tag(specific: str) -> str:
    """A name that stays, of this site."""
    return f"tag:{request.host.partition(':')[0]},{MINTED}:{specific}"


def _day(date: SpeechDate) -> str:
    """The beginning of a date, as exact as it is known."""
    return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00Z"


def _time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
