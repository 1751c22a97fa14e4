"""The address of the page that is shown, with a parameter changed."""

from urllib.parse import urlencode

from flask import request


def here(**changed: object) -> str:
    """The query of this page with some parameters set, each once, and all others as they are."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in changed]
    return f"?{urlencode([*kept, *changed.items()])}"


def site() -> str:
    """The address of this site as the reader wrote it: https://example.org."""
    return request.host_url.rstrip("/")
