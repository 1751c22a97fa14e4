"""A process that does work for this one, with limits: messages through its pipes, bounds on its memory and time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO

try:
    import resource
except ImportError:  # Windows: there only the time is bounded
    resource = None  # type: ignore[assignment]

LENGTH_BYTES = 8  # bytes of a message's length
MOST = 1 << 32  # bytes of a message; what says more has gone wrong


def start_process(module: str) -> subprocess.Popen[bytes]:
    """A process that does what `serve` of a module does, with pipes to it."""
    # -c and not -m: as a module of a package it would be imported a second time.
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", f"from {module} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # whatever a crashing process prints
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@contextmanager
def time_limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(OSError):  # what was still to be sent
        process.communicate()


def send(pipe: IO[bytes], message: bytes) -> None:
    """Raises OSError where the other end is gone."""
    pipe.write(len(message).to_bytes(LENGTH_BYTES, "big"))
    pipe.write(message)
    pipe.flush()


def received(pipe: IO[bytes]) -> bytes:
    """The next message; empty where the other end is gone, or what comes is none."""
    head = pipe.read(LENGTH_BYTES)
    size = int.from_bytes(head, "big")
    message = pipe.read(size) if len(head) == LENGTH_BYTES and size <= MOST else b""
    return message if len(message) == size else b""


def bound_memory(most: int) -> None:
    """This process: no more than so many bytes of addresses."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def bound_time(seconds: int) -> None:
    """This process: so many seconds of the processor from now."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))
