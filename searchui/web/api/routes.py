"""The JSON API: the same answers as the pages and the commands give, by the table of operations."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from indexer.errors import CallError, SpeechsearchError
from indexer.i18n.message_json import public_json
from searchui.web.api.error_answers import error_answer
from searchui.web.api.openapi import describe_api
from searchui.web.api.operation import Call, Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.context.live_corpus import live_corpus, live_health
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language
from searchui.web.request.known_parameters import takes
from searchui.web.request.parameters import PHRASE

api = Blueprint("api", __name__)


def _rule(operation: Operation) -> str:
    """The path as Flask writes it; an id may have a / of its own."""
    path = operation.path
    for name in operation.path_names:
        path = path.replace(f"{{{name}}}", f"<path:{name}>")
    return path


def _view(operation: Operation, call: Call) -> Callable[..., Response]:
    @takes(*operation.parameters)
    def view(**in_path: str) -> Response:
        args = MultiDict([*request.args.items(multi=True), *in_path.items()])
        if operation.missing and not PHRASE.read(args):
            raise CallError(operation.missing)
        opened = live_corpus()
        with timed_query() as notes:
            answer = call(opened, args)
            notes.hits = operation.hits(answer) if operation.hits else None
        return _json(answer)

    return view


for _operation in OPERATIONS:
    if _operation.call:
        api.add_url_rule(
            _rule(_operation), _operation.name, _view(_operation, _operation.call), methods=[_operation.method]
        )


@api.get("/api/openapi.json")
@takes()
def openapi() -> Response:
    return _json(describe_api())


@api.get("/healthz")
@takes()
def health() -> Response:
    found = live_health()
    return _json(found.answer(language()), found.http_status)


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
    return Response(public_json(answer) + b"\n", status, mimetype="application/json")
