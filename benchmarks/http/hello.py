"""The least that a page can cost: one line from Flask, on the server of the site. `python -m benchmarks.http.hello`."""

import sys

from flask import Flask

from searchui.web.server.connection_limits import ConnectionLimits
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import Sockets, StopSignal, run, wake
from searchui.web.server.waitress import Listening, open_sockets, take_requests


def hello() -> str:
    return "<!doctype html><title>hello</title><p>hello"


def main() -> None:
    """Serve on a free port, whose address is told on stderr, until ended."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=hello)
    sockets: Sockets = {}
    listening = Listening(port=0)
    opened = open_sockets(listening)
    take_requests(app, opened, listening.threads, sockets, DownloadTurns(), ConnectionLimits())
    stop = StopSignal(lambda: wake(sockets))
    print(listening.url(opened), file=sys.stderr, flush=True)
    run(sockets, stop)


if __name__ == "__main__":
    main()
