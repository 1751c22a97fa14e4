"""Connections whose requests cannot be read, or whose clients have left: neither leaves a traceback in the log.

Waitress answers a malformed request before the application is asked.
"""

from collections.abc import Mapping
from types import MappingProxyType

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
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


class Request(HTTPRequestParser):
    """A request that has a path from the first: waitress names it where a client leaves before its answer has been
    written, also where the request was too malformed to have one.
    """

    path = ""


class Channel(HTTPChannel):
    """A connection that answers so, and that a client may break off at any time and in any way.

    Waitress knows some errors of a socket that is of no more use; every other one would be a traceback in the log.
    """

    error_task_class = Unread
    parser_class = Request

    def recv(self, buffer_size: int) -> bytes:
        try:
            return bytes(super().recv(buffer_size))
        except OSError:
            self.handle_close()
            return b""

    def send(self, data: bytes, do_close: bool = True) -> int:
        try:
            return int(super().send(data, do_close=do_close))
        except OSError:
            if do_close:  # otherwise the thread that waits for sockets does, as waitress has it
                self.handle_close()
            return 0


def answer_unread(sockets: Mapping[int, object]) -> None:
    """Have the servers among these sockets answer so on the connections that they take from now on."""
    for server in sockets.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = Channel
