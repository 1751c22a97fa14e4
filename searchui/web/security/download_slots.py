"""A limit on what takes long: a few at a time of each address, so that nobody's downloads are in the way of another's.

A slot is of a download from its beginning to its end. That a few of them are written at the same time only, and none
while its reader is slow, is the server's doing.
"""

from collections import Counter
from collections.abc import Callable
from threading import Lock

from indexer.i18n import _, n_
from searchui.web.security.request_limits import RefusedError

EACH = 3  # of one address at once
MOST = 60  # of all: each holds what it found, some megabytes
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


class DownloadSlots:
    """So many slots of each address, and so many of all; who finds none is asked to come again."""

    def __init__(self, each: int = EACH, most: int = MOST) -> None:
        self._each, self._most = each, most
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, address: str) -> Slot:
        """Raises RefusedError where all are taken."""
        with self._lock:
            if self._taken[address] >= self._each:
                raise RefusedError(503, n_("从这个地址同时下载的已有 {n} 个，请等其中一个下完再试", self._each), SOON)
            if self._taken.total() >= self._most:
                raise RefusedError(503, _("正在下载的人较多，请过一会儿再试"), SOON)
            self._taken[address] += 1
        return Slot(lambda: self._give_back(address))

    def _give_back(self, address: str) -> None:
        with self._lock:
            self._taken[address] -= 1
            self._taken += Counter()  # forgets who has none
