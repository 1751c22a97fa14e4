"""The server waitress, with connections that are guarded: where it listens, and how it takes requests."""

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from indexer.errors import CallError
from indexer.i18n import _
from searchui.web.security.request_limits import IDLE, MAX_BODY, MAX_HEADERS
from searchui.web.server.answer_task import in_turns
from searchui.web.server.connection_limits import ConnectionLimits
from searchui.web.server.connections import guard_connections
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import Sockets

THREADS = 8
BACKLOG = 1024  # connections that the system keeps until they are taken
MAX_BUFFERED = 2**30  # bytes of an answer that are kept in memory, not on a disk that may be full or read-only
ALL_ADDRESSES = ("0.0.0.0", "::", "")  # noqa: S104


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to serve, and by how many processes with how many threads each."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = THREADS
    processes: int = 1

    def url(self, opened: Sequence[socket.socket]) -> str:
        """The address for a browser on this machine, by the sockets that were opened."""
        host = "localhost" if self.host in ALL_ADDRESSES else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{opened[0].getsockname()[1]}"


def open_sockets(listening: Listening) -> list[socket.socket]:
    """Sockets that listen there. Raises CallError where the address cannot be had."""
    opened: list[socket.socket] = []
    try:
        for family, kind, protocol, address in _addresses(listening):
            opened.append(socket.socket(family, kind, protocol))
            _bind(opened[-1], address)
    except (OSError, ValueError) as error:
        close(opened)
        raise _cannot_listen(listening, error) from error
    return opened


def _addresses(listening: Listening) -> list[tuple[int, int, int, tuple[str, int]]]:
    """What the host and the port are, as waitress reads them: families, kinds, protocols, addresses."""
    return Adjustments(host=listening.host, port=listening.port).listen  # type: ignore[return-value]  # typed as what is given


def _bind(opened: socket.socket, address: tuple[str, int]) -> None:
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if opened.family == socket.AF_INET6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    opened.bind(address)
    opened.listen(BACKLOG)


def close(opened: Sequence[socket.socket]) -> None:
    for each in opened:
        with suppress(OSError):
            each.close()


def _cannot_listen(listening: Listening, error: OSError | ValueError) -> CallError:
    return CallError(
        _(
            "不能在 {host}:{port} 上打开网页：{reason}。端口若被占用，请换一个：--port {number}",
            host=listening.host,
            port=str(listening.port),
            reason=getattr(error, "strerror", None) or str(error),
            number=str(listening.port + 1),
        ),
    )


def take_requests(
    app: Flask,
    opened: Sequence[socket.socket],
    threads: int,
    sockets: Sockets,
    turns: DownloadTurns,
    limits: ConnectionLimits,
) -> BaseWSGIServer | MultiSocketServer:
    """A server that takes requests for an application from sockets that listen, by so many threads.

    What it waits for is put among `sockets`; its connections are guarded by `limits`, downloads are written by `turns`.
    """
    server = create_server(
        in_turns(app),
        sockets,  # type: ignore[arg-type]
        sockets=list(opened),
        threads=threads,
        backlog=BACKLOG,
        outbuf_overflow=MAX_BUFFERED,
        ident="speechsearch",
        clear_untrusted_proxy_headers=False,  # BehindProxy does, and believes the proxy's
        max_request_header_size=MAX_HEADERS,
        max_request_body_size=MAX_BODY,
        connection_limit=limits.most,
        channel_timeout=IDLE,
        cleanup_interval=IDLE // 5,
    )
    guard_connections(sockets, limits.admit, turns, limits.others.may_accept)
    limits.others.attach(sockets)
    return server
