"""What the limits of a server keep, and how it is kept in the memory of its one process.

`shared_memory` keeps the same for several processes, so that a limit is one and the same for all of them.
"""

from collections import Counter
from collections.abc import Collection
from contextlib import AbstractContextManager
from enum import Enum, auto
from threading import Lock
from typing import Protocol

MAX_MOMENTS = 20_000  # names that are kept in mind: some megabytes
NEVER = float("-inf")


class Full(Enum):
    """Why there is no place: the name has all that it may have, or there are no more at all."""

    OF_NAME = auto()
    OF_ALL = auto()


class Places(Protocol):
    """Places that are taken for a while: so many of each name, and so many of all."""

    def take(self, name: str) -> Full | None:
        """Take a place; why there is none, where that is so."""

    def give_back(self, name: str) -> None: ...


class Moments(Protocol):
    """A moment of each name, in seconds. Use it inside its lock."""

    @property
    def lock(self) -> AbstractContextManager[object]: ...

    def get(self, name: str) -> float:
        """The moment of a name; NEVER where none is known."""

    def set(self, name: str, moment: float, now: float) -> None:
        """Keep a moment. Those that lie before `now` may be forgotten, and the earliest where there are very many."""


class Digests(Protocol):
    """A digest of 32 bytes of each of some names."""

    def get(self, name: str) -> bytes:
        """Empty, or none of anything, where there is none."""

    def set(self, name: str, digest: bytes) -> None: ...


class Notices(Protocol):
    """What one process tells all of them; the last thing is kept."""

    @property
    def number(self) -> int:
        """How many there were."""

    def post(self, text: str) -> None: ...

    def last(self) -> tuple[int, str]:
        """Its number and what it says."""


class Memory(Protocol):
    """Where all that is kept. What is made of it is to be made before processes are started."""

    def places(self, each: int, most: int) -> Places: ...

    def moments(self) -> Moments: ...

    def digests(self, names: Collection[str]) -> Digests: ...

    def notices(self) -> Notices: ...


class OwnMemory:
    """The memory of one process, for all of its threads."""

    def places(self, each: int, most: int) -> Places:
        return _OwnPlaces(each, most)

    def moments(self) -> Moments:
        return _OwnMoments()

    def digests(self, _names: Collection[str]) -> Digests:
        return _OwnDigests()

    def notices(self) -> Notices:
        return _OwnNotices()


class _OwnPlaces:
    def __init__(self, each: int, most: int) -> None:
        self._each, self._most = each, most
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, name: str) -> Full | None:
        with self._lock:
            if self._taken[name] >= self._each:
                return Full.OF_NAME
            if self._taken.total() >= self._most:
                return Full.OF_ALL
            self._taken[name] += 1
            return None

    def give_back(self, name: str) -> None:
        with self._lock:
            self._taken[name] -= 1
            self._taken += Counter()  # forgets who has none


class _OwnMoments:
    def __init__(self) -> None:
        self.lock = Lock()
        self._moments: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._moments)

    def get(self, name: str) -> float:
        return self._moments.get(name, NEVER)

    def set(self, name: str, moment: float, now: float) -> None:
        self._moments[name] = moment
        if len(self._moments) > MAX_MOMENTS:
            later = sorted((moment, name) for name, moment in self._moments.items() if moment > now)
            self._moments = {name: moment for moment, name in later[-MAX_MOMENTS // 2 :]}


class _OwnDigests:
    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}

    def get(self, name: str) -> bytes:
        return self._digests.get(name, b"")

    def set(self, name: str, digest: bytes) -> None:
        self._digests[name] = digest


class _OwnNotices:
    def __init__(self) -> None:
        self._last = 0, ""
        self._lock = Lock()

    @property
    def number(self) -> int:
        return self._last[0]

    def post(self, text: str) -> None:
        with self._lock:
            self._last = self.number + 1, text

    def last(self) -> tuple[int, str]:
        return self._last
