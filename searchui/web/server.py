"""Serving the site with waitress."""

from collections.abc import Callable
from pathlib import Path

from waitress.server import create_server

from indexer.errors import CallError
from searchui.search import open_corpus
from searchui.web.app import create_app
from searchui.web.limits import IDLE, LARGEST_BODY, LARGEST_HEADERS, MOST_CONNECTIONS
from searchui.web.protection import UNLIMITED, Protection
from searchui.web.unread import answer_unread

THREADS = 8


def serve(index: Path, host: str, port: int, ready: Callable[[str], None], protection: Protection = UNLIMITED) -> None:
    """Serve until interrupted; `ready` gets the address once connections are accepted.

    Raises IndexUnusableError before anything is served, CallError where the address cannot be had.
    """
    open_corpus(index).close()
    sockets: dict[int, object] = {}
    try:
        server = create_server(
            create_app(index, protection),
            sockets,  # type: ignore[arg-type]
            host=host,
            port=port,
            threads=THREADS,
            ident="speechsearch",
            clear_untrusted_proxy_headers=False,  # BehindProxy does, and believes the proxy's
            max_request_header_size=LARGEST_HEADERS,
            max_request_body_size=LARGEST_BODY,
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=IDLE,
            cleanup_interval=IDLE // 5,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CallError(
            f"不能在 {host}:{port} 上打开网页：{reason}。端口若被占用，请换一个：--port {port + 1}",
            f"Cannot serve on {host}:{port}: {reason}. If the port is taken, choose another: --port {port + 1}",
        ) from error
    answer_unread(sockets)
    ready(f"http://{'localhost' if host in {'0.0.0.0', '::'} else host}:{getattr(server, 'effective_port', port)}")  # noqa: S104
    try:
        server.run()
    finally:
        server.close()
