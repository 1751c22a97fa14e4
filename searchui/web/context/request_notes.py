"""What is noted of a request while it is answered: its number, how long the corpus was asked, how much that found."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import g


def _number() -> str:
    return secrets.token_hex(4)


@dataclass(slots=True)
class Note:
    """`number` names the request in logs and on the page of a defect. Seconds; `started` is on the clock of `perf_counter`."""

    number: str = field(default_factory=_number)
    started: float = field(default_factory=time.perf_counter)
    asking: float | None = None
    hits: int | None = None


def request_note() -> Note:
    """The note of this request; it begins when it is first asked for."""
    if "note" not in g:
        g.note = Note()
    note: Note = g.note
    return note


@contextmanager
def asking() -> Iterator[Note]:
    """Around questions to the corpus: their time is noted. Set `hits` of the note to how much they found."""
    note, start = request_note(), time.perf_counter()
    try:
        yield note
    finally:
        note.asking = (note.asking or 0.0) + time.perf_counter() - start
