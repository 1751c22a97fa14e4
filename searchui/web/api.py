"""The JSON API: the same answers as the pages and the commands give."""

from typing import Any

import msgspec
from flask import Blueprint, Response, jsonify, request

from indexer.errors import CallError, PageError, QueryError, SpeechsearchError
from searchui.web.live import live_corpus
from searchui.web.state import SearchState, manner_from_args

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> Response:
    state = SearchState.from_args(request.args)
    return jsonify(state.run(live_corpus()).as_json())


@api.get("/api/count")
def count() -> Response:
    phrase = request.args.get("phrase", "")
    if not phrase:
        raise CallError(
            "请在网址里写上要数的词句：/api/count?phrase=…", "Write the phrase to count: /api/count?phrase=…"
        )
    return jsonify(live_corpus().count(phrase, manner=manner_from_args(request.args)).as_json())


@api.get("/api/suggest")
def suggest() -> Response:
    found = live_corpus().suggest(request.args.get("q", ""))
    return jsonify({"suggestions": [suggestion.as_json() for suggestion in found]})


@api.get("/api/speech/<path:speech_id>")
def speech(speech_id: str) -> Response:
    return Response(msgspec.json.encode(live_corpus().speech(speech_id)), mimetype="application/json")


@api.get("/healthz")
def health() -> Response:
    opened = live_corpus()
    return jsonify({"status": "ok", "generation": opened.generation.folder.name, "speeches": opened.manifest.speeches})


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
