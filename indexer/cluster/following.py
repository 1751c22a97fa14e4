"""A mirror follows its cluster: while it is served, what becomes live there becomes live here within a second or two."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from indexer.cluster.mirror import is_mirror, refresh
from indexer.errors import SpeechsearchError

INTERVAL = 1.0  # seconds

Tell = Callable[[SpeechsearchError], None]


@contextmanager
def following(index: Path, tell: Tell) -> Iterator[None]:
    """Have a thread do so meanwhile, where an index is a mirror; `tell` is called when that begins to fail."""
    if not is_mirror(index):
        yield
        return
    stop = Event()
    thread = threading.Thread(target=_follow, args=(index, tell, stop), name="mirror", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(index: Path, tell: Tell, stop: Event) -> None:
    failing = False
    while not stop.wait(INTERVAL):
        try:
            refresh(index)
            failing = False
        except SpeechsearchError as error:
            if not failing:
                tell(error)
            failing = True
