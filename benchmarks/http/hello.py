"""The least that a page can cost: one line from Flask, on the server of the site. `python -m benchmarks.http.hello`."""

import sys

from flask import Flask

from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import Sockets, StopSignal, run
from searchui.web.server.waitress import Listening, listen


def hello() -> str:
    return "<!doctype html><title>hello</title><p>hello"


def main() -> None:
    """Serve on a free port, whose address is told on stderr, until ended."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=hello)
    sockets: Sockets = {}
    server = listen(app, Listening(port=0), sockets, DownloadTurns())
    stop = StopSignal(sockets)
    print(f"http://127.0.0.1:{server.effective_port}", file=sys.stderr, flush=True)  # type: ignore[union-attr]
    run(sockets, stop)


if __name__ == "__main__":
    main()
