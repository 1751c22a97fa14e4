"""A server as a process of its own, on a free port of this machine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO

ROOT = Path(__file__).parent.parent.parent
ENOUGH = 300.0  # seconds to start, and to end, however much else the machine does


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is, and the number of its process."""

    url: str
    process: int


@contextmanager
def serving(module: str, *options: str) -> Iterator[Server]:
    """A Python module that serves, and tells its address in its first line on stderr; it is ended afterwards."""
    process = subprocess.Popen([sys.executable, "-m", module, *options], cwd=ROOT, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = _Told(process.stderr)
    try:
        yield Server(told.address(), process.pid)
    finally:
        process.terminate()
        process.wait(ENOUGH)
        told.close()


class _Told:
    """What a process writes to stderr; read to its end, or the process would wait for room."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._first = b""
        self._there = Event()
        self._thread = Thread(target=self._read)
        self._thread.start()

    def address(self) -> str:
        """Raises RuntimeError with what was said instead."""
        self._there.wait(ENOUGH)
        for word in self._first.decode("utf-8").split():
            if word.startswith("http://"):
                return word.replace("localhost", "127.0.0.1")
        raise RuntimeError(f"no server: {self._first.decode('utf-8')}")

    def close(self) -> None:
        self._thread.join()
        self._stream.close()

    def _read(self) -> None:
        self._first = self._stream.readline()
        self._there.set()
        for _ in self._stream:
            pass
