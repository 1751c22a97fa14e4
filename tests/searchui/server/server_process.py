"""A real server: the command `speechsearch serve` as a process of its own, on a free port."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENOUGH = 60.0  # seconds, after which a process that should have ended never will


def is_of_queue(line: str) -> bool:
    """Whether a line of a log says that requests wait: the first may come before any thread waits for one."""
    return "个请求在排队" in line or "waitress.queue" in line


@dataclass
class Server:
    """A running server: its process, its address, and the lines that it has written to stderr so far."""

    process: "subprocess.Popen[str]"
    reading: threading.Thread
    lines: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        assert parts.hostname
        assert parts.port
        return parts.hostname, parts.port

    @property
    def log(self) -> list[str]:
        """The lines so far but the first, which tells the address, and but those about a queue."""
        return [line for line in self.lines[1:] if not is_of_queue(line)]

    def ended(self) -> int:
        """Wait for the end, and give the exit code."""
        return self.process.wait(ENOUGH)


def as_in_a_terminal() -> None:
    """Signals end a process that a terminal starts, also where the tests themselves run under `nohup` or in the background."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def running(
    index: Path,
    *options: str,
    processes: int = 1,
    start: Callable[[], object] = as_in_a_terminal,
    watches: bool = False,
    **popen: Any,
) -> Iterator[Server]:
    """A server over `index`; it is killed at the end unless it ended by itself. `start` is called in its process first.

    Unless it `watches`, the index stays as it is, also where a test has damaged it.
    """
    where = ["--port", "0", "--index", str(index), "--processes", str(processes), *([] if watches else ["--no-watch"])]
    command = [sys.executable, "-m", "searchui", "serve", *where, *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=start, **popen)
    assert process.stderr is not None
    line = process.stderr.readline()
    # Somebody has to read on, or the server waits for room in the pipe.
    reading = threading.Thread(target=lambda: server.lines.extend(process.stderr or ()))
    server = Server(process, reading, [line])
    reading.start()
    try:
        assert "http://" in line, line
        server.url = next(word for word in line.split() if word.startswith("http"))
        yield server
    finally:
        process.terminate()
        try:
            process.wait(ENOUGH)
        finally:
            process.kill()
            reading.join()
            process.stderr.close()


@contextmanager
def served(index: Path, *options: str) -> Iterator[str]:
    """The address of a running server over `index`."""
    with running(index, "--log-format", "none", *options) as server:
        yield server.url
