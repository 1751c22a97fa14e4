"""The application: blueprints, errors, and what every answer carries."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response
from flask.json.provider import DefaultJSONProvider

from indexer.engine.opening import guard_mapped_files
from searchui.search.filters.facet import write_value
from searchui.search.results.hit import speech_url
from searchui.search.script import script_of
from searchui.web.api.docs_page import api_page
from searchui.web.api.operations import OPERATIONS
from searchui.web.api.routes import api
from searchui.web.context.answer_damage import damage_since
from searchui.web.context.live_corpus import LiveCorpus, let_go
from searchui.web.context.personal_searches import keep_personal_searches
from searchui.web.error_pages import answer_errors, own_error
from searchui.web.fragments.bars import FacetLinks, bar_row, facet_rows
from searchui.web.fragments.elements import choice, downloads, folded_downloads, hidden, pager, toggle, view_bar
from searchui.web.fragments.frame import keep_frames
from searchui.web.fragments.marks import format_date, mark, mark_snippet, mark_with_lead
from searchui.web.fragments.picking import pick_box, pick_link, picking
from searchui.web.fragments.skeleton import keep_skeletons
from searchui.web.help.view import helps, what
from searchui.web.http_cache import control_caching
from searchui.web.i18n.translations import (
    LANGUAGE,
    LANGUAGES,
    TAGS,
    choose_language,
    format_voices,
    interface,
    label,
    language,
    language_name,
    t,
    translated,
    translated_in_context,
    translated_number,
    value_name_filter,
)
from searchui.web.logging.access_log import log_requests
from searchui.web.preferences import KEYS, QUOTING, SCRIPT, SIZE, remember
from searchui.web.request.draft import InMemoryRequest
from searchui.web.request.kept_pages import keep_pages
from searchui.web.request.links import occasion_url, speaker_url
from searchui.web.request.news import tell_news
from searchui.web.request.quotations.basket import MOST
from searchui.web.request.quotations.saved import MOST_SAVED
from searchui.web.request.urls import Archive, current_url, keep_urls
from searchui.web.security.download_slots import DownloadSlots
from searchui.web.security.policy import UNLIMITED, Protection, protect
from searchui.web.security.request_limits import ALL_WORDS, WHILE_TYPING
from searchui.web.security.turns import take_turns
from searchui.web.shared.memory import Memory, OwnMemory
from searchui.web.views.citation import citations
from searchui.web.views.concordance import concordance
from searchui.web.views.export import DOWNLOADS, exports
from searchui.web.views.feed import feeds
from searchui.web.views.files import files
from searchui.web.views.opensearch import opensearch
from searchui.web.views.phraseology import phraseology
from searchui.web.views.quotations.basket import baskets
from searchui.web.views.quotations.documents import documents
from searchui.web.views.quotations.saved import saved_searches
from searchui.web.views.search import pages
from searchui.web.views.speech import reader
from searchui.web.views.texts.context import contexts
from searchui.web.views.texts.diff import diffs
from searchui.web.views.texts.profiles import profiles
from searchui.web.views.texts.proof import proofs
from searchui.web.views.texts.reuse import reuses
from searchui.web.views.texts.speeches import speeches
from searchui.web.views.trend.page import trends
from searchui.web.views.variants import variants

# How many requests one to an endpoint counts as, where not one.
COSTS = {
    **{f"{api.name}.{operation.name}": operation.cost for operation in OPERATIONS},
    **{f"{exports.name}.{name}": download.cost for name, download in DOWNLOADS.items()},
    **{f"{exports.name}.{name}_bundle": ALL_WORDS for name in DOWNLOADS},
    "opensearch.suggest": WHILE_TYPING,
    "contexts.context": WHILE_TYPING,
    "phraseology.compare": ALL_WORDS,
    "phraseology.ngrams": ALL_WORDS,
    "proofs.proof": ALL_WORDS,
    "diffs.diff": ALL_WORDS,
    "diffs.file": ALL_WORDS,
    "baskets.posted": ALL_WORDS,
    "saved_searches.posted": ALL_WORDS,
    "documents.search": ALL_WORDS,
    "documents.kwic": ALL_WORDS,
}
PARTS = (
    pages,
    concordance,
    trends,
    reader,
    citations,
    phraseology,
    variants,
    proofs,
    diffs,
    reuses,
    speeches,
    profiles,
    contexts,
    api,
    exports,
    documents,
    baskets,
    saved_searches,
    feeds,
    opensearch,
    files,
    api_page,
    helps,
)
PREFERENCES = (LANGUAGE, SIZE, SCRIPT, KEYS, QUOTING)


class _Json(DefaultJSONProvider):
    """JSON with Chinese as it is, names in the order that they are documented in."""

    ensure_ascii = False
    sort_keys = False


class _Site(Flask):
    """Flask looks at each hook of each request anew, whether it is a coroutine; none of ours is."""

    request_class = InMemoryRequest

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(
    index: str | Path = "index_data", protection: Protection = UNLIMITED, memory: Memory | None = None
) -> Flask:
    """The site over the index in a folder; it follows the index when that is built again.

    `memory` is that of the processes that answer together, where it is not only this one.
    """
    guard_mapped_files()
    app = _Site(__name__)
    memory = memory or OwnMemory()
    app.extensions["corpus"] = LiveCorpus(Path(index), memory.notices())
    app.extensions["download_slots"] = DownloadSlots(memory)
    app.extensions["archive"] = Archive.of(protection.names, is_behind_proxy=protection.proxy is not None)
    app.json = _Json(app)
    choose_language(app)
    keep_urls(app)
    keep_skeletons(app)
    keep_frames(app)
    keep_pages(app)
    tell_news(app, Path(index))
    keep_personal_searches(app, Path(index))
    log_requests(app)
    control_caching(app)
    protect(app, protection, COSTS, memory)
    take_turns(app, [endpoint for endpoint, cost in COSTS.items() if cost >= ALL_WORDS], memory)
    for part in PARTS:
        app.register_blueprint(part)
    answer_errors(app)
    app.after_request(_finish)
    app.teardown_appcontext(let_go)
    _add_to_templates(app)
    return app


def _add_to_templates(app: Flask) -> None:
    """What templates call: words, and the parts of pages that are written as strings."""
    app.jinja_env.filters.update(value_name=value_name_filter, written=write_value)
    app.jinja_env.globals.update(
        t=t,
        _=translated,
        n_=translated_number,
        p_=translated_in_context,
        label=label,
        language=language,
        interface=interface,
        basket_size=MOST,
        saved_size=MOST_SAVED,
        current_url=current_url,
        keys=KEYS.current,
        languages=LANGUAGES,
        language_name=language_name,
        language_tags=TAGS,
        format_date=format_date,
        format_voices=format_voices,
        bar_row=bar_row,
        choice=choice,
        downloads=downloads,
        folded_downloads=folded_downloads,
        pick_box=pick_box,
        pick_link=pick_link,
        picking=picking,
        facet_links=FacetLinks,
        facet_rows=facet_rows,
        hidden=hidden,
        mark=mark,
        mark_snippet=mark_snippet,
        mark_with_lead=mark_with_lead,
        pager=pager,
        script_of=script_of,
        occasion_url=occasion_url,
        speaker_url=speaker_url,
        speech_url=speech_url,
        toggle=toggle,
        view_bar=view_bar,
        what=what,
    )


def _finish(response: Response) -> Response:
    damage = damage_since()
    return remember(PREFERENCES, response if damage is None else make_response(own_error(damage)))
