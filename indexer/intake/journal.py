"""Who changed what in a corpus, and when: a line for each change, in a hidden file beside the speeches.

A change is written down before it is made, so that what was there before is never lost; one that then could not be made
is written down as given up. What a crash cut off is no line.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from indexer.errors import CallError
from indexer.i18n import Message, _, p_
from indexer.intake.metadata_table import Cell
from indexer.store import now
from indexer.whole_file import sync

FILE, LOCK = ".changes.jsonl", ".changes.lock"
WAIT = 10.0  # seconds for another change to the same corpus


class Kind(StrEnum):
    CORRECT = "correct"
    UNDO = "undo"
    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    PUT_BACK = "put back"


KINDS: Mapping[Kind, Message] = {
    Kind.CORRECT: p_("change", "改正"),
    Kind.UNDO: p_("change", "撤销"),
    Kind.ADD: p_("change", "添加"),
    Kind.REPLACE: p_("change", "替换"),
    Kind.REMOVE: p_("change", "移到回收站"),
    Kind.PUT_BACK: p_("change", "放回"),
}


class CellChange(msgspec.Struct, frozen=True):
    before: Cell
    after: Cell


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change of one file, `number`ed from 1. `who` is empty for whoever was at the machine.

    Of a correction: `cells` by fact, in the `table` at that path, and whether its row is `new`. `undoes` is the number of
    the change that this one takes back. `trash` is where in the trash the file is that was there before; of one that was put
    back, where it was. `digest` is the SHA-256 of what is there since, in hexadecimal; empty where nothing is, and of what
    earlier versions wrote. `given_up` is the number of a change that could not be made, of which nothing else is told.
    """

    number: int
    at: datetime
    who: str
    kind: Kind
    file: str
    table: str = ""
    cells: dict[str, CellChange] = {}
    new: bool = False
    undoes: int = 0
    trash: str = ""
    given_up: int = 0
    digest: str = ""

    @property
    def took_away(self) -> bool:
        """Whether a file went to the trash, and no other took its place."""
        return self.kind is Kind.REMOVE or (self.kind is Kind.UNDO and bool(self.trash) and not self.digest)

    @property
    def replaced(self) -> bool:
        """Whether another file took the place of one that went to the trash."""
        return bool(self.trash and self.digest) and self.kind is not Kind.PUT_BACK

    @property
    def can_be_undone(self) -> bool:
        """Whether enough is known of it for that; whether something else was done since is seen when it is tried."""
        return bool(self.cells or self.digest) or self.took_away


_CHANGE = msgspec.json.Decoder(Change)


@contextmanager
def changing(seeds: Path) -> Iterator["Journal"]:
    """The journal of a corpus, that nobody else changes meanwhile. Raises CallError where it cannot be written."""
    if not seeds.is_dir():  # or the lock would make it
        raise _gone(seeds)
    lock = FileLock(seeds / LOCK)
    try:
        lock.acquire(timeout=WAIT)
    except Timeout as error:
        raise CallError(_("另一个人正在改动讲话稿文件夹，请过一会儿再试")) from error
    except OSError as error:
        raise cannot_write(seeds, error) from error
    try:
        yield Journal(seeds)
    except OSError as error:
        raise cannot_write(seeds, error) from error
    finally:
        lock.release()


class Journal:
    """The changes of a corpus. Make it inside `changing` to add to them."""

    def __init__(self, seeds: Path) -> None:
        self._file = seeds / FILE

    def changes(self) -> list[Change]:
        """All that were made, the first first."""
        read = list(self._read())
        given_up = {change.given_up for change in read if change.given_up}
        return [change for change in read if not change.given_up and change.number not in given_up]

    def add(self, changes: Sequence[Change]) -> list[Change]:
        """Write down changes that are about to be made, with their numbers and the time."""
        last = max((change.number for change in self._read()), default=0)
        numbered = [
            msgspec.structs.replace(change, number=number, at=now()) for number, change in enumerate(changes, last + 1)
        ]
        self._append(numbered)
        return numbered

    def give_up(self, changes: Sequence[Change]) -> None:
        """Write down that changes could not be made."""
        if changes:
            self.add([msgspec.structs.replace(change, given_up=change.number, cells={}) for change in changes])

    def _read(self) -> Iterator[Change]:
        try:
            lines = self._file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines:
            try:
                yield _CHANGE.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):  # cut off by a crash, or empty
                continue

    def _append(self, changes: Sequence[Change]) -> None:
        is_new = not self._file.exists()
        with self._file.open("ab") as file:
            # Before the first line too: it ends what a crash may have cut off.
            file.write(b"".join(b"\n" + msgspec.json.encode(change) for change in changes) + b"\n")
        sync(self._file)
        if is_new:
            sync(self._file.parent)


def _gone(folder: Path) -> CallError:
    return CallError(_("讲话稿文件夹“{folder}”不见了，没有改动；接好磁盘或网络盘后再试", folder=folder))


def cannot_write(folder: Path, error: OSError) -> CallError:
    """What to tell where the system refuses to write in a folder."""
    if not folder.is_dir():
        return _gone(folder)
    reason = error.strerror or str(error)
    return CallError(_("不能写“{folder}”：{reason}。没有改动；请检查权限和磁盘空间", folder=folder, reason=reason))
