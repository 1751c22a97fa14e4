"""A limit on what takes long: a few at a time of each address, so that nobody's downloads are in the way of another's.

A slot is of a download from its beginning to its end. That a few of them are written at the same time only, and none
while its reader is slow, is the server's doing.
"""

from collections.abc import Callable
from threading import Lock

from indexer.i18n import _, n_
from searchui.web.security.request_limits import RefusedError
from searchui.web.shared.memory import Full, Memory

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

    def __init__(self, memory: Memory, each: int = EACH, most: int = MOST) -> None:
        self._each = each
        self._places = memory.places(each, most)

    def take(self, address: str) -> Slot:
        """Raises RefusedError where all are taken."""
        match self._places.take(address):
            case Full.OF_NAME:
                raise RefusedError(503, n_("从这个地址同时下载的已有 {n} 个，请等其中一个下完再试", self._each), SOON)
            case Full.OF_ALL:
                raise RefusedError(503, _("正在下载的人较多，请过一会儿再试"), SOON)
        return Slot(lambda: self._places.give_back(address))
