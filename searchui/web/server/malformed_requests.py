"""The answers to what is no request at all, which waitress gives before the application is asked."""

from collections.abc import Mapping
from types import MappingProxyType

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask
from waitress.utilities import Error

from searchui.web.security.security_headers import HEADERS

SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        413: "请求里附带的内容太多；查找只用网址。\nThe request has too large a body; searching needs none.\n",
        431: "网址或请求头太长，请把查询写短一些。\nThe address or the headers are too long; write a shorter query.\n",
    }
)
OTHERWISE = "看不懂这个请求。\nThis request cannot be read.\n"


class Unread(ErrorTask):
    """An answer with the headers of all others, in plain words, and nothing of the request in it."""

    def execute(self) -> None:
        error: Error = self.request.error  # type: ignore[attr-defined]
        body = SENTENCES.get(error.code, OTHERWISE).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers = [("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """A connection that answers so."""

    error_task_class = Unread


def answer_unread(sockets: Mapping[int, object]) -> None:
    """Have the servers among these sockets answer so on the connections that they take from now on."""
    for server in sockets.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = Channel
