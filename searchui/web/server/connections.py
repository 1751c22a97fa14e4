"""Connections that misbehave: whose requests cannot be read, whose clients have left, or take no answer any more.

None of them leaves a traceback in the log. Waitress answers a malformed request before the application is asked; and it
closes idle connections, but not those with an answer under way, whose thread waits until its reader has taken enough:
without an end to that a few readers that have gone to sleep would keep all threads.
"""

import time
from collections.abc import Mapping
from types import MappingProxyType

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask
from waitress.utilities import Error

from searchui.web.security.request_limits import IDLE
from searchui.web.security.security_headers import HEADERS

SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        413: "请求里附带的内容太多；查找只用网址。\nThe request has too large a body; searching needs none.\n",
        431: "网址或请求头太长，请把查询写短一些。\nThe address or the headers are too long; write a shorter query.\n",
    }
)
UNREADABLE = "看不懂这个请求。\nThis request cannot be read.\n"


class MalformedRequestTask(ErrorTask):
    """An answer with the headers of all others, in plain words, and nothing of the request in it."""

    def execute(self) -> None:
        error: Error = self.request.error  # type: ignore[attr-defined]
        body = SENTENCES.get(error.code, UNREADABLE).encode()
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

    error_task_class = MalformedRequestTask
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


def guard_connections(sockets: Mapping[int, object]) -> None:
    """Have the servers among these sockets take connections of this kind from now on."""
    for server in sockets.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = Channel


def close_stalled(sockets: Mapping[int, object], patience: float = IDLE) -> int:
    """Close the connections that took nothing of their answer for so many seconds; how many they were.

    To be called by the thread that waits for the sockets. The threads that wrote to them are told, and go on.
    """
    before = time.time() - patience  # by the clock that channels note
    stalled = [each for each in sockets.values() if isinstance(each, HTTPChannel) and _is_stalled(each, before)]
    for channel in stalled:
        channel.handle_close()
    return len(stalled)


def _is_stalled(channel: HTTPChannel, before: float) -> bool:
    return bool(channel.requests) and channel.total_outbufs_len > 0 and channel.last_activity < before
