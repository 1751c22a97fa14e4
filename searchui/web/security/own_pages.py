"""What only pages of this site may send here: a page elsewhere could have a reader's browser send it unseen."""

from urllib.parse import urlsplit

from flask import request

from indexer.i18n import Message
from searchui.web.security.request_limits import RefusedError


def only_from_own_pages(refusal: Message) -> None:
    """Raises RefusedError, which says why, for what a page of another site had a browser send (Fetch Metadata)."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise RefusedError(403, refusal)


def only_from_this_site(refusal: Message) -> None:
    """The same for what changes something: also where the browser tells no more than the origin of the page."""
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.host
    if is_foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise RefusedError(403, refusal)
