"""Where a request comes from. A proxy in front is believed what it says of a request, and nobody else is."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:  # it is there for type checkers only
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_ADDRESSES = 64
NETWORK_BITS = (
    64  # of an IPv6 address, the bits that a house or a firm has; within it each request may come from another
)


def client_address() -> str:
    """The address that the request came from; of IPv6 its network."""
    return network_of(request.remote_addr or "")


def network_of(written: str) -> str:
    """An address as one client counts; of IPv6 its network."""
    try:
        address = ip_address(written)
    except ValueError:  # a socket of the machine's own, or a proxy that writes no address
        return written
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, NETWORK_BITS), strict=False))
    return str(address)


def is_this_machine() -> bool:
    """Whether the request came from the machine that serves."""
    return _is_loopback(request.remote_addr or "")


@lru_cache(KEPT_ADDRESSES)
def _is_loopback(written: str) -> bool:
    try:
        return ip_address(written).is_loopback
    except ValueError:
        return False


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
