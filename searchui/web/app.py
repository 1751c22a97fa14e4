"""The application: blueprints, errors, and what every answer carries."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from indexer.engine.opening import guard_mapped_files
from indexer.errors import (
    CallError,
    IndexUnusableError,
    NotFoundError,
    PageError,
    QueryError,
    SpeechsearchError,
    UnknownNameError,
)
from indexer.i18n import _
from searchui.search.filters.facet import write_value
from searchui.search.results.hit import speech_url
from searchui.search.script import script_of
from searchui.web.api.docs_page import api_page
from searchui.web.api.operations import OPERATIONS
from searchui.web.api.routes import api, error_json, is_for_programs
from searchui.web.context.answer_damage import damage_since, explanation
from searchui.web.context.live_corpus import LiveCorpus, let_go
from searchui.web.context.request_notes import request_notes
from searchui.web.fragments.bars import FacetLinks, bar_row, facet_rows
from searchui.web.fragments.elements import choice, downloads, hidden, pager, toggle, view_bar
from searchui.web.fragments.marks import format_date, mark, mark_snippet, mark_with_lead
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
from searchui.web.logging.access_log import MAX_PATH, log_requests, truncate
from searchui.web.preferences import KEYS, QUOTING, SCRIPT, SIZE, remember
from searchui.web.request.draft import InMemoryRequest
from searchui.web.request.kept_pages import keep_pages
from searchui.web.request.links import occasion_url, speaker_url
from searchui.web.request.news import tell_news
from searchui.web.request.quotations.basket import MOST
from searchui.web.request.urls import Archive, current_url, keep_urls
from searchui.web.security.download_slots import DownloadSlots
from searchui.web.security.policy import UNLIMITED, Protection, protect
from searchui.web.security.request_limits import ALL_WORDS, WHILE_TYPING, RefusedError
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
from searchui.web.views.search import pages
from searchui.web.views.speech import reader
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
    "phraseology.compare": ALL_WORDS,
    "phraseology.ngrams": ALL_WORDS,
    "proofs.proof": ALL_WORDS,
    "diffs.diff": ALL_WORDS,
    "diffs.file": ALL_WORDS,
    "baskets.posted": ALL_WORDS,
    "documents.search": ALL_WORDS,
    "documents.kwic": ALL_WORDS,
}
PREFERENCES = (LANGUAGE, SIZE, SCRIPT, KEYS, QUOTING)
log = logging.getLogger(__name__)


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
    keep_pages(app)
    tell_news(app, Path(index))
    log_requests(app)
    control_caching(app)
    protect(app, protection, COSTS, memory)
    take_turns(app, [endpoint for endpoint, cost in COSTS.items() if cost >= ALL_WORDS], memory)
    for part in (
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
        api,
        exports,
        documents,
        baskets,
        feeds,
        opensearch,
        files,
        api_page,
        helps,
    ):
        app.register_blueprint(part)
    app.register_error_handler(SpeechsearchError, _own_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _defect)
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


def status_of(error: SpeechsearchError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, NotFoundError) or (isinstance(error, PageError) and error.last):
        return 404
    if isinstance(error, CallError):
        return 400
    return 503 if isinstance(error, IndexUnusableError) else 500


MAX_AROUND = 200  # characters of a query that are shown on either side of its fault
NO_PAGE, NOT_SO = _("没有这个网页"), _("不能这样打开")
TITLES = (
    (QueryError, _("查询看不懂")),
    (PageError, _("没有这一页")),
    (CallError, NOT_SO),
    (UnknownNameError, _("没有找到")),
    (NotFoundError, _("没有这篇讲话")),
    (IndexUnusableError, _("索引现在不能用")),
    (RefusedError, _("没有回答这次请求")),
)


def _own_error(error: SpeechsearchError) -> tuple[Response | str, int, Mapping[str, str]]:
    title = next((name for kind, name in TITLES if isinstance(error, kind)), NO_PAGE)
    headers = error.headers if isinstance(error, RefusedError) else {}
    return *_answer(status_of(error), t(title), t(error.message), error), headers


def _http_error(error: HTTPException) -> BaseResponse:
    """With what the error itself says in headers: which methods are allowed, when to come again."""
    status = error.code or 500
    if status < 400:  # a redirect is no error
        return error.get_response()
    title = t(NO_PAGE if status == 404 else NOT_SO)
    advice = t(_("请核对网址，或从查找框重新开始"))
    if isinstance(error, MethodNotAllowed):
        advice = t(_("这个网址只能用 {methods} 打开", methods=", ".join(sorted(error.valid_methods or ()))))
    answer = make_response(_answer(status, title, advice, None))
    answer.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return answer


def _defect(error: Exception) -> tuple[Response | str, int] | tuple[Response | str, int, Mapping[str, str]]:
    damage = explanation(error)
    if damage is not None:
        return _own_error(damage)
    number = request_notes().number
    log.error("%s %s: %s", number, request.method, truncate(request.path, MAX_PATH), exc_info=error)
    return _answer(
        500,
        t(_("出了差错")),
        t(_("没有丢失任何内容。请稍后再试；若再出现，请把编号 {number} 告诉管理员，日志里有详情", number=number)),
        None,
    )


def _answer(status: int, title: str, message: str, error: SpeechsearchError | None) -> tuple[Response | str, int]:
    if is_for_programs(request.path):
        return error_json(status, message, error), status
    fault = error if isinstance(error, QueryError) and request.args.get("q") else None
    last = error.last if isinstance(error, PageError) else 0
    page = render_template(
        "layout/error.html",
        title=title,
        message=message,
        query=request.args.get("q", ""),
        around=_around(request.args.get("q", ""), fault.position) if fault else None,
        mended=fault.mended if fault else None,
        last=last,
    )
    return page, status


def _around(query: str, position: int) -> tuple[str, str, str]:
    """What stands before a place in a query, there, and after it; of a long query what is near."""
    before, there, after = query[:position], query[position : position + 1], query[position + 1 :]
    before = before if len(before) <= MAX_AROUND else "……" + before[-MAX_AROUND:]
    return before, there, after if len(after) <= MAX_AROUND else after[:MAX_AROUND] + "……"


def _finish(response: Response) -> Response:
    damage = damage_since()
    return remember(PREFERENCES, response if damage is None else make_response(_own_error(damage)))
