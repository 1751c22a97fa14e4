"""Requests that cannot be read, from clients that leave before they are answered: nothing of it comes into the log."""

import errno
import logging
import select
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from searchui.web.server.connections import guard_connections
from searchui.web.server.graceful_shutdown import Sockets

MALFORMED = b"\x16\x03\x01 as a client that speaks TLS\r\n\r\n"
RESET_AT_CLOSE = struct.pack("ii", 1, 0)
WAIT = 60_000  # milliseconds, after which what was sent to oneself never comes


class NoThreads:
    """In place of waitress's threads: the test does what they would, when it likes."""

    def add_task(self, channel: HTTPChannel) -> None:
        pass


@contextmanager
def connected() -> Iterator[tuple[socket.socket, BaseWSGIServer, HTTPChannel]]:
    """A client, a server whose loop does not run, and its end of the connection."""
    sockets: Sockets = {}
    server = create_server(lambda *_: [], sockets, _dispatcher=NoThreads(), host="127.0.0.1", port=0)  # type: ignore[arg-type]
    assert isinstance(server, BaseWSGIServer)
    guard_connections(sockets)
    try:
        with socket.create_connection(server.getsockname()) as client:
            wait_for(server.socket, select.POLLIN)
            server.handle_accept()
            (channel,) = (each for each in sockets.values() if isinstance(each, HTTPChannel))
            yield client, server, channel
            channel.handle_close()
    finally:
        server.close()


def wait_for(place: socket.socket | None, event: int) -> None:
    assert place
    poll = select.poll()
    poll.register(place, event)
    assert poll.poll(WAIT)


def test_a_client_that_resets_while_it_is_answered_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING)
    with connected() as (client, server, channel):
        # What the loop does when it is woken by a thread that could not write, at just that moment.
        monkeypatch.setattr(server, "pull_trigger", channel.handle_close)
        client.sendall(MALFORMED)
        wait_for(channel.socket, select.POLLIN)
        channel.handle_read()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        client.close()
        wait_for(channel.socket, select.POLLHUP)
        channel.service()
        assert not channel.connected
    assert caplog.text == ""


@pytest.mark.parametrize("number", [errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH])
@pytest.mark.parametrize("way", ["recv", "send"])
def test_a_client_that_the_network_has_lost_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, number: int, way: str
) -> None:
    caplog.set_level(logging.WARNING)

    class Lost(socket.socket):
        def recv(self, *_: int) -> bytes:
            raise OSError(number, "lost")

        def send(self, *_: object) -> int:
            raise OSError(number, "lost")

    with connected() as (client, _, channel):
        if way == "send":
            client.sendall(MALFORMED)
            wait_for(channel.socket, select.POLLIN)
            channel.handle_read()
        own = channel.socket
        assert own
        channel.socket = Lost(fileno=own.detach())
        if way == "send":
            channel.service()
            channel.handle_write()
        else:
            channel.handle_read()
        assert not channel.connected
    assert caplog.text == ""
