"""One log of several processes: one of them writes what all have to say, each record whole, so that no lines are mixed."""

import logging
import socket
from contextlib import suppress

from searchui.web.logging.setup import OURS, WAITRESS, AsTold

LONGEST = 100_000  # bytes of a record, that it can be sent at once


class Relay:
    """To be made before the processes are started. Each of them calls `forward`; the one that writes calls `write` whenever
    there is something to read.
    """

    def __init__(self) -> None:
        self._receiving, self._sending = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def fileno(self) -> int:
        return self._receiving.fileno()

    def forward(self) -> None:
        """Send from now on what this process would have written itself."""
        for name in (OURS, WAITRESS):
            logger = logging.getLogger(name)
            logger.handlers = [_Forwarding(self._sending, handler) for handler in logger.handlers]

    def close(self) -> None:
        self._receiving.close()
        self._sending.close()

    def write(self) -> None:
        """Write all that has come."""
        handlers = logging.getLogger(OURS).handlers
        with suppress(BlockingIOError):
            while True:
                told = self._receiving.recv(LONGEST, socket.MSG_DONTWAIT).decode(errors="replace")
                for handler in handlers:
                    handler.handle(AsTold.record(told))


class _Forwarding(logging.Handler):
    """Sends records as another handler would write them."""

    def __init__(self, sending: socket.socket, other: logging.Handler) -> None:
        super().__init__(other.level)
        self._sending = sending
        self.filters = other.filters
        self.formatter = other.formatter
        other.close()  # that the file is not held when another takes its place

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # who writes is gone, and this process will be in a moment
            self._sending.send(self.format(record).encode("utf-8", "replace")[:LONGEST])
