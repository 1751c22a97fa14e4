"""What only pages of this site may send here: a page elsewhere could have a reader's browser send it unseen."""

from flask import request

from indexer.i18n import Message
from searchui.web.security.request_limits import RefusedError


def only_from_own_pages(refusal: Message) -> None:
    """Raises RefusedError, which says why, for what a page of another site had a browser send (Fetch Metadata)."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise RefusedError(403, refusal)
