"""What the limits of a server keep, in memory that its processes share.

Each process writes in rows of its own where it counts what it has, and counts the rows of all; so what a process had that
ended, in whatever way, is forgotten with its rows. Names are kept as numbers, by a secret of the server, so that nobody can
choose names that have the same. The system must know `fork`, and locks that end with their owner.
"""

import mmap
import secrets
from collections.abc import Collection
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from searchui.web.shared.memory import Digests, Full, Moments, Notices, Places
from searchui.web.shared.process_lock import ProcessLock

Array: TypeAlias = npt.NDArray[Any]

GROUPS, IN_GROUP = 4096, 16  # of names whose moments are kept: the earliest of a group gives way
DIGEST = 32  # bytes
LONGEST_NOTICE = 4096  # bytes


class SharedMemory:
    """The memory of so many processes, which are forked from the one that makes it and `become` one of them each."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.process = -1  # which of them this is; the one that starts them is none
        self._secret = secrets.token_bytes(DIGEST)
        self.lock = (
            ProcessLock()
        )  # one for all: the system takes locks of threads for a deadlock where there are several
        self._rows: list[Array] = []

    def become(self, process: int) -> None:
        self.process = process

    def forget(self, process: int) -> None:
        """Empty the rows of a process that has ended."""
        for rows in self._rows:
            rows[process] = 0

    def array(self, kind: type[np.generic], *shape: int) -> Array:
        """An array of zeros that all processes see."""
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        return np.frombuffer(mmap.mmap(-1, max(size, 1)), kind, int(np.prod(shape))).reshape(shape)

    def rows(self, kind: type[np.generic], most: int) -> Array:
        """An array with a row of so many places for each process; zeros are of nobody."""
        rows = self.array(kind, self.processes, most)
        self._rows.append(rows)
        return rows

    def number(self, name: str) -> int:
        """What a name is kept as: 64 bits, never 0."""
        digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8, key=self._secret).digest()
        return int.from_bytes(digest, "little") | 1

    def places(self, each: int, most: int) -> Places:
        return _SharedPlaces(self, each, most)

    def moments(self) -> Moments:
        return _SharedMoments(self)

    def digests(self, names: Collection[str]) -> Digests:
        return _SharedDigests(self, names)

    def notices(self) -> Notices:
        return _SharedNotices(self)


class _SharedPlaces:
    def __init__(self, memory: SharedMemory, each: int, most: int) -> None:
        self._memory, self._each, self._most = memory, each, most
        self._taken = memory.rows(np.uint64, most)

    def take(self, name: str) -> Full | None:
        number = self._memory.number(name)
        with self._memory.lock:
            if np.count_nonzero(self._taken == number) >= self._each:
                return Full.OF_NAME
            if np.count_nonzero(self._taken) >= self._most:
                return Full.OF_ALL
            self._put(0, number)
            return None

    def give_back(self, name: str) -> None:
        with self._memory.lock:
            self._put(self._memory.number(name), 0)

    def _put(self, before: int, after: int) -> None:
        own = self._taken[self._memory.process]
        own[(own == before).nonzero()[0][0]] = after


class _SharedMoments:
    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory
        self.lock = memory.lock
        self._names = memory.array(np.uint64, GROUPS, IN_GROUP)
        self._moments = memory.array(np.float64, GROUPS, IN_GROUP)

    def get(self, name: str) -> float:
        number = self._memory.number(name)
        (found,) = (self._names[self._group(number)] == number).nonzero()
        return float(self._moments[self._group(number), found[0]]) if len(found) else float("-inf")

    def set(self, name: str, moment: float, _now: float) -> None:
        number = self._memory.number(name)
        names, moments = self._names[self._group(number)], self._moments[self._group(number)]
        (found,) = (names == number).nonzero()
        place = found[0] if len(found) else moments.argmin()
        moments[place], names[place] = moment, number

    @staticmethod
    def _group(number: int) -> int:
        return (number >> 1) % GROUPS


class _SharedDigests:
    def __init__(self, memory: SharedMemory, names: Collection[str]) -> None:
        self._places = {name: place for place, name in enumerate(sorted(names))}
        self._digests = memory.array(np.uint8, len(self._places), DIGEST)

    def get(self, name: str) -> bytes:
        place = self._places.get(name)
        return b"" if place is None else self._digests[place].tobytes()

    def set(self, name: str, digest: bytes) -> None:
        self._digests[self._places[name]] = np.frombuffer(digest, np.uint8)


class _SharedNotices:
    def __init__(self, memory: SharedMemory) -> None:
        self._lock = memory.lock
        self._head = memory.array(np.int64, 2)  # number and length
        self._text = memory.array(np.uint8, LONGEST_NOTICE)

    @property
    def number(self) -> int:
        return int(self._head[0])

    def post(self, text: str) -> None:
        """Tell all processes, in not more bytes than there is room for."""
        data = np.frombuffer(text.encode(), np.uint8)
        with self._lock:
            self._text[: len(data)] = data
            self._head[1] = len(data)
            self._head[0] += 1

    def last(self) -> tuple[int, str]:
        with self._lock:
            return self.number, self._text[: self._head[1]].tobytes().decode()
