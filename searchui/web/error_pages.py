"""What is answered where something goes wrong: a page for people, JSON for programs, and the status of each error."""

import logging
from collections.abc import Mapping

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

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
from searchui.web.api.routes import error_json, is_for_programs
from searchui.web.context.answer_damage import explanation
from searchui.web.context.request_notes import request_notes
from searchui.web.i18n.translations import t
from searchui.web.logging.access_log import MAX_PATH, truncate
from searchui.web.security.request_limits import RefusedError

log = logging.getLogger(__name__)


def answer_errors(app: Flask) -> None:
    """Have an application answer every error so."""
    app.register_error_handler(SpeechsearchError, own_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _defect)


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


def own_error(error: SpeechsearchError) -> tuple[Response | str, int, Mapping[str, str]]:
    """The answer to an error of ours: its sentence, with its status and headers."""
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
        return own_error(damage)
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
