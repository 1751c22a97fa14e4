"""Requests as they come in: what they may be, what is put right in them, and until when they have to be whole."""

import re
import time
from collections.abc import Callable
from copy import copy
from functools import cache
from threading import Lock
from urllib.parse import unquote_to_bytes
from weakref import finalize

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

from searchui.web.security.editing import FIELD, is_token
from searchui.web.security.request_limits import (
    BODY_SECONDS,
    DRAFT_PATHS,
    DRAFT_SECONDS,
    DRAFTS_AT_ONCE,
    FORM_PATHS,
    HEAD_SECONDS,
    MAX_DRAFT,
    UPLOAD_PATH,
    UPLOAD_SECONDS,
    UPLOADS_AT_ONCE,
    most_of,
)
from searchui.web.server.answer_task import AnswerTask

_TARGET = re.compile(rb"[^ \r\n]* (?:https?://[^ /?#\r\n]*)?(/[^ ?#\r\n]*)", re.IGNORECASE)
_FRAMING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_TOKEN = re.compile(rf"[?&]{FIELD}=([\w.=-]+)".encode())
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class TooLateError(Error):
    """A request that was not whole in time."""

    code, reason = 408, "Request Timeout"


class TooManyConnectionsError(Error):
    """A connection too many of one address."""

    code, reason = 429, "Too Many Requests"


class TooManyDraftsError(Error):
    """A draft, or an upload, while enough others are on their way."""

    code, reason = 503, "Service Unavailable"


class Room:
    """How many large bodies of a kind are on their way into this process, or worked on."""

    def __init__(self, most: int) -> None:
        self.free, self._changing = most, Lock()

    def admit(self, request: "Request") -> bool:
        """Whether there is room for the body of one more; it is given back when the request is let go."""
        with self._changing:
            if not self.free:
                return False
            self.free -= 1
        request.leave = finalize(request, self._give_back)  # once, also of one that is let go without an end
        return True

    def _give_back(self) -> None:
        with self._changing:
            self.free += 1


DRAFTS, UPLOADS = Room(DRAFTS_AT_ONCE), Room(UPLOADS_AT_ONCE)


class Request(HTTPRequestParser):
    """A request, from its first byte on.

    Characters that an address has as they are, not percent-encoded, are encoded here, so that
    `curl 'http://…/api/count?phrase=党的建设'` is answered; which bytes are characters at all, the application says.
    """

    answer: AnswerTask | None = None  # once there is one
    leave: Callable[[], object] = staticmethod(lambda: None)  # gives back the room of a draft
    path: str = ""  # waitress names it in its log, also of a request that was too malformed to have one

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.begun = time.time()
        self.deadline = self.begun + HEAD_SECONDS

    def close(self) -> None:
        """It was answered."""
        super().close()
        self.leave()

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
        room, seconds = self._make_room(self.asked_path, first)
        try:
            super().parse_header(_NOT_ASCII.sub(_percent, first) + line_end + headers)
        except ValueError as error:  # of a number with thousands of digits, or an address that urllib cannot take apart
            raise ParsingError(str(error)) from error
        if _FRAMING.search(header_plus) and ("CONTENT_LENGTH" in self.headers or self.version != "1.1"):
            raise ParsingError("Content-Length together with Transfer-Encoding, or the latter in HTTP/1.0")
        self.deadline = time.time() + seconds
        if room is not None and self.body_rcv is not None and not room.admit(self):
            self.error, self.body_rcv = TooManyDraftsError("too many large bodies"), None

    def _make_room(self, path: str, first: bytes) -> tuple[Room | None, float]:
        """Allow for the body that may come to a path: where such bodies are counted, and in how many seconds it is due.

        Nobody uploads but who has a page for it, whose token stands in the address.
        """
        if path in DRAFT_PATHS:
            self.adj = _with_room(self.adj, MAX_DRAFT, in_memory=True)
            return DRAFTS, DRAFT_SECONDS
        if path in FORM_PATHS:
            self.adj = _with_room(self.adj, most_of(path), in_memory=False)
        if path == UPLOAD_PATH and (given := _TOKEN.search(first)) and is_token(given[1].decode()):
            self.adj = _with_room(self.adj, most_of(path), in_memory=False)
            return UPLOADS, UPLOAD_SECONDS
        return None, BODY_SECONDS


class Unread(Request):
    """What a client sends ahead while its request before is answered: it is kept as it is, and read after that."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.bytes = b""

    def received(self, data: bytes) -> int:
        self.bytes += data
        return len(data)


@cache
def _with_room(adj: Adjustments, most: int, *, in_memory: bool) -> Adjustments:
    """The same with room for a body, that of a draft all in memory: what is confidential is not written to a disk."""
    other = copy(adj)
    other.max_request_body_size = most + 1
    if in_memory:
        other.inbuf_overflow = most + 1
    return other


def _percent(found: re.Match[bytes]) -> bytes:
    return b"%%%02X" % found[0][0]
