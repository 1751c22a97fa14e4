"""How many connections there may be and how long each may take: who sends nothing, or little, keeps nobody out."""

import json
import resource
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from searchui.web.security.request_limits import BODY_SECONDS, CONNECTIONS_EACH, HEAD_SECONDS, IDLE
from searchui.web.server.connection_limits import ConnectionLimits, close_overdue
from searchui.web.server.graceful_shutdown import finish
from searchui.web.server.request_parser import Unread
from tests.searchui.server.in_process import InProcess, serving
from tests.searchui.server.server_process import running

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
GET = HEAD + b"\r\n"
POST = b"POST /api/count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
LATER = 0.5  # seconds, between what a test does and the clock's moment that it took for that


def app(_: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


class Busy:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.asked = threading.Semaphore(0)

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/wait":
            self.asked.release()
            self.go_on.wait(60)
        return app(environ, start_response)


@pytest.fixture
def server() -> Iterator[InProcess]:
    with serving(app) as made:
        yield made


def send(server: InProcess, client: socket.socket, data: bytes) -> None:
    """Send, and wait until the server has read it."""
    channel = server.channel(client)
    assert channel
    before = channel.last_activity
    client.sendall(data)
    server.until(lambda: channel.last_activity > before)


def ask(server: InProcess, client: socket.socket) -> None:
    """Have a request answered, and wait until the thread that did so has let go of the connection."""
    send(server, client, GET)
    server.receive(client)
    channel = server.channel(client)
    assert channel
    server.until(lambda: channel.is_waiting)


# --- deadlines


def test_a_head_has_so_long_however_much_of_it_trickles_in(server: InProcess) -> None:
    client, began = server.connect(), time.time()
    for byte in HEAD[:20]:
        send(server, client, bytes([byte]))
        assert close_overdue(server.sockets, began + HEAD_SECONDS - 1) == 0
    assert close_overdue(server.sockets, began + HEAD_SECONDS + LATER) == 1
    answer = server.answer(client)
    assert answer.startswith(b"HTTP/1.0 408 ")
    assert server.channels == []


def test_a_body_has_so_long(server: InProcess) -> None:
    client = server.connect()
    client.sendall(POST)
    channel = server.channel(client)
    assert channel
    server.until(lambda: channel.request and channel.request.headers_finished)
    began = time.time()
    send(server, client, b"x")
    assert close_overdue(server.sockets, began + BODY_SECONDS - 1) == 0
    assert close_overdue(server.sockets, began + BODY_SECONDS + LATER) == 1
    head, _, body = server.answer(client).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["error"]["status"] == 408


def test_a_connection_without_a_request_has_so_long_and_longer_after_an_answer(server: InProcess) -> None:
    fresh, used = server.connect(), server.connect()
    used.sendall(GET)
    received = b""
    while not received.endswith(b"ok"):
        received += server.receive(used)
    now = time.time()
    assert close_overdue(server.sockets, now + HEAD_SECONDS + LATER) == 1
    assert server.answer(fresh) == b""  # nothing was asked, so nothing is answered
    assert close_overdue(server.sockets, now + IDLE - 1) == 0
    assert close_overdue(server.sockets, now + IDLE + LATER) == 1
    assert server.answer(used) == b""


def test_what_waits_behind_an_answer_is_not_overdue() -> None:
    busy = Busy()
    with serving(busy) as server:
        client = server.connect()
        client.sendall(GET.replace(b" / ", b" /wait ") + GET + HEAD + b"Connection: close\r\n\r\n")
        server.until(lambda: busy.asked.acquire(blocking=False))
        assert close_overdue(server.sockets, time.time() + 1000) == 0
        busy.go_on.set()
        assert server.answer(client).count(b"ok") == 3
        server.connect()
        (channel,) = server.channels
        channel.request = Unread(channel.adj)  # between the end of that answer and the next request
        assert close_overdue(server.sockets, time.time() + 1000) == 0


def test_the_end_does_not_wait_for_what_trickles_in(server: InProcess) -> None:
    send(server, server.connect(), HEAD)
    (channel,) = server.channels
    assert channel.request
    channel.request.deadline = 0.0  # type: ignore[attr-defined]
    assert finish(server.sockets, patience=30) == 0


# --- numbers


def test_of_one_address_the_longest_waiting_gives_way() -> None:
    with serving(app, ConnectionLimits(each=3)) as server:
        other = server.connect("127.0.0.2")
        own = [server.connect() for _ in range(3)]
        ask(server, own[0])  # the first is the one that was heard of last
        send(server, own[2], HEAD)
        newer = server.connect()
        assert server.answer(own[1]) == b""
        assert [server.channel(each) is not None for each in (other, own[0], own[2], newer)] == [True] * 4
        server.connect()
        server.until(lambda: server.channel(own[0]) is None or server.channel(own[2]) is None)
        assert len(server.channels) == 4


def test_who_is_answered_is_never_given_up_for_another() -> None:
    busy = Busy()
    with serving(busy, ConnectionLimits(each=2), threads=4) as server:
        answered = [server.connect() for _ in range(2)]
        for client in answered:
            client.sendall(HEAD.replace(b" / ", b" /wait ") + b"Connection: close\r\n\r\n")
            server.until(lambda: busy.asked.acquire(blocking=False))
        refused = server.answer(server.connect())
        assert refused.startswith(b"HTTP/1.0 429 ")
        assert b"\r\nRetry-After: 10\r\n" in refused
        assert json.loads(refused.partition(b"\r\n\r\n")[2])["error"]["status"] == 429
        elsewhere = server.connect("127.0.0.2")
        elsewhere.sendall(HEAD + b"Connection: close\r\n\r\n")
        assert server.answer(elsewhere).endswith(b"ok")
        busy.go_on.set()
        assert all(server.answer(client).endswith(b"ok") for client in answered)


def test_where_connections_are_scarce_the_longest_waiting_of_all_gives_way() -> None:
    with serving(app, ConnectionLimits(most=8)) as server:
        clients = [server.connect(f"127.0.0.{number}") for number in range(1, 5)]
        ask(server, clients[0])
        server.connect("127.0.0.9")
        assert server.answer(clients[1]) == b""
        assert len(server.channels) == 4


def test_a_proxy_speaks_for_many() -> None:
    with serving(app, ConnectionLimits(each=2, trusted=["127.0.0.1"])) as server:
        for _ in range(6):
            server.connect()
        assert len(server.channels) == 6
        for _ in range(6):
            server.connect("127.0.0.2")
        assert len(server.channels) == 8


# --- a real server

TRICKLING = 520


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has but one address of its own")
@pytest.mark.parametrize("processes", [1, 2])
def test_one_address_with_very_many_connections_keeps_nobody_out(sample_index: Path, processes: int) -> None:
    """The same for a minute, with times: `make bench-trickle`."""
    with running(sample_index, "--log-format", "none", processes=processes) as server, ExitStack() as ending:
        trickling = [ending.enter_context(socket.create_connection(server.place)) for _ in range(TRICKLING)]
        for client in trickling:
            client.sendall(HEAD)
            client.setblocking(False)
        for _ in range(20):
            connection = ending.enter_context(socket.create_connection(server.place, 60, ("127.0.0.2", 0)))
            connection.sendall(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        end = time.monotonic() + 60  # by which a process has done what another asked it for
        while sum(is_open(client) for client in trickling) > CONNECTIONS_EACH:
            assert time.monotonic() < end
            time.sleep(0.01)
        with urllib.request.urlopen(server.url + "/healthz", timeout=60) as answer:
            assert answer.status == 200  # from the same address as well
        assert server.log == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has but one address of its own")
@pytest.mark.parametrize("processes", [1, 2])
def test_few_open_files_are_no_end(sample_index: Path, processes: int) -> None:
    """Where the system allows few, fewer connections are kept, and nothing of it is in the log."""

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (170, 170))

    with running(sample_index, start=few, processes=processes) as server, ExitStack() as ending:
        for _ in range(150):
            ending.enter_context(socket.create_connection(server.place)).sendall(HEAD)
        for number in range(80):
            ending.enter_context(socket.create_connection(server.place, 60, (f"127.0.1.{number}", 0))).sendall(HEAD)
        connection = ending.enter_context(socket.create_connection(server.place, 60, ("127.0.0.2", 0)))
        connection.sendall(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        assert not [line for line in server.log if "GET" not in line]


def is_open(client: socket.socket) -> bool:
    try:
        return client.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
