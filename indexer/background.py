"""Threads that do something as long as something else goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def running_beside(name: str, run: Callable[[Event], None]) -> Iterator[None]:
    """Have a thread `run` meanwhile: until its event is set, which is waited for."""
    stop = Event()
    thread = Thread(target=run, args=(stop,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
