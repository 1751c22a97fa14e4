"""Serving the site with waitress."""

from collections.abc import Callable
from pathlib import Path

from waitress.server import create_server

from indexer.errors import CallError
from searchui.search import open_corpus
from searchui.web.app import create_app

THREADS = 8
# Long enough that an over-long query reaches our own error page rather than a bare refusal.
LONGEST_REQUEST_LINE = 2 * 1024 * 1024


def serve(index: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` gets the address once connections are accepted.

    Raises IndexUnusableError before anything is served, CallError where the address cannot be had.
    """
    open_corpus(index).close()
    try:
        server = create_server(
            create_app(index),
            host=host,
            port=port,
            threads=THREADS,
            max_request_header_size=LONGEST_REQUEST_LINE,
            ident="speechsearch",
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CallError(
            f"不能在 {host}:{port} 上打开网页：{reason}。端口若被占用，请换一个：--port {port + 1}",
            f"Cannot serve on {host}:{port}: {reason}. If the port is taken, choose another: --port {port + 1}",
        ) from error
    ready(f"http://{'localhost' if host in {'0.0.0.0', '::'} else host}:{getattr(server, 'effective_port', port)}")  # noqa: S104
    try:
        server.run()
    finally:
        server.close()
