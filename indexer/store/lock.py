"""One writer at a time: the lock of an index, and who holds it.

The system releases the lock when a process ends, however it ends. HOLDER only says who holds it; after a crash it is
out of date, which does no harm: the lock is free.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from indexer.errors import IndexLockedError
from indexer.i18n import _

LOCK = "LOCK"
HOLDER = "HOLDER"
_NEW_HOLDER = "HOLDER.new"
# Even a writer that does not wait allows this for a process that holds the lock only to ask whether it is free.
GRACE = 0.25  # seconds


class Holder(msgspec.Struct, frozen=True):
    """The process that is writing an index: its number, what it does, on which computer, and since when."""

    pid: int
    command: str
    host: str
    since: datetime


_HOLDER = msgspec.json.Decoder(Holder)


@contextmanager
def hold_lock(folder: Path, command: str, wait: float) -> Iterator[None]:
    """Hold the lock of the index in a folder; wait so many seconds for it.

    Raises IndexLockedError, which says who holds it, when they have passed; OSError where nothing can be written.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=max(wait, GRACE))
    except Timeout as error:
        raise _locked(folder, read_holder(folder)) from error
    try:
        _write_holder(folder, Holder(os.getpid(), command, socket.gethostname(), datetime.now(UTC)))
        yield
    finally:
        with suppress(OSError):  # the folder may be gone; an out-of-date HOLDER does no harm
            (folder / _NEW_HOLDER).unlink(missing_ok=True)
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def find_holder(folder: Path) -> Holder | None:
    """The process that is writing the index in a folder; None where there is none.

    HOLDER names it; whether that is still true is found out by taking the lock for a moment. If this process may not
    take it, HOLDER is believed.
    """
    named = read_holder(folder)
    if named is None:
        return None
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return named
    lock.release()
    return None


def read_holder(folder: Path) -> Holder | None:
    """The process that HOLDER names; None where there is no such file, or it was cut off."""
    try:
        return _HOLDER.decode((folder / HOLDER).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _write_holder(folder: Path, holder: Holder) -> None:
    """Atomically: a reader sees the old file or the new one."""
    new = folder / _NEW_HOLDER
    new.write_bytes(msgspec.json.encode(holder))
    new.replace(folder / HOLDER)


def _locked(folder: Path, by: Holder | None) -> IndexLockedError:
    who = _("另一个程序")
    if by is not None:
        who = _(
            "进程 {pid}（{host} 上的 speechsearch {command}，{since} 开始）",
            pid=str(by.pid),
            host=by.host,
            command=by.command,
            since=by.since.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        )
    return IndexLockedError(
        _("{who}正在写“{folder}”里的索引。请等它结束后再试，或加 --wait 秒数 等它。", who=who, folder=folder)
    )
