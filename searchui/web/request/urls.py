"""Addresses: that of the page that is shown, that of the site, and queries put into others."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, request
from flask import url_for as build_url

from indexer.web_address import is_loopback
from searchui.web.request.url_state import UrlState, encoded, encoded_pairs, joined_query

KEPT_URLS = 4096  # about a megabyte
_KEPT = "urls"
_ANY = "x"  # an id that stands for all


def keep_urls(app: Flask) -> None:
    """Have an application keep the addresses that it builds: what builds them is slow, and they are always the same."""
    app.extensions[_KEPT] = lru_cache(KEPT_URLS)(_build)
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Hashable) -> str:
    """As Flask's own, of one that keeps addresses."""
    url: str = current_app.extensions[_KEPT](request.script_root, endpoint, *values.items())
    return url


def _build(_root: str, endpoint: str, *values: tuple[str, Any]) -> str:
    return build_url(endpoint, **dict(values))


class LinksTo:
    """The address of any state of a view, or of that with other values of some fields, as `changed` has it."""

    def __init__(self, endpoint: str) -> None:
        self.path = url_for(endpoint)
        self._encoded: tuple[UrlState, dict[str, str]] | None = None

    def __call__(self, state: UrlState, **changes: Any) -> str:
        encoded = self._encoded
        if encoded is None or encoded[0] is not state:  # a page has dozens of addresses of one
            encoded = self._encoded = (state, state.encoded())
        stated = encoded[1] | state.encoded_changes(changes) if changes else encoded[1]
        return f"{self.path}?{joined_query(stated.values())}"


def cite_urls() -> Callable[[str, str], str]:
    """Where a paragraph of a speech is cited, by the id of the speech and its anchor."""
    path = url_for("citations.cite", speech_id=_ANY)[: -len(_ANY)]
    return lambda speech_id, anchor: f"{path}{_quoted(speech_id)}?paragraph={encoded(anchor)}"


@lru_cache(KEPT_URLS)
def _quoted(speech_id: str) -> str:
    """As Flask writes it in a path."""
    return quote(speech_id, safe="!$&'()*+,/:;=@")


def current_url(**changed: object) -> str:
    """The query of this page with some parameters set, each once, and all others as they are."""
    return current_urls()(**changed)


def current_urls() -> Callable[..., str]:
    """The same for several of them."""
    args = list(request.args.items(multi=True))
    names, all_of_them = {name for name, _value in args}, encoded_pairs(args)

    def changing(**changed: object) -> str:
        disjoint = names.isdisjoint(changed)  # as nearly always
        kept = all_of_them if disjoint else encoded_pairs(pair for pair in args if pair[0] not in changed)
        return "?" + joined_query((kept, encoded_pairs(changed.items())))

    return changing


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
