"""Answers to what never reaches the application: in the one shape of errors, or in words where a page was asked for.

Requests that cannot be read at all may be anybody's; programs send such, so they are answered as the API answers.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from waitress.task import ErrorTask
from waitress.utilities import Error

from indexer.i18n import LANGUAGES, Message, _
from indexer.i18n.message_json import public_json
from searchui.web.api.error_answers import error_answer
from searchui.web.api.routes import is_for_programs
from searchui.web.http_cache import NO_STORE
from searchui.web.security.download_slots import SOON
from searchui.web.security.request_limits import too_large
from searchui.web.security.security_headers import HEADERS
from searchui.web.server.request_parser import Request, TooManyConnectionsError, TooManyDraftsError

UNREADABLE = _("看不懂这个请求")
SENTENCES: Mapping[int, Message] = MappingProxyType(
    {
        408: _("请求没有及时发完，请再试一次"),
        429: _("从这个地址来的连接太多，请先关掉一些"),
        431: _("网址或请求头太长，请把查询写短一些"),
        500: _("出了差错，答案没有写完，请再试一次"),
        501: _("不支持这个请求的传输编码"),
        503: _("正在上传的文件较多，请过几秒再试"),
    }
)


class RefusalTask(ErrorTask):
    """An answer with the headers of all others, in plain words of every language, and nothing of the request in it."""

    def execute(self) -> None:
        error: Error = self.request.error  # type: ignore[attr-defined]
        asked = self.channel.requests[0]  # also where its answer failed, and `request` is waitress's own
        path = asked.asked_path if isinstance(asked, Request) else ""
        is_large = error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        sentence = too_large(path) if is_large else SENTENCES.get(error.code, UNREADABLE)
        words = [sentence.text(language) for language in LANGUAGES]
        if path and not is_for_programs(path):
            kind, body = "text/plain; charset=utf-8", "\n".join([*words, ""]).encode()
        else:
            kind, body = "application/json", public_json(error_answer(error.code, " / ".join(words), None)) + b"\n"
        self.status = f"{error.code} {error.reason}"
        later = SOON if error.code in (TooManyConnectionsError.code, TooManyDraftsError.code) else {}
        self.response_headers = [("Content-Type", kind), ("Cache-Control", NO_STORE), *later.items(), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
