"""Who may change the speeches: who is at this machine; or, where people log in, those who are named.

A request that changes something has to come from a page of this site that was made for the same person. What is not so is
refused before anything is read of it; readers without the right find no such pages at all.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

from indexer.i18n import _
from searchui.web.security.client_address import is_this_machine
from searchui.web.security.request_limits import RefusedError, name_of_site

FIELD = "token"
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# A proxy that this site was not told of looks like this machine; most say that they are there by one of these.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
_KEY = secrets.token_bytes(32)  # of all processes of a server, which are copies of the one that made it
_EXTENSION = "editing"


@dataclass(frozen=True, slots=True)
class Editing:
    """The folder of speeches, and who may see what was read of its files and change it.

    `editors` are the names of those; None, where nobody logs in: whoever is at this machine. `user_header` is how a proxy
    tells who asks. `read_only`: they see all and change nothing.
    """

    seeds: Path
    editors: tuple[str, ...] | None = None
    user_header: str | None = None
    read_only: bool = False


def let_edit(app: Flask, editing: Editing | None) -> None:
    """Let people edit by an application; nobody where that is None."""
    app.extensions[_EXTENSION] = editing
    app.jinja_env.globals.update(may_look=may_look, may_change=may_change, editing_token=token)


def person() -> str:
    """Who asks, by the name of the login; empty where nobody logs in."""
    editing = _editing()
    if editing is not None and editing.user_header:
        return request.headers.get(editing.user_header, "").strip()
    return (request.authorization.username or "") if request.authorization else ""


def may_look() -> bool:
    """Whether who asks may see what was read of the files."""
    editing = _editing()
    if editing is None:
        return False
    if editing.editors is not None:
        return person() in editing.editors
    is_forwarded = any(header in request.environ for header in FORWARDED)
    return is_this_machine() and not is_forwarded and name_of_site(request.host) in HERE


def may_change() -> bool:
    """Whether who asks may change them."""
    editing = _editing()
    return editing is not None and not editing.read_only and may_look()


def folder_to_see() -> Path:
    """The folder of speeches, for who may see it; for all others there is no such page."""
    editing = _editing()
    if editing is None or not may_look():
        abort(404)
    return editing.seeds


def folder_to_change(*, checks_token: bool = True) -> Path:
    """The folder of speeches, for a request to change it. Raises RefusedError where it comes from elsewhere.

    Who does not have the token checked here asks `is_of_this_page`, before anything is changed.
    """
    seeds = folder_to_see()
    if not may_change():
        abort(404)
    _check_site()
    if checks_token and not is_of_this_page():
        raise RefusedError(403, _("这一页是服务重新启动以前打开的，没有改动任何内容；请重新打开这一页再试"))
    return seeds


def is_of_this_page() -> bool:
    """Whether a request has the token of a page that was made for who asks."""
    return is_token_of(request.args.get(FIELD) or request.form.get(FIELD, ""), person())


def token() -> str:
    """What a page has to send along so that it may change something: it tells for whom it was made."""
    return token_of(person())


def is_token(text: str) -> bool:
    """Whether it is that of any page of this server."""
    name = _decoded(text.partition(".")[0])
    return name is not None and is_token_of(text, name)


def _decoded(text: str) -> str | None:
    try:
        return urlsafe_b64decode(text).decode()
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None


def _editing() -> Editing | None:
    found: Editing | None = current_app.extensions[_EXTENSION]
    return found


def token_of(name: str) -> str:
    """The token of pages that are made for a person."""
    return f"{urlsafe_b64encode(name.encode()).decode()}.{hmac.digest(_KEY, name.encode(), 'sha256').hex()}"


def is_token_of(text: str, name: str) -> bool:
    """Whether a text is that token."""
    return hmac.compare_digest(text.encode("utf-8", "replace"), token_of(name).encode())


def _check_site() -> None:
    """Raises RefusedError for what a page of another site has sent, as browsers tell."""
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.host
    if is_foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise RefusedError(403, _("只能从这个网站自己的页面改动讲话稿"))
