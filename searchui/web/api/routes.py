"""The JSON API: the same answers as the pages and the commands give. `openapi` describes it."""

from typing import Any

import msgspec
from flask import Blueprint, Response, request, url_for

from indexer.errors import CallError, SpeechsearchError
from searchui.search.results.json_answers import SuggestAnswer
from searchui.web.api.openapi import described
from searchui.web.context.answers import error_answer
from searchui.web.context.live_corpus import live_corpus, live_health
from searchui.web.context.request_notes import asking
from searchui.web.i18n.translations import language
from searchui.web.request.concordance_state import KwicState
from searchui.web.request.parameters import (
    BY,
    PARAGRAPH,
    PHRASE,
    PHRASES,
    TYPED,
    chosen,
    manner_from_args,
    narrowing_from_args,
)
from searchui.web.request.phraseology_state import AroundState, CompareState, RepeatedState
from searchui.web.request.search_state import SearchState
from searchui.web.views.citation import cited

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> Response:
    state = SearchState.from_args(request.args)
    opened = live_corpus()
    with asking() as note:
        page = state.run(opened)
        note.hits = page.total
        found = page.answer()
    return _json(found)


@api.get("/api/count")
def count() -> Response:
    phrase = PHRASE.read(request.args)
    if not phrase:
        raise CallError(
            "请在网址里写上要数的词句：/api/count?phrase=…", "Write the phrase to count: /api/count?phrase=…"
        )
    manner, opened = manner_from_args(request.args), live_corpus()
    with asking() as note:
        counted = opened.count(phrase, manner=manner)
        note.hits = counted.occurrences
        found = counted.answer()
    return _json(found)


@api.get("/api/kwic")
def kwic() -> Response:
    state, opened = KwicState.from_args(request.args), live_corpus()
    if not state.phrase:
        raise CallError(
            "请在网址里写上要逐条列出的词句：/api/kwic?phrase=…", "Write the phrase to list: /api/kwic?phrase=…"
        )
    with asking() as note:
        lines = state.run(opened)
        note.hits = lines.total
        found = lines.answer()
    return _json(found)


@api.get("/api/card")
def card() -> Response:
    phrase, narrowing = PHRASE.read(request.args), narrowing_from_args(request.args)
    manner, opened = manner_from_args(request.args), live_corpus()
    with asking() as note:
        made = opened.card(phrase, **chosen(narrowing), manner=manner)
        note.hits = made.occurrences
        found = made.answer()
    return _json(found)


@api.get("/api/trend")
def trend() -> Response:
    phrases, by = PHRASES.read(request.args), BY.read(request.args)
    narrowing, manner = narrowing_from_args(request.args), manner_from_args(request.args)
    opened = live_corpus()
    with asking() as note:
        found = opened.trend(phrases, by, **chosen(narrowing), manner=manner)
        note.hits = sum(course.whole.occurrences for course in found.courses)
    return _json(found)


@api.get("/api/suggest")
def suggest() -> Response:
    typed, opened = TYPED.read(request.args), live_corpus()
    with asking() as note:
        found = opened.suggest(typed)
        note.hits = len(found)
    return _json(SuggestAnswer(tuple(found)))


@api.get("/api/speech/<path:speech_id>")
def speech(speech_id: str) -> Response:
    opened = live_corpus()
    with asking():
        found = opened.speech(speech_id)
    return _json(found)


@api.get("/api/cite/<path:speech_id>")
def cite(speech_id: str) -> Response:
    opened = live_corpus()
    with asking():
        found = cited(opened, speech_id, PARAGRAPH.read(request.args)).answer()
    return _json(found)


@api.get("/api/collocations")
def collocations() -> Response:
    if not PHRASE.read(request.args):
        raise CallError("请在网址里写上词句：/api/collocations?phrase=…", "Write a phrase: /api/collocations?phrase=…")
    state, opened = AroundState.from_args(request.args), live_corpus()
    with asking() as note:
        found = state.run(opened)
        note.hits = found.total
    return _json(found)


@api.get("/api/keyness")
def keyness() -> Response:
    state, opened = CompareState.from_args(request.args), live_corpus()
    with asking() as note:
        found = state.run(opened)
        note.hits = len(found.more) + len(found.less)
    return _json(found)


@api.get("/api/ngrams")
def ngrams() -> Response:
    state, opened = RepeatedState.from_args(request.args), live_corpus()
    with asking() as note:
        found = state.run(opened)
        note.hits = found.total
    return _json(found)


@api.get("/api/openapi.json")
def openapi() -> Response:
    return _json(described())


@api.get("/healthz")
def health() -> Response:
    told = live_health()
    return _json(told.answer(language()), told.http_status)


@api.after_request
def _say_where_it_is_described(response: Response) -> Response:
    response.headers.add("Link", f'<{url_for("api.openapi")}>; rel="service-desc"')
    return response


def is_for_programs(path: str) -> bool:
    """Whether errors of this address are JSON, not a page."""
    return path.startswith("/api/") or path == "/healthz"


def error_json(status: int, message: str, error: SpeechsearchError | None) -> Response:
    return _json(error_answer(status, message, error))


def _json(answer: Any, status: int = 200) -> Response:
    """An answer in its JSON, with Chinese as it is and names in the order that they are documented in."""
    return Response(msgspec.json.encode(answer) + b"\n", status, mimetype="application/json")
