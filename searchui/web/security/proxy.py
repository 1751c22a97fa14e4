"""A proxy in front: what it says of a request is believed, and what anyone else says is not."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:  # it is there for type checkers only
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BehindProxy:
    """An application behind the proxy at `address`, and the `headers` by which that names people.

    Of X-Forwarded-For, -Proto and -Host the last entry counts, which that proxy wrote.
    """

    def __init__(self, app: "WSGIApplication", address: str, headers: Iterable[str] = ()) -> None:
        self._app = app
        self._forwarded = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._address = address
        self._headers = [f"HTTP_{header.upper().replace('-', '_')}" for header in headers]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("REMOTE_ADDR") == self._address:
            return self._forwarded(environ, start_response)
        for header in self._headers:
            environ.pop(header, None)
        return self._app(environ, start_response)
