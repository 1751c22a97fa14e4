"""How far an index is behind its folder of speeches, as the process that keeps it writes it down and others read it.

One small file beside the generations, replaced whole. It says nothing that cannot be found out again, so it is not synced.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from indexer.i18n import Message
from indexer.i18n.message_json import from_stored, stored_json

FILE = "intake.json"


class TakenIn(msgspec.Struct, frozen=True):
    """What the last update that found anything did, in files; `skipped` counts those that could not be read."""

    at: datetime
    added: int
    changed: int
    removed: int
    skipped: int


class Progress(msgspec.Struct, frozen=True):
    """`done` of `total` files that are new or changed are read, `total` 0 where no update is at work.

    `failed` says why the last update did nothing, `looked` when an update last ended, and `keeper` is the process that
    writes this.
    """

    keeper: int
    looked: datetime | None = None
    taken: TakenIn | None = None
    done: int = 0
    total: int = 0
    failed: Message | None = None


_DECODER = msgspec.json.Decoder(Progress, dec_hook=from_stored)


def write_progress(index: Path, progress: Progress) -> None:
    """Write it down, if that can be done: a page without it says nothing, and the index is no worse."""
    partial = index / f".{FILE}.{os.getpid()}"
    with suppress(OSError):
        partial.write_bytes(stored_json(progress))
        partial.replace(index / FILE)


def read_progress(index: Path) -> Progress | None:
    """What was written down; None where nobody keeps the index."""
    try:
        return _DECODER.decode((index / FILE).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def forget_progress(index: Path, keeper: int | None = None) -> None:
    """Nobody keeps the index any more; of a `keeper`, only what that has written goes."""
    found = read_progress(index)
    if keeper is None or (found is not None and found.keeper == keeper):
        with suppress(OSError):
            (index / FILE).unlink(missing_ok=True)
