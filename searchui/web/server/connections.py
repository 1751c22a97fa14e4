"""Connections that misbehave: whose requests cannot be read, whose clients have left, or take no answer any more.

None of them leaves a traceback in the log, and none keeps a thread: a request is read before a thread is asked for, one
after the other, and an answer waits for its reader without one.
"""

from collections.abc import Callable
from functools import partial
from socket import socket
from typing import cast

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.utilities import Error

from searchui.web.security.client_address import network_of
from searchui.web.server.answer_task import AnswerTask, Paused
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.refusals import RefusalTask
from searchui.web.server.request_parser import Request, Unread

ACCEPTED = 16  # connections at once


class Channel(HTTPChannel):
    """A connection that a client may break off at any time and in any way.

    Waitress knows some errors of a socket that is of no more use; every other one would be a traceback in the log.
    What is to be called by the thread that waits for sockets, and what by one that answers, is as in waitress.
    """

    error_task_class = RefusalTask

    def __init__(
        self,
        admit: "Callable[[Channel], None]",
        turns: DownloadTurns,
        server: BaseWSGIServer,
        connection: socket,
        address: tuple[str, int],
        adj: Adjustments,
        map: dict[int, object] | None = None,  # noqa: A002  (waitress gives it by this name)
    ) -> None:
        super().__init__(server, connection, address, adj, map=map)  # type: ignore[arg-type]
        self.client = network_of(address[0])
        self.sockets = {} if map is None else map  # all that waitress waits for
        self.bytes_sent = self.bytes_seen = 0  # in all, and when last looked at
        self.seen_at = self.creation_time
        self._turns = turns
        self._paused: AnswerTask | None = None
        admit(self)

    # --- reading

    def parser_class(self, adj: Adjustments) -> Request:  # type: ignore[override]
        return Unread(adj) if self.requests else Request(adj)

    def readable(self) -> bool:
        if self._paused and not self.total_outbufs_len:
            self._go_on()
        ready = super().readable()
        if ready and isinstance(self.request, Unread):
            self._read_ahead()
            ready = super().readable()
        return bool(ready)

    def _read_ahead(self) -> None:
        """Take what was sent ahead for the next request, or the beginning of one."""
        with self.requests_lock:  # type: ignore[attr-defined]
            unread, self.request = self.request, None
        if isinstance(unread, Unread):
            self.received(unread.bytes)

    def recv(self, buffer_size: int) -> bytes:
        try:
            return bytes(super().recv(buffer_size))
        except OSError:
            self.handle_close()
            return b""

    def handle_expt(self) -> None:
        """Close where urgent data comes, which HTTP knows nothing of: unread it would wake the server for ever."""
        self.handle_close()

    # --- waiting

    @property
    def is_waiting(self) -> bool:
        """Whether it is the client's turn: to send a request, or the rest of one."""
        busy = self.requests or self.total_outbufs_len or isinstance(self.request, Unread)
        return not busy and not self.will_close

    @property
    def waiting_since(self) -> float:
        return self.request.begun if isinstance(self.request, Request) else self.last_activity

    def give_way(self) -> None:
        """Close it, as others need it more."""
        self.will_close = True

    def refuse(self, error: Error) -> None:
        """Answer what has come so far with an error, and close."""
        with self.requests_lock:  # type: ignore[attr-defined]
            request, self.request = self.request or Request(self.adj), None
            request.error = error
            self.requests.append(request)  # type: ignore[attr-defined]
            self.server.add_task(self)  # type: ignore[arg-type]

    # --- answering

    def task_class(self, channel: HTTPChannel, request: Request) -> AnswerTask:  # type: ignore[override]
        """The answer to a request that is under way, or a new one."""
        request.answer = request.answer or AnswerTask(channel, request)  # type: ignore[arg-type]
        return request.answer

    def service(self) -> None:
        request = self.requests[0]
        try:
            super().service()
        except Paused:
            self._paused = cast(Request, request).answer
            if self.connected:
                self.server.pull_trigger()
            else:
                self._go_on()
            return
        if isinstance(request, Request) and request.answer:
            request.answer.close()

    def _go_on(self) -> None:
        """Have a paused answer go on in its turn; that of a closed connection is ended there."""
        with self.outbuf_lock:
            paused, self._paused = self._paused, None
        if paused:
            self._turns.add(paused.client, self)

    def send(self, data: bytes, do_close: bool = True) -> int:
        try:
            sent = int(super().send(data, do_close=do_close))
        except OSError:
            if do_close:  # otherwise the thread that waits for sockets does, as waitress has it
                self.handle_close()
            return 0
        self.bytes_sent += sent
        return sent

    def handle_close(self) -> None:
        super().handle_close()
        if isinstance(self.request, Request):  # of which the rest never came
            self.request.leave()
        self._go_on()


def guard_connections(
    sockets: dict[int, object],
    admit: Callable[[Channel], None],
    turns: DownloadTurns,
    may_accept: Callable[[bool], bool] = lambda _again: True,
) -> None:
    """Have the servers among these sockets take connections of this kind from now on, a few at a time.

    `admit` is told of each; `turns` write downloads. `may_accept` says whether one is to be taken, or again one
    after it.
    """
    for server in sockets.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = partial(Channel, admit, turns)  # type: ignore[assignment]
            accept = partial(_accept_some, server.handle_accept, sockets, may_accept)
            server.handle_accept = accept  # type: ignore[method-assign]


def _accept_some(accept: Callable[[], None], sockets: dict[int, object], may_accept: Callable[[bool], bool]) -> None:
    """Take more connections than one before all sockets are looked at again: who comes behind many waits less so."""
    for number in range(ACCEPTED):
        if not may_accept(number > 0):
            return
        before = len(sockets)
        accept()
        if len(sockets) == before:
            return
