"""Turns of downloads: a few are written at the same time, each of another address, and a piece of each in turn."""

import logging
from collections import deque
from threading import Lock
from typing import Protocol

from waitress.task import ThreadedTaskDispatcher

WRITERS = 3  # threads, besides those that answer all else


class Writing(Protocol):
    """What has a download to go on with."""

    def service(self) -> None: ...


class DownloadTurns:
    """Threads that write downloads. Those of one address are written one after the other, so that others' are too."""

    def __init__(self, writers: int = WRITERS) -> None:
        self._threads = ThreadedTaskDispatcher()
        self._threads.queue_logger = logging.getLogger(f"{__name__}.queue")  # that downloads wait is no news
        self._threads.set_thread_count(writers)
        self._queues: dict[
            str, deque[Writing]
        ] = {}  # by address; the first of each is being written, or the next to be
        self._lock = Lock()

    def add(self, address: str, writing: Writing) -> None:
        """Have a download go on when it is its turn."""
        with self._lock:
            queue = self._queues.setdefault(address, deque())
            queue.append(writing)
            is_first = len(queue) == 1
        if is_first:
            self._threads.add_task(_Turn(self, address))  # type: ignore[arg-type]

    def write_next(self, address: str) -> None:
        """Let the next download of an address go on, and queue up for the one after it."""
        try:
            self._queues[address][0].service()
        finally:
            with self._lock:
                queue = self._queues[address]
                queue.popleft()
                if not queue:
                    del self._queues[address]
            if queue:
                self._threads.add_task(_Turn(self, address))  # type: ignore[arg-type]

    def shutdown(self, timeout: int = 1) -> None:
        self._threads.shutdown(timeout=timeout)


class _Turn:
    """The turn of an address, as waitress's threads take it."""

    def __init__(self, turns: DownloadTurns, address: str) -> None:
        self._turns, self._address = turns, address

    def service(self) -> None:
        self._turns.write_next(self._address)

    def cancel(self) -> None:
        """At the end of the server nothing is written any more."""
