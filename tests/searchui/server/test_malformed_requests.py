"""Requests that cannot be read, from clients that leave before they are answered: nothing of it comes into the log."""

import errno
import json
import logging
import select
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer

from searchui.web.server.connections import Channel
from searchui.web.server.request_parser import Request
from tests.searchui.api_schema import errors_of
from tests.searchui.server.in_process import InProcess, serving

MALFORMED = b"\x16\x03\x01 as a client that speaks TLS\r\n\r\n"
RESET_AT_CLOSE = struct.pack("ii", 1, 0)
WAIT = 60_000  # milliseconds, after which what was sent to oneself never comes


def told(environ: Any, start_response: Any) -> list[bytes]:
    """What the application gets to see of a request."""
    body = "\n".join([environ["PATH_INFO"], environ["QUERY_STRING"]]).encode("latin-1")
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def connected() -> Iterator[tuple[socket.socket, BaseWSGIServer, Channel]]:
    """A client, a server whose loop and threads do not run, and its end of the connection."""
    with serving(told, threads=0, writers=0) as server:
        client = server.connect()
        (channel,) = server.channels
        yield client, server.server, channel
        server.threads.queue.clear()  # the test did what threads would have done


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


def test_urgent_data_ends_a_connection(caplog: pytest.LogCaptureFixture) -> None:
    """Unread it would wake the server for ever, and be in the log each time."""
    caplog.set_level(logging.INFO)
    with serving(told) as server:
        client = server.connect()
        client.send(b"!", socket.MSG_OOB)
        server.until(lambda: not server.channels)
    assert caplog.text == ""


# --- what is read, and how the rest is refused


def ask(server: InProcess, request: bytes) -> tuple[int, dict[str, str], bytes]:
    client = server.connect()
    client.sendall(request)
    head, _, body = server.answer(client).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


def get(target: str | bytes, *headers: str) -> bytes:
    target = target if isinstance(target, bytes) else target.encode()
    lines = "".join(f"{header}\r\n" for header in ("Host: localhost", "Connection: close", *headers))
    return b"GET " + target + b" HTTP/1.1\r\n" + lines.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("/api/count?phrase=党的建设", "/api/count", "phrase=党的建设"),
        ("/search?q=“党的建设”　基层&year=2024", "/search", "q=“党的建设”　基层&year=2024"),
        ("/speech/讲话/一.txt?q=𠮷", "/speech/讲话/一.txt", "q=𠮷"),
        ("/speech/%E8%AE%B2话?q=%E8%AE%B2话", "/speech/讲话", "q=讲话"),
        ("http://localhost/api/count?phrase=党", "/api/count", "phrase=党"),
        ("//双?q=é", "/双", "q=é"),
    ],
)
def test_characters_in_an_address_need_not_be_encoded(target: str, path: str, query: str) -> None:
    with serving(told) as server:
        status, _, body = ask(server, get(target))
        assert status == 200
        seen, asked = body.decode("utf-8").split("\n")
        assert (seen, unquote(asked)) == (path, query)
        assert asked.isascii()


def test_bytes_of_another_encoding_reach_the_application_which_says_so() -> None:
    with serving(told) as server:
        status, _, body = ask(server, get("/search?q=党".encode("gbk")))
        assert (status, body) == (200, b"/search\nq=%B5%B3")


BODY = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
REFUSED = [
    (get("/api/count", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
    (get("/api/count", "transfer-encoding:chunked", "content-length:0") + b"0\r\n\r\n", 400),
    (get("/api/count", "Transfer-Encoding: ", "Content-Length: 5") + b"hello", 400),
    (get("/api/count", "Transfer-Encoding: chunked").replace(b"HTTP/1.1", b"HTTP/1.0") + b"0\r\n\r\n", 400),
    (get("/api/count", "Content-Length: 5", "Content-Length: 6"), 400),
    (get("/api/count", "Content-Length: " + "9" * 5000), 400),
    (get("/api/count", "Content-Length: x"), 400),
    (get("/api/count", "Transfer-Encoding: gzip"), 501),
    (get("/api/count", "Transfer-Encoding: chunked") + b"no length\r\n", 400),
    (get("http://[::1/api/count"), 400),
    (get("/api/count", "no header"), 400),
    (get("/api/count").replace(b"GET", b"get"), 400),
    (get("/api/" + "x" * 300_000), 431),
    (get("http://localhost/api/count", "X: " + "x" * 300_000), 431),
    (b"nothing of the kind\r\n\r\n", 400),
    (MALFORMED, 400),
]


@pytest.mark.parametrize(("request_", "status"), REFUSED, ids=range(len(REFUSED)))
def test_refusals_of_the_api_and_of_what_is_no_http_have_the_one_shape(
    caplog: pytest.LogCaptureFixture, request_: bytes, status: int
) -> None:
    with serving(told) as server:
        answered, headers, body = ask(server, request_)
    assert answered == status
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Connection"] == "close"
    said = json.loads(body)
    assert not errors_of("ErrorAnswer", said)
    assert said["error"]["status"] == status
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def test_refusals_of_pages_are_in_words() -> None:
    with serving(told) as server:
        for request_, status in (
            (get("/search", "Content-Length: 5", "Transfer-Encoding: chunked"), 400),
            (get("/search?q=" + "x" * 300_000), 431),
        ):
            answered, headers, body = ask(server, request_)
            assert (answered, headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
            assert len(body.decode("utf-8").splitlines()) == 2  # languages


PIECES = [
    *[
        b"GET",
        b"POST",
        b" ",
        b"/",
        b"/api/",
        b"?q=",
        b"HTTP/1.1",
        b"HTTP/1.0",
        b"\r\n",
        b"\r\n\r\n",
        b"\r",
        b"\n",
        b":",
    ],
    *[
        b"Content-Length",
        b"Transfer-Encoding",
        b"chunked",
        b"Expect: 100-continue",
        b"Host: x",
        b"5",
        b"0",
        b"ffffffff",
    ],
    *[
        "党".encode(),
        "党".encode("gbk"),
        b"http://",
        b"[::1",
        b"%",
        b"\x00",
        b"\x85",
        b"9" * 5000,
        b";",
        b"#",
        b"@",
        b"\t",
    ],
]


@given(
    begin=st.sampled_from([b"", b"GET / HTTP/1.1\r\n", b"POST /api/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"]),
    rest=st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=30).map(b"".join),
    at=st.integers(0, 100),
)
def test_no_bytes_are_more_than_a_request_that_is_refused(begin: bytes, rest: bytes, at: int) -> None:
    """And it does not matter in which pieces they come."""
    adjustments = Adjustments()
    whole, parts = Request(adjustments), Request(adjustments)
    sent = begin + rest
    whole.received(sent)
    first = parts.received(sent[:at])
    if not parts.completed:
        parts.received(sent[first:] if first < at else sent[at:])
    assert isinstance(whole.asked_path, str)
    if whole.completed and parts.completed:
        assert (whole.error is None) == (parts.error is None)
        assert whole.headers == parts.headers or whole.error
    if whole.completed and not whole.error and not whole.empty:
        assert not (whole.chunked and "transfer-encoding" in whole.headers)
