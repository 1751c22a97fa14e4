"""A mirror follows its cluster: while it is served, what becomes live there becomes live here within a second or two."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from threading import Event

from indexer.background import running_beside
from indexer.cluster.mirror import is_mirror, refresh
from indexer.errors import SpeechsearchError

INTERVAL = 1.0  # seconds

Tell = Callable[[SpeechsearchError], None]


def following(index: Path, tell: Tell) -> AbstractContextManager[None]:
    """Have a thread do so meanwhile, where an index is a mirror; `tell` is called when that begins to fail."""
    return running_beside("mirror", partial(_follow, index, tell)) if is_mirror(index) else nullcontext()


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
