"""A lock between processes."""

import os
from threading import Lock
from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows: there one process serves, and needs no such lock
    fcntl = None  # type: ignore[assignment]


class ProcessLock:
    """One thread of all processes that were forked from the one that made it. A process that ends, in whatever way, lets go of it.

    It is to be made before they are, and not to be taken twice by one thread.
    """

    def __init__(self) -> None:
        self._threads = Lock()  # a lock of a file is the whole process's
        self._file = os.memfd_create("lock")

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._threads.release()
