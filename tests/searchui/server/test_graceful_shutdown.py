"""The end of a server by a signal: what was asked before is answered whole, then the process ends with 0."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.searchui.server.server_process import Server, running

pytestmark = pytest.mark.slow

PAGE = f"GET /search?per_page=100&q={quote('“的”')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
API = PAGE.replace(b"/search", b"/api/search")
LARGE = 100  # answers of seventy kilobytes: more than the system's buffers take between the two
NARROW = 4096  # bytes of such a buffer at the client
CLIENTS, EACH = 16, 3


@pytest.fixture(params=[1, 2] if sys.platform == "linux" else [1], ids=lambda number: f"{number} processes")
def processes(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture
def server(sample_index: Path, processes: int) -> Iterator[Server]:
    with running(sample_index, "--log-format", "none", processes=processes) as started:
        yield started


def connection(server: Server, buffer: int | None = None) -> socket.socket:
    connected = socket.socket()
    connected.settimeout(60)
    if buffer is not None:
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    try:
        connected.connect(server.place)
    except OSError:
        connected.close()
        raise
    return connected


def whole_answers(received: bytes) -> int:
    """How many answers there are, each as long as it says, one behind the other and nothing besides."""
    answers = 0
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        (length,) = [
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        ]
        assert len(rest) >= length
        received = rest[length:]
        answers += 1
    return answers


def all_of(connected: socket.socket) -> bytes:
    """What comes until the other side closes."""
    parts = []
    while part := connected.recv(1 << 20):
        parts.append(part)
    return b"".join(parts)


def wait_until_refused(server: Server) -> None:
    """Wait until the server listens no more, which is what it does first when it is to end."""
    while True:
        try:
            connection(server).close()
        except ConnectionError:
            return


def unread(server: Server) -> tuple[socket.socket, bytes]:
    """A connection with more in hand than can be sent, because its client reads one byte and no more."""
    connected = connection(server, NARROW)
    connected.sendall(API * LARGE)
    return connected, connected.recv(1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_with_0(server: Server, number: signal.Signals) -> None:
    server.process.send_signal(number)
    assert server.ended() == 0


def test_all_that_was_sent_before_the_signal_is_answered_whole(server: Server) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(connection(server)) for _ in range(CLIENTS)]
        for client in clients:
            client.sendall(PAGE * EACH)
        first = clients[0].recv(1)
        server.process.send_signal(signal.SIGTERM)
        received = [first + all_of(clients[0]), *map(all_of, clients[1:])]
    assert [whole_answers(each) for each in received] == [EACH] * CLIENTS
    assert server.ended() == 0


def test_no_new_connections_are_taken_while_the_last_answers_are_sent(server: Server) -> None:
    connected, first = unread(server)
    with connected, connection(server) as idle:
        server.process.send_signal(signal.SIGTERM)
        wait_until_refused(server)
        assert idle.recv(1) == b""  # a connection without a request is closed
        assert server.process.poll() is None
        assert whole_answers(first + all_of(connected)) == LARGE
    assert server.ended() == 0


def test_a_second_signal_ends_it_at_once(server: Server) -> None:
    connected, _ = unread(server)
    with connected:
        server.process.send_signal(signal.SIGTERM)
        wait_until_refused(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.ended() == -signal.SIGTERM


def test_a_server_that_was_started_to_outlive_its_terminal_does(sample_index: Path, processes: int) -> None:
    with running(
        sample_index, processes=processes, start=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ) as server:
        server.process.send_signal(signal.SIGHUP)
        with connection(server) as connected:
            connected.sendall(PAGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            assert whole_answers(all_of(connected)) == 1
        assert server.process.poll() is None


def test_it_ends_though_requests_are_sent_forever(server: Server) -> None:
    """A client that asks again as soon as it is answered is not to keep it alive."""
    with connection(server) as connected:
        ended = False
        for number in range(100_000):
            try:
                connected.sendall(PAGE)
                ended = not connected.recv(1 << 20)
            except ConnectionError:
                ended = True
            if ended:
                break
            if number == 3:
                server.process.send_signal(signal.SIGTERM)
        assert ended
    assert server.ended() == 0
