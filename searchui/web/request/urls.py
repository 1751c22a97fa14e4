"""Addresses: that of the page that is shown, that of the site, and queries put into others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode, urlsplit

from flask import current_app, request

from indexer.web_address import is_loopback


def current_url(**changed: object) -> str:
    """The query of this page with some parameters set, each once, and all others as they are."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in changed]
    return f"?{urlencode([*kept, *changed.items()])}"


@dataclass(frozen=True, slots=True)
class Archive:
    """The names by which others reach this site, and whether a proxy answers by them."""

    names: tuple[str, ...]
    is_behind_proxy: bool

    @classmethod
    def of(cls, names: Iterable[str], *, is_behind_proxy: bool) -> Self:
        """Of all names of the site those that lead others to it, too."""
        given = (f"[{name}]" if ":" in name and name[0] != "[" else name for name in names)
        return cls(tuple(name for name in given if not is_loopback(f"http://{name}")), is_behind_proxy)


def archive_url() -> str:
    """The address by which others reach this site: its name, as `serve --name` gives it; empty where it has none.

    Who opened it by that name reached it so. Else the scheme and the port are those of this request, which may be of
    this machine; a proxy has a port of its own.
    """
    archive: Archive = current_app.extensions["archive"]
    if not archive.names:
        return ""
    asked = urlsplit(request.host_url)
    if asked.hostname in archive.names:
        return request.host_url.rstrip("/")
    port = f":{asked.port}" if asked.port and not archive.is_behind_proxy else ""
    return f"{request.scheme}://{archive.names[0]}{port}"


def with_query(url: str, query_string: str) -> str:
    """The address of a paragraph, path#anchor, with a query put in."""
    path, anchor = url.split("#")
    return f"{path}?{query_string}#{anchor}"
