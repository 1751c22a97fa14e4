"""A limit on what takes long: a few at a time, so that searches are always answered meanwhile."""

from collections.abc import Callable
from threading import BoundedSemaphore, Lock

from indexer.i18n import _
from searchui.web.security.request_limits import RefusedError

AT_ONCE = 3
SOON = {"Retry-After": "10"}  # seconds


class Slot:
    """A slot that was taken. Whoever is done first gives it back; to give it back again does nothing."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back: Callable[[], None] | None = give_back
        self._once = Lock()

    def give_back(self) -> None:
        with self._once:
            back, self._give_back = self._give_back, None
        if back:
            back()


class ConcurrencyLimit:
    """So many slots at once; who finds none is asked to come again."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)

    def take(self) -> Slot:
        """Raises RefusedError where all are taken."""
        if not self._free.acquire(blocking=False):
            raise RefusedError(
                503,
                _("正在下载的人较多，请过一会儿再试"),
                SOON,
            )
        return Slot(self._free.release)
