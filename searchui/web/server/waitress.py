"""Serving the site with waitress."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from indexer.errors import CallError
from indexer.i18n import _
from indexer.store import Generation
from indexer.store.scrub import scrubbing
from searchui.web.app import create_app
from searchui.web.context.live_corpus import LiveCorpus
from searchui.web.security.client_address import network_of
from searchui.web.security.policy import UNLIMITED, Protection
from searchui.web.security.request_limits import IDLE, MAX_BODY, MAX_CONNECTIONS, MAX_HEADERS
from searchui.web.server.answer_task import in_turns
from searchui.web.server.connection_limits import ConnectionLimits
from searchui.web.server.connections import guard_connections
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import PATIENCE, Sockets, StopSignal, finish, run
from searchui.web.server.memory import bound_free_memory
from searchui.web.server.open_files import connections_allowed
from searchui.web.server.preparation import prepare

THREADS = 8
MAX_BUFFERED = 2**30  # bytes of an answer that are kept in memory, not on a disk that may be full or read-only
ALL_ADDRESSES = ("0.0.0.0", "::", "")  # noqa: S104
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to serve, and by how many threads."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = THREADS


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served: its address, and what it answers from."""

    url: str
    generation: Generation


def serve(index: Path, listening: Listening, ready: Callable[[Site], None], protection: Protection = UNLIMITED) -> None:
    """Serve until SIGTERM or SIGINT, and answer then what was asked before; `ready` is called once connections are accepted.

    Raises IndexUnusableError before anything is served, CallError where the address cannot be had.
    """
    bound_free_memory()
    app = create_app(index, protection)
    live: LiveCorpus = app.extensions["corpus"]
    prepare(app)
    generation = live.get().generation
    sockets: Sockets = {}
    turns = DownloadTurns()
    server = listen(app, listening, sockets, turns, [protection.proxy] if protection.proxy else [])
    stop = StopSignal(sockets)
    ready(Site(_url(server, listening), generation))
    with scrubbing(index, live.note_damage):
        run(sockets, stop)
    given_up = finish(sockets)
    server.task_dispatcher.shutdown(timeout=1)
    turns.shutdown()
    if given_up:
        log.warning("%d 个请求在 %d 秒内没有答完 / requests were not answered in time", given_up, PATIENCE)


def listen(
    app: Flask, listening: Listening, sockets: Sockets, turns: DownloadTurns, proxies: Iterable[str] = ()
) -> BaseWSGIServer | MultiSocketServer:
    """A server whose connections are guarded; what it waits for is put among `sockets`, downloads are written by `turns`.

    Raises CallError where the address cannot be had.
    """
    most = connections_allowed(MAX_CONNECTIONS)
    server = _server(app, listening, sockets, most)
    guard_connections(sockets, ConnectionLimits(most, trusted=[*map(network_of, proxies)]).admit, turns)
    return server


def _server(app: Flask, listening: Listening, sockets: Sockets, most: int) -> BaseWSGIServer | MultiSocketServer:
    host, port = listening.host, listening.port
    try:
        return create_server(
            in_turns(app),
            sockets,  # type: ignore[arg-type]
            host=host,
            port=port,
            threads=listening.threads,
            outbuf_overflow=MAX_BUFFERED,
            ident="speechsearch",
            clear_untrusted_proxy_headers=False,  # BehindProxy does, and believes the proxy's
            max_request_header_size=MAX_HEADERS,
            max_request_body_size=MAX_BODY,
            connection_limit=most,
            channel_timeout=IDLE,
            cleanup_interval=IDLE // 5,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CallError(
            _(
                "不能在 {host}:{port} 上打开网页：{reason}。端口若被占用，请换一个：--port {number}",
                host=host,
                port=str(port),
                reason=reason,
                number=str(port + 1),
            ),
        ) from error


def _url(server: BaseWSGIServer | MultiSocketServer, listening: Listening) -> str:
    """The address for a browser on this machine."""
    host = "localhost" if listening.host in ALL_ADDRESSES else listening.host
    port = server.effective_listen[0][1] if isinstance(server, MultiSocketServer) else server.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
