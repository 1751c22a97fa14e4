"""Turns at what takes long: a few at a time, so that searches are always answered meanwhile."""

from threading import BoundedSemaphore

from indexer.message import Message
from searchui.web.refusal import RefusedError

AT_ONCE = 3
SOON = {"Retry-After": "10"}  # seconds


class Turns:
    """So many at once; the next is told to come again."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)

    def take(self) -> None:
        """Raises RefusedError where all are taken. Whoever takes one gives it back."""
        if not self._free.acquire(blocking=False):
            raise RefusedError(
                503,
                Message("正在下载的人较多，请过一会儿再试", "Several downloads are under way; try again soon"),
                SOON,
            )

    def give_back(self) -> None:
        self._free.release()
