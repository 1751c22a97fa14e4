"""One record of the log for every answer: pages, JSON and errors; not for what browsers and supervisors ask for all the time."""

import logging
import time
from dataclasses import dataclass

from flask import Flask, Response, request

from searchui.web.context.request_notes import request_note
from searchui.web.logging.truncate import shortened

QUERIES = ("q", "phrase")
LONGEST_PATH = 80
QUIET = ("static", "api.health")  # endpoints that are logged only where something is wrong
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """A request and its answer, `size` bytes long. Texts are shortened and cannot forge a line."""

    number: str
    status: int
    method: str
    path: str
    query: str
    parameters: str
    size: int
    ms: float
    query_ms: float | None
    hits: int | None
    client: str


def log_answers(app: Flask) -> None:
    """Log every answer of an application. Called before others hook themselves in, it sees what they make of it."""
    app.before_request(_begin)
    app.after_request(_log)


def _begin() -> None:
    request_note()


def _log(response: Response) -> Response:
    if log.isEnabledFor(logging.INFO) and not _is_quiet(response.status_code):
        log.info("%s %s", request.method, response.status_code, extra={"answered": _answered(response)})
    return response


def _is_quiet(status: int) -> bool:
    return request.endpoint in QUIET and status < 400


def _answered(response: Response) -> Answered:
    note = request_note()
    others = "&".join(f"{name}={value}" for name, value in request.args.items(multi=True) if name not in QUERIES)
    return Answered(
        number=note.number,
        status=response.status_code,
        method=shortened(request.method),
        path=shortened(request.path, LONGEST_PATH),
        query=shortened(" ".join(value for name in QUERIES for value in request.args.getlist(name))),
        parameters=shortened(others),
        size=_size(response),
        ms=_ms(time.perf_counter() - note.started),
        query_ms=None if note.asking is None else _ms(note.asking),
        hits=note.hits,
        client=shortened(request.remote_addr or "-"),
    )


def _size(response: Response) -> int:
    """The bytes of the body that is sent."""
    unsent = request.method == "HEAD" or response.status_code == 304
    return 0 if unsent else response.content_length or 0


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
