"""Answers in turns: what has no end yet is written a little at a time, and no thread waits for its reader.

An answer whose length is known is handed over whole, and waitress sends it as its reader takes it. One whose length is
not known, a download, is paused after every STEP bytes and before its first; it goes on when its reader has taken them
and others have had their turn.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.task import WSGITask
from waitress.utilities import Error

from indexer.errors import IndexUnusableError
from searchui.web.security.client_address import network_of

if TYPE_CHECKING:  # it is there for type checkers only
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STEP = 256 * 1024  # bytes
log = logging.getLogger(__name__)


class Paused(BaseException):
    """Out of a task that is to go on later: no error, so what catches errors lets it pass."""


class Unmeasured:
    """The pieces of an answer whose length is not known, and the address it is for: where the first is asked for, the
    task pauses.
    """

    def __init__(self, pieces: Iterable[bytes], client: str) -> None:
        self.pieces, self.client = pieces, client

    def __iter__(self) -> Iterator[bytes]:
        raise Paused(self)


def in_turns(app: "WSGIApplication") -> "WSGIApplication":
    """The application, with answers without a length marked for AnswerTask."""

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        measured = False

        def start(status: str, headers: list[tuple[str, str]], *error: object) -> object:
            nonlocal measured
            measured = any(name.lower() == "content-length" for name, _ in headers)
            return start_response(status, headers, *error)  # type: ignore[arg-type]

        pieces = app(environ, start)  # type: ignore[arg-type]
        if measured or isinstance(pieces, tuple | list):
            return pieces
        return Unmeasured(pieces, network_of(environ["REMOTE_ADDR"]))  # which a proxy in front has told by now

    return application


class AnswerTask(WSGITask):
    """The answer to a request. `service` may raise Paused; it is to be called again then."""

    def __init__(self, channel: HTTPChannel, request: Error) -> None:
        super().__init__(channel, request)
        self.client = ""  # of an answer in turns
        self._pieces: Iterable[bytes] | None = None
        self._rest: Iterator[bytes] = iter(())

    def service(self) -> None:
        try:
            self._serve()
        except (
            IndexUnusableError
        ) as error:  # seen under way: that the answer is not whole, its end tells, which is none
            log.warning("%s", error.message)
            raise ClientDisconnected from error

    def _serve(self) -> None:
        if self._pieces is None:
            try:
                super().service()
            except Paused as paused:
                (unmeasured,) = paused.args
                self.client, self._pieces = unmeasured.client, unmeasured.pieces
                self._rest = iter(unmeasured.pieces)
                raise
        else:
            self._go_on()

    def _go_on(self) -> None:
        written = 0
        for piece in self._rest:
            if piece:
                self.write(piece)
                written += len(piece)
            if written >= STEP:
                raise Paused
        self.finish()

    def close(self) -> None:
        """Tell whoever makes the pieces that no more are wanted."""
        close = getattr(self._pieces, "close", None)
        if close:
            close()
