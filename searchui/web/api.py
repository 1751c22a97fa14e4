"""The JSON API: the same answers as the pages and the commands give."""

from typing import Any

import msgspec
from flask import Blueprint, Response, jsonify, request

from indexer.errors import CallError, PageError, QueryError, SpeechsearchError
from searchui.web.interface import language
from searchui.web.live import live_corpus, live_health
from searchui.web.note import asking
from searchui.web.state import SearchState, manner_from_args

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> Response:
    state = SearchState.from_args(request.args)
    opened = live_corpus()
    with asking() as note:
        page = state.run(opened)
        note.hits = page.total
        found = page.as_json()
    return jsonify(found)


@api.get("/api/count")
def count() -> Response:
    phrase = request.args.get("phrase", "")
    if not phrase:
        raise CallError(
            "请在网址里写上要数的词句：/api/count?phrase=…", "Write the phrase to count: /api/count?phrase=…"
        )
    manner, opened = manner_from_args(request.args), live_corpus()
    with asking() as note:
        counted = opened.count(phrase, manner=manner)
        note.hits = counted.occurrences
        found = counted.as_json()
    return jsonify(found)


@api.get("/api/suggest")
def suggest() -> Response:
    opened = live_corpus()
    with asking() as note:
        found = opened.suggest(request.args.get("q", ""))
        note.hits = len(found)
    return jsonify({"suggestions": [suggestion.as_json() for suggestion in found]})


@api.get("/api/speech/<path:speech_id>")
def speech(speech_id: str) -> Response:
    opened = live_corpus()
    with asking():
        found = opened.speech(speech_id)
    return Response(msgspec.json.encode(found), mimetype="application/json")


@api.get("/healthz")
def health() -> tuple[Response, int]:
    told = live_health()
    return jsonify(told.as_json(language())), told.http_status


def error_json(status: int, message: str, error: SpeechsearchError | None) -> Response:
    """The one shape of an error: {"error": {"status", "kind", "message"[, "position"][, "last_page"]}}."""
    body: dict[str, Any] = {
        "status": status,
        "kind": type(error).__name__ if error else "HTTPError",
        "message": message,
    }
    if isinstance(error, QueryError):
        body["position"] = error.position
    if isinstance(error, PageError) and error.last:
        body["last_page"] = error.last
    return jsonify({"error": body})
