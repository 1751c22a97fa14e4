"""One record of the log for every answer: pages, JSON and errors; not for what browsers and supervisors ask for all the time."""

import logging
import time
from typing import NamedTuple

from flask import Flask, Response, request

from searchui.web.context.request_notes import request_notes

QUERIES = ("q", "phrase")
MAX_TEXT, MAX_PATH = 40, 80  # characters of a text, of a path
QUIET = ("static", "api.health")  # endpoints that are logged only where something is wrong
log = logging.getLogger(__name__)


class AccessRecord(NamedTuple):
    """A request and its answer, `size` bytes long. Texts are truncated and cannot forge a line."""

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


def log_requests(app: Flask) -> None:
    """Log every answer of an application. Called before others hook themselves in, it sees what they make of it."""
    app.before_request(_begin)
    app.after_request(_log)


def _begin() -> None:
    request_notes()


def _log(response: Response) -> Response:
    if log.isEnabledFor(logging.INFO) and not _is_quiet(response.status_code):
        told, access = (request.method, response.status_code), {"access": _record(response)}
        # As `log.info`, but without a search for the line of code that it is called from.
        log.handle(log.makeRecord(log.name, logging.INFO, __file__, 0, "%s %s", told, None, extra=access))
    return response


def _is_quiet(status: int) -> bool:
    return request.endpoint in QUIET and status < 400


def _record(response: Response) -> AccessRecord:
    notes = request_notes()
    others = "&".join(f"{name}={value}" for name, value in request.args.items(multi=True) if name not in QUERIES)
    return AccessRecord(
        number=notes.number,
        status=response.status_code,
        method=truncate(request.method),
        path=truncate(request.path, MAX_PATH),
        query=truncate(" ".join(value for name in QUERIES for value in request.args.getlist(name))),
        parameters=truncate(others),
        size=_size(response),
        ms=_ms(time.perf_counter() - notes.started),
        query_ms=None if notes.query_seconds is None else _ms(notes.query_seconds),
        hits=notes.hits,
        client=truncate(request.remote_addr or "-"),
    )


def _size(response: Response) -> int:
    """The bytes of the body that is sent."""
    unsent = request.method == "HEAD" or response.status_code == 304
    return 0 if unsent else response.content_length or 0


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def truncate(text: str, max_length: int = MAX_TEXT) -> str:
    """The beginning of a stranger's text in one line, without control characters; of more than `max_length` characters it says how many there are."""
    shown = text[:max_length]
    if not shown.isprintable():
        shown = "".join(map(_plain, shown))
    return shown if len(text) <= max_length else f"{shown}…({len(text)} 字)"


def _plain(sign: str) -> str:
    """A character that neither ends a line, nor moves the cursor, nor turns the direction of what follows."""
    if sign.isprintable():
        return sign
    return " " if sign.isspace() and sign not in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029" else ascii(sign)[1:-1]
