"""What is noted of a request while it is answered: its number, how long the corpus took, how much was found."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import g


def _number() -> str:
    return secrets.token_hex(4)  # processes that were copied from one would count alike


@dataclass(slots=True)
class RequestNotes:
    """`number` names the request in logs and on the page of a defect. Times are in seconds, `started` on `perf_counter`.

    `hits` is how much was found; the answer itself sets it.
    """

    number: str = field(default_factory=_number)
    started: float = field(default_factory=time.perf_counter)
    query_seconds: float | None = None
    hits: int | None = None


def request_notes() -> RequestNotes:
    """The notes of this request; they begin when they are first asked for."""
    notes: RequestNotes | None = g.get("notes")
    if notes is None:
        notes = g.notes = RequestNotes()
    return notes


@contextmanager
def timed_query() -> Iterator[RequestNotes]:
    """Around questions to the corpus: adds the time that they take to the notes of the request."""
    notes, start = request_notes(), time.perf_counter()
    try:
        yield notes
    finally:
        notes.query_seconds = (notes.query_seconds or 0.0) + time.perf_counter() - start
