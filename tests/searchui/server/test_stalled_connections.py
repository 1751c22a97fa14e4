"""A reader that takes nothing more of a long answer: its connection is closed, and the thread that wrote it is free."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from searchui.web.server.connections import close_stalled
from searchui.web.server.graceful_shutdown import Sockets

PIECE = b"x" * 2**20


class Endless:
    """An answer without an end; `closed` when nobody waits for it any more."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield PIECE

    def close(self) -> None:
        self.closed.set()


def test_who_sleeps_is_let_go_and_who_reads_is_not() -> None:
    answers: list[Endless] = []

    def app(_: Any, start_response: Any) -> Endless:
        start_response("200 OK", [("Content-Type", "text/plain")])
        answers.append(Endless())
        return answers[-1]

    sockets: Sockets = {}
    server = create_server(app, sockets, host="127.0.0.1", port=0, threads=2)  # type: ignore[arg-type]
    assert isinstance(server, BaseWSGIServer)
    client = socket.create_connection(server.getsockname())
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def turn() -> None:
        wasyncore.loop(timeout=0.05, use_poll=True, map=sockets, count=1)  # type: ignore[arg-type]

    while not answers:
        turn()
    for _ in range(20):  # it reads
        turn()
        client.recv(2**20)
        assert close_stalled(sockets, patience=60) == 0
    gone, until = 0, time.monotonic() + 60
    while not gone and time.monotonic() < until:  # it sleeps
        turn()
        gone = close_stalled(sockets, patience=0.3)
    assert gone == 1
    assert answers[0].closed.wait(60)
    assert close_stalled(sockets, patience=0) == 0
    client.close()
    server.task_dispatcher.shutdown(timeout=10)
    wasyncore.close_all(sockets, ignore_all=True)  # type: ignore[arg-type]
