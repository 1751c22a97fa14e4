"""What browsers may keep: pages and JSON only while the server says that they are the same, style sheets for long.

A page is known by a digest of what it says. So the one that a browser kept is shown again only where the server, asked
at each visit, would answer the very same.
"""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

REVALIDATE = "private, no-cache"
NO_STORE = "no-store"
IMMUTABLE = "public, max-age=31536000, immutable"
VERSION = "v"
DIGEST_LENGTH = 12
VARY = ("Accept-Language", "Cookie")
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"})


class StaticVersions:
    """The digests of an application's static files, which their addresses carry: another content, another address."""

    def __init__(self, folder: Path) -> None:
        self._digests = {
            file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:DIGEST_LENGTH]
            for file in folder.rglob("*")
            if file.is_file()
        }

    def add(self, endpoint: str, values: dict[str, Any]) -> None:
        """Give the address of a static file its version."""
        if endpoint == "static" and (digest := self._digests.get(values.get("filename", ""))):
            values[VERSION] = digest

    def is_current(self) -> bool:
        """Whether this request is for a static file in the version that it has."""
        name = (request.view_args or {}).get("filename", "")
        return self._digests.get(name, "") == request.args.get(VERSION)


def _vary(response: Response) -> None:
    """A page chooses its language by these."""
    if response.headers.getlist("Vary"):  # to look whether it is in them makes an error, and catches that
        response.vary.update(VARY)
    else:
        response.headers.add("Vary", ", ".join(VARY))


def control_caching(app: Flask) -> None:
    """Have every answer of an application say how long it may be kept."""
    versions = StaticVersions(Path(app.static_folder or ""))
    app.url_defaults(versions.add)

    def set_headers(response: Response) -> Response:
        endpoint = request.endpoint
        if endpoint != "static":
            _vary(response)
        if response.status_code >= 400 or endpoint == "api.health":
            response.headers["Cache-Control"] = NO_STORE
        elif endpoint == "static":
            response.headers["Cache-Control"] = IMMUTABLE if versions.is_current() else REVALIDATE
        elif response.is_streamed or request.method == "POST":  # its digest would take all of it; a draft is not kept
            response.headers["Cache-Control"] = NO_STORE
        else:
            response.headers["Cache-Control"] = REVALIDATE
            response.add_etag()
            if CONDITIONS.isdisjoint(request.environ):  # as nearly always
                response.content_length = response.calculate_content_length() or 0
            else:
                response.make_conditional(request)
        return response

    app.after_request(set_headers)
