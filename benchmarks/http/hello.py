"""The least that a page can cost: one line from Flask, on waitress as the site is served. `python -m benchmarks.http.hello`."""

import sys

from flask import Flask
from waitress.server import create_server

from searchui.web.security.request_limits import MAX_HEADERS
from searchui.web.server.waitress import MAX_BUFFERED, THREADS


def hello() -> str:
    return "<!doctype html><title>hello</title><p>hello"


def main() -> None:
    """Serve on a free port, whose address is told on stderr, until ended."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=hello)
    server = create_server(
        app,
        host="127.0.0.1",
        port=0,
        threads=THREADS,
        max_request_header_size=MAX_HEADERS,
        outbuf_overflow=MAX_BUFFERED,
        ident="hello",
    )
    print(f"http://127.0.0.1:{server.effective_port}", file=sys.stderr, flush=True)  # type: ignore[union-attr]
    server.run()


if __name__ == "__main__":
    main()
