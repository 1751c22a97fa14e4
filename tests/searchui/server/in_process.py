"""A server in the process of the test, whose loop the test turns by hand: nothing happens that it did not ask for."""

import logging
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher

from searchui.web.server.answer_task import in_turns
from searchui.web.server.connection_limits import ConnectionLimits, channels
from searchui.web.server.connections import Channel, guard_connections
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import Sockets

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ENOUGH = 60.0  # seconds, after which what should have happened never will


class Threads(ThreadedTaskDispatcher):
    """So many threads that end with the test; with none the test does their work, when it likes."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.queue_logger = logging.getLogger("none of the server's")  # a test's threads are few
        self.queue_logger.setLevel(logging.ERROR)
        self.set_thread_count(count)

    def work(self) -> None:
        """What threads would do now."""
        while self.queue:
            self.queue.popleft().service()


class InProcess:
    """The server: its sockets, its threads and those that write in turns, and the addresses that clients come from."""

    def __init__(self, app: "WSGIApplication", limits: ConnectionLimits, threads: int, writers: int) -> None:
        self.sockets: Sockets = {}
        self.threads, self.writers = Threads(threads), DownloadTurns(0)
        self.writers._threads = Threads(writers)
        made = create_server(
            in_turns(app), self.sockets, _dispatcher=self.threads, host="127.0.0.1", port=0, ident="x"  # type: ignore[arg-type]
        )  # fmt: skip
        assert isinstance(made, BaseWSGIServer)
        self.server = made
        guard_connections(self.sockets, limits.admit, self.writers, limits.others.may_accept)
        self._clients = ExitStack()

    @property
    def channels(self) -> list[Channel]:
        """The connections that the server has and means to keep, oldest first."""
        return [each for each in channels(self.sockets) if not each.will_close]

    def connect(self, source: str = "127.0.0.1", buffer: int | None = None) -> socket.socket:
        """A client that is connected when this returns, also from the server's point of view."""
        client = self._clients.enter_context(socket.socket())
        client.settimeout(ENOUGH)
        if buffer is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        client.bind((source, 0))
        assert self.server.socket
        client.connect(self.server.socket.getsockname())
        self.until(lambda: any(each.addr == client.getsockname() for each in channels(self.sockets)))
        return client

    def channel(self, client: socket.socket) -> Channel | None:
        """The server's end of a connection; None where it has closed it."""
        found = [each for each in channels(self.sockets) if each.addr == client.getsockname()]
        return found[0] if found else None

    def turn(self) -> None:
        wasyncore.loop(timeout=0.02, use_poll=True, map=self.sockets, count=1)  # type: ignore[arg-type]

    def until(self, condition: Callable[[], object]) -> None:
        """Turn until something is so."""
        end = time.monotonic() + ENOUGH
        while not condition():
            assert time.monotonic() < end
            self.turn()

    def receive(self, client: socket.socket, size: int = 1 << 16) -> bytes:
        """What comes next; nothing where the server has closed."""
        self.until(lambda: select.select([client], [], [], 0)[0])
        try:
            return client.recv(size)
        except ConnectionError:
            return b""

    def answer(self, client: socket.socket) -> bytes:
        """All that comes until the server closes."""
        received = b""
        while part := self.receive(client):
            received += part
        return received

    def write(self) -> None:
        """What those that write downloads would do now, where there is none of them."""
        assert isinstance(self.writers._threads, Threads)
        self.writers._threads.work()

    def close(self) -> None:
        self._clients.close()
        for channel in channels(self.sockets):
            channel.handle_close()
        self.threads.work()
        self.threads.shutdown(timeout=10)
        self.write()
        self.writers.shutdown(timeout=10)
        wasyncore.close_all(self.sockets, ignore_all=True)  # type: ignore[arg-type]


@contextmanager
def serving(
    app: "WSGIApplication", limits: ConnectionLimits | None = None, threads: int = 2, writers: int = 1
) -> Iterator[InProcess]:
    server = InProcess(app, limits or ConnectionLimits(), threads, writers)
    try:
        yield server
    finally:
        server.close()
