"""Requests as they come in: what they may be, what is put right in them, and until when they have to be whole."""

import re
import time
from urllib.parse import unquote_to_bytes

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

from searchui.web.security.request_limits import BODY_SECONDS, HEAD_SECONDS
from searchui.web.server.answer_task import AnswerTask

_TARGET = re.compile(rb"[^ \r\n]* (?:https?://[^ /?#\r\n]*)?(/[^ ?#\r\n]*)", re.IGNORECASE)
_FRAMING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class TooLateError(Error):
    """A request that was not whole in time."""

    code, reason = 408, "Request Timeout"


class TooManyConnectionsError(Error):
    """A connection too many of one address."""

    code, reason = 429, "Too Many Requests"


class Request(HTTPRequestParser):
    """A request, from its first byte on.

    Characters that an address has as they are, not percent-encoded, are encoded here, so that
    `curl 'http://…/api/count?phrase=党的建设'` is answered; which bytes are characters at all, the application says.
    """

    answer: AnswerTask | None = None  # once there is one
    path: str = ""  # waitress names it in its log, also of a request that was too malformed to have one

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.begun = time.time()
        self.deadline = self.begun + HEAD_SECONDS

    @property
    def asked_path(self) -> str:
        """The path, as far as there is one, also of a request that cannot be read; else empty."""
        found = _TARGET.match(self.header_plus)
        return "/" + unquote_to_bytes(found[1]).decode("latin-1").lstrip("/") if found else ""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError where it is none, or leaves open where the request ends (RFC 9112, 6.1)."""
        if len(header_plus) > len(self.header_plus):  # otherwise it is waitress's, in place of one that is too long
            self.header_plus = header_plus
        first, line_end, headers = header_plus.partition(b"\r\n")
        try:
            super().parse_header(_NOT_ASCII.sub(_percent, first) + line_end + headers)
        except ValueError as error:  # of a number with thousands of digits, or an address that urllib cannot take apart
            raise ParsingError(str(error)) from error
        if _FRAMING.search(header_plus) and ("CONTENT_LENGTH" in self.headers or self.version != "1.1"):
            raise ParsingError("Content-Length together with Transfer-Encoding, or the latter in HTTP/1.0")
        self.deadline = time.time() + BODY_SECONDS


class Unread(Request):
    """What a client sends ahead while its request before is answered: it is kept as it is, and read after that."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.bytes = b""

    def received(self, data: bytes) -> int:
        self.bytes += data
        return len(data)


def _percent(found: re.Match[bytes]) -> bytes:
    return b"%%%02X" % found[0][0]
