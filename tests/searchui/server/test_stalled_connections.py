"""A reader that takes nothing more of a long answer, or hardly anything: its connection is closed, and keeps no thread."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from searchui.web.server.connection_limits import close_stalled
from tests.searchui.server.in_process import InProcess, serving

PIECE = b"x" * 2**18
LONG = b"x" * 10**7  # more than the system keeps for a connection
NARROW = 4096  # bytes of a buffer of the system
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
LONG_GET = b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n"
SHORT = b"GET /short HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class Endless:
    """An answer without an end; `closed` when nobody waits for it any more."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self.pieces = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.pieces += 1
            yield PIECE

    def close(self) -> None:
        self.closed.set()


class App:
    """Endless answers, but for a short and a long one."""

    def __init__(self) -> None:
        self.answers: list[Endless] = []
        self.long_answers = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/short":
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]
        if environ["PATH_INFO"] == "/long":
            self.long_answers += 1
            start_response("200 OK", [("Content-Length", str(len(LONG)))])
            return [LONG]
        start_response("200 OK", [("Content-Type", "text/plain")])
        self.answers.append(Endless())
        return self.answers[-1]


def begin(server: InProcess, app: App, source: str = "127.0.0.1") -> Any:
    """A client that has asked for an endless answer and reads nothing of it, until the server waits for it."""
    client = server.connect(source, NARROW)
    client.sendall(GET)
    channel = server.channel(client)
    assert channel
    server.until(lambda: channel._paused and channel.total_outbufs_len)
    return client


def test_who_sleeps_is_let_go_and_who_reads_is_not() -> None:
    app = App()
    with serving(app) as server:
        client = begin(server, app)
        for _ in range(20):  # it reads
            server.turn()
            assert server.receive(client)
            assert close_stalled(server.sockets, patience=60) == 0
        gone, until = 0, time.monotonic() + 60
        while not gone and time.monotonic() < until:  # it sleeps
            server.turn()
            gone = close_stalled(server.sockets, patience=0.3)
        assert gone == 1
        assert app.answers[0].closed.wait(60)
        assert close_stalled(server.sockets, patience=0) == 0


@pytest.mark.parametrize(("taken", "closed"), [(0, 1), (50_000, 1), (150_000, 0)])
def test_who_reads_hardly_anything_is_let_go(taken: int, closed: int) -> None:
    """So many bytes in a hundred seconds."""
    app = App()
    with serving(app) as server:
        begin(server, app)
        (channel,) = server.channels
        channel.seen_at, channel.bytes_seen = time.time() - 100, channel.bytes_sent - taken
        assert close_stalled(server.sockets, patience=200) == 0
        assert close_stalled(server.sockets) == closed
        assert close_stalled(server.sockets) == 0  # from now on it has that long again
        assert app.answers[0].closed.wait(60 * closed) == bool(closed)


def test_no_thread_waits_for_a_reader() -> None:
    """With one thread for all and one that writes downloads: others are answered, and others' downloads are written."""
    app = App()
    with serving(app, threads=1, writers=1) as server:
        sleeping = [begin(server, app, f"127.0.0.{1 + number % 2}") for number in range(4)]
        assert len(app.answers) == len(sleeping)
        written = [answer.pieces for answer in app.answers]
        short = server.connect()
        short.sendall(SHORT)
        assert server.answer(short).endswith(b"ok")
        reading = begin(server, app)
        while app.answers[-1].pieces <= max(written):
            assert server.receive(reading)
        assert [answer.pieces for answer in app.answers[:-1]] == written  # and nothing was written to those that sleep


def test_what_is_sent_ahead_waits_until_its_turn_comes() -> None:
    """Many requests at once with a reader that takes no answer: one is answered, and takes no more memory than that."""
    app = App()
    with serving(app, threads=1) as server:
        client = server.connect(buffer=NARROW)
        client.sendall(SHORT.replace(b"Connection: close\r\n", b"") * 50 + SHORT)
        answers = server.answer(client)
        assert answers.count(b"HTTP/1.1 200 OK") == 51
        assert answers.count(b"ok") == 51
        greedy = server.connect(buffer=NARROW)
        greedy.sendall(LONG_GET * 50)
        channel = server.channel(greedy)
        assert channel
        server.until(lambda: channel.total_outbufs_len)
        for _ in range(20):
            server.turn()
        assert app.long_answers == 1
        assert channel.total_outbufs_len <= len(LONG) + 1000  # its head is there as well


def test_a_download_whose_client_leaves_is_told_so_wherever_it_stands() -> None:
    app = App()
    with serving(app, threads=1, writers=0) as server:  # the test writes
        client = server.connect()
        client.sendall(GET)
        server.until(lambda: server.writers._queues)
        client.close()  # before its first piece
        server.write()
        server.until(lambda: not server.channels)
        server.write()
        assert app.answers[0].closed.is_set()
    with serving(app, threads=1) as server:
        client = begin(server, app)
        client.close()  # in the middle
        server.until(lambda: not server.channels)
        assert app.answers[-1].closed.wait(60)
