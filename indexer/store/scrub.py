"""The scrub: while an index is served or watched, its files are read again and again, one after the other and gently.

Disks and memory lose bits, and nothing tells. Who reads a large file when it is opened takes seconds that nobody has; so
a thread of low priority compares each with its checksum, all of them about once an hour. What follows from an index, and
can be made of it again, is removed where it is damaged.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Event

from indexer.background import running_beside
from indexer.engine.embedded.encoding.derived_arrays import derived_files, remove_damaged
from indexer.errors import IndexUnusableError
from indexer.store.folder import Store, now
from indexer.store.generation import Generation
from indexer.store.manifest import Checksum
from indexer.store.verification import Verification

PASS = 3600.0  # seconds in which all files are read once
LEAST_RATE = 4_000_000  # bytes a second: a small index is read in a moment
CHUNK = 1 << 20  # bytes that are read at a time
IDLE = 10.0  # seconds between two looks whether anything is due
LOWEST = 19  # priority of a thread, where the system has such

Tell = Callable[[Generation, str], None]


class Scrub:
    """Reads the files of the live generation of an index; `tell` is called for one that is damaged, each time it is read.

    So it is for one that was made again of the generation, by its path in the folder of the index: whoever has it open has
    damaged bytes.
    """

    def __init__(self, index: Path, tell: Tell, *, seconds: float = PASS) -> None:
        self._store = Store(index)
        self._tell = tell
        self._seconds = seconds
        self._known = Verification()
        self._derived: tuple[Path, dict[str, int]] | None = None  # of which generation, and when each was made
        self._derived_read = float("-inf")

    def run(self, stop: Event) -> None:
        """Go on until `stop` is set."""
        lower_priority()
        while not stop.wait(0 if self.read_next(stop) else IDLE):
            pass

    def read_next(self, stop: Event) -> bool:
        """Read the file that has waited longest; False where none is due, or there is no index that could be read."""
        try:
            generation = self._store.current()
        except IndexUnusableError:  # which whoever asks is told
            return False
        self._known = self._known.joined(Verification.load(self._store.folder))
        name = self._due(generation)
        if name is None:
            self._look_at_derived(generation)
            return False
        file, expected = generation.folder / name, generation.manifest.checksums[name]
        rate = max(sum(one.size for one in generation.manifest.checksums.values()) / self._seconds, LEAST_RATE)
        found = _gentle_checksum(file, stop, rate)
        if found is None:
            return not stop.is_set()
        whole = found == expected
        self._known.note(file, expected, now(), whole=whole)
        self._known.save(self._store.folder, generation.manifest)
        if not whole:
            self._tell(generation, name)
        return whole

    def _look_at_derived(self, generation: Generation) -> None:
        """Read what was made of a generation when that is due; and see at once what somebody else has found damaged."""
        if time.monotonic() >= self._derived_read + self._seconds:
            for name in remove_damaged(generation.folder):
                self._tell(generation, name)
            self._derived_read = time.monotonic()
        found = derived_files(generation.folder)
        if self._derived is not None and self._derived[0] == generation.folder:
            for name, when in self._derived[1].items():
                if found.get(name) != when:
                    self._tell(generation, name)
        self._derived = generation.folder, found

    def _due(self, generation: Generation) -> str | None:
        """Of the files that were not seen whole for so long the one that has waited longest, a small one first."""
        waiting = []
        for name, expected in generation.manifest.checksums.items():
            seen = self._known.seen(generation.folder / name, expected)
            age = float("inf") if seen is None else (now() - seen).total_seconds()
            if age >= self._seconds:
                waiting.append((-age, expected.size, name))
        return min(waiting)[2] if waiting else None


def scrubbing(index: Path, tell: Tell) -> AbstractContextManager[None]:
    """Have a thread read the files of an index meanwhile."""
    return running_beside("scrub", Scrub(index, tell).run)


def _gentle_checksum(file: Path, stop: Event, rate: float) -> Checksum | None:
    """The checksum of a file that is read at so many bytes a second; None where it is gone, or the end was asked for."""
    digest, size = sha256(), 0
    try:
        with file.open("rb", buffering=0) as opened:
            while data := opened.read(CHUNK):
                digest.update(data)
                size += len(data)
                if stop.wait(len(data) / rate):
                    return None
    except FileNotFoundError:  # another generation is live, or what is missing is told when it is opened
        return None
    except OSError:  # of a disk that cannot read it
        return Checksum(size, "")
    return Checksum(size, digest.hexdigest())


def lower_priority() -> None:
    """Let everything else come before this thread, as far as the system can do that for a thread."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)
