"""Web pages saved with all that belongs to them in one file (.mht): the page itself is read, as any web page.

The standard library's `email` reads MIME (RFC 2557); how deep parts may lie in each other is bounded here.
"""

from dataclasses import replace
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.html import read_html
from indexer.web_address import public_address

_SAVED_FROM = ("Snapshot-Content-Location", "Content-Location")
MAX_BOUNDARIES = 50  # of parts in parts; a saved page has one or two


def read_mht(data: bytes, path: str) -> RawText:
    """The first web page in the file. Raises ReadError where there is none."""
    if data.lower().count(b"boundary=") > MAX_BOUNDARIES:
        raise _damaged()
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
        page = next(part for part in message.walk() if part.get_content_type() == "text/html")
        content = page.get_payload(decode=True)
        charset = page.get_content_charset()
    except (StopIteration, RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise _damaged() from error
    if not isinstance(content, bytes):
        raise _damaged()
    # The page may lack its encoding, which then stands at its part.
    declared = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset and charset.isascii() else b""
    raw = read_html(declared + content if b"charset" not in content[:2048].lower() else content, path)
    return replace(raw, format="mht", fields={**_saved_from(message, page), **raw.fields})


def _saved_from(message: EmailMessage, page: Message) -> dict[str, str]:
    """The address that the browser saved the page from, where anybody can open it."""
    told = (str(part.get(name, "")) for name in _SAVED_FROM for part in (message, page))
    address = next((found for text in told if (found := public_address("".join(text.split())))), None)
    return {"address": address} if address else {}


def _damaged() -> ReadError:
    return ReadError(_("不是有效的网页存档（.mht），也许已损坏；请用浏览器打开，另存为 .html"))
