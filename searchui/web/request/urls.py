"""Addresses: that of the page that is shown, that of the site, and queries put into others."""

from urllib.parse import urlencode

from flask import request


def current_url(**changed: object) -> str:
    """The query of this page with some parameters set, each once, and all others as they are."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in changed]
    return f"?{urlencode([*kept, *changed.items()])}"


def site_url() -> str:
    """The address of this site as the reader wrote it: https://example.org."""
    return request.host_url.rstrip("/")


def with_query(url: str, query_string: str) -> str:
    """The address of a paragraph, path#anchor, with a query put in."""
    path, anchor = url.split("#")
    return f"{path}?{query_string}#{anchor}"
