"""Putting files into the folder of speeches, and taking them out: whole or not at all, and nothing that was there is lost.

A file that is removed or replaced goes to the folder 回收站, under the moment and its path, and can be put back.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Protocol

import msgspec

from indexer.errors import CallError, CorpusError
from indexer.i18n import Message, _
from indexer.intake.journal import Change, Journal, Kind, cannot_write, changing
from indexer.intake.names import checked_path
from indexer.intake.trash import in_trash, keep_copy, make_folder, new_place, place_in_trash, remove_empty
from indexer.readers import format_of
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.corpus import TRASH, corpus_contents, is_inside
from indexer.store import now
from indexer.whole_file import sync

CHUNK = 1 << 20  # bytes
PARTIAL = ".upload-"  # how a file begins that is not whole yet; no index takes it in


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Existing(StrEnum):
    """What becomes of a file that is there already by the name of one that comes."""

    ASK = "ask"
    REPLACE = "replace"


class Fate(StrEnum):
    """What became of a file that came."""

    ADDED = "added"
    REPLACED = "replaced"
    SAME = "same"  # the same bytes are there by this name
    EXISTS = "exists"  # others are, and were not to be replaced
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a file of a `name`: why it was refused, or the number of the `change` that it made."""

    name: str
    fate: Fate
    reason: Message | None = None
    change: int = 0


def place(seeds: Path, name: str, data: Readable, existing: Existing, who: str) -> Arrival:
    """Put a file into the folder under its name, a path. It is there whole, or not at all.

    Raises CallError where nothing can be written.
    """
    try:
        path = checked_path(name)
        target = _target(seeds, path)
        with _partial(target) as partial:
            _copy(data, partial, path)
            with changing(seeds) as journal:
                return _settle(seeds, name, partial, existing, Change(0, now(), who, Kind.ADD, path), journal)
    except CallError as error:
        return Arrival(name, Fate.REFUSED, error.message)
    except OSError as error:
        return Arrival(name, Fate.REFUSED, cannot_write(seeds, error).message)


def remove(seeds: Path, paths: Sequence[str], who: str) -> list[Change]:
    """Move speeches to the trash. Raises CallError where one is not there, before any is moved, or cannot be moved."""
    with changing(seeds) as journal:
        there = _files(seeds)
        missing = next((path for path in paths if path not in there), None)
        if missing is not None:
            raise CallError(_("文件夹里没有“{file}”", file=missing))
        return [_removed(seeds, path, there[path], who, journal) for path in dict.fromkeys(paths)]


def put_back(seeds: Path, trashed: str, who: str) -> Change:
    """Put a file of the trash back where it was. Raises CallError where it is not there, or its place is taken."""
    with changing(seeds) as journal:
        source = next((one for one in in_trash(seeds) if one.place == trashed), None)
        if source is None:
            raise CallError(_("回收站里没有“{file}”", file=trashed))
        target = _target(seeds, source.path)
        if target.exists() or source.path in _files(seeds):
            told = _(
                "“{file}”的原处已有同名的文件，没有放回；请先移走或改名，或在改动记录里撤销那次替换", file=source.path
            )
            raise CallError(told)
        removal = next((one for one in journal.changes()[::-1] if one.trash == trashed and one.took_away), None)
        file, undoes = seeds / TRASH / trashed, removal.number if removal else 0
        back = Change(
            0, now(), who, Kind.PUT_BACK, source.path, trash=trashed, undoes=undoes, digest=digest_of(file) or ""
        )
        change = _made(journal, back, lambda: _move(file, target), lambda: not file.exists())
        remove_empty(file.parent, seeds / TRASH)
        return change


def file_at(seeds: Path, path: str) -> Path | None:
    """What is in the folder by a path, whether it is a speech or not."""
    return _files(seeds).get(path) or _found(seeds / path)


def digest_of(file: Path) -> str | None:
    """The SHA-256 of a file, in hexadecimal; None of what cannot be read."""
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def move_to_trash(file: Path, trashed: Path, change: Change, journal: Journal) -> Change:
    """Move a file to its place in the trash, as a change says. Raises OSError."""
    return _made(journal, change, lambda: _move(file, trashed), lambda: not file.exists())


def replace(seeds: Path, there: Path, other: Path, trashed: Path, change: Change, journal: Journal) -> Change:
    """Have another file take the place of one, which goes to the trash. Raises OSError; then all is as it was."""
    try:
        return _made(journal, change, lambda: _replace(there, other, trashed), lambda: not other.exists())
    except OSError:
        with suppress(OSError):  # the old file is where it was, and need not be in the trash too
            trashed.unlink(missing_ok=True)
        remove_empty(trashed.parent, seeds / TRASH)
        raise


def _settle(seeds: Path, name: str, partial: Path, existing: Existing, change: Change, journal: Journal) -> Arrival:
    """Give a whole file its name, if it may have it; `change` is that it is added."""
    there, digest = file_at(seeds, change.file), digest_of(partial) or ""
    change = msgspec.structs.replace(change, digest=digest)
    if there is None:
        target = _target(seeds, change.file)
        made = _made(journal, change, lambda: _name(partial, target), target.exists)
        return Arrival(name, Fate.ADDED, change=made.number)
    if digest_of(there) == digest:
        return Arrival(name, Fate.SAME)
    if existing is Existing.ASK or not there.is_file() or not is_inside(there, seeds):
        return Arrival(name, Fate.EXISTS)
    trashed = new_place(seeds, change.file)
    change = msgspec.structs.replace(change, kind=Kind.REPLACE, trash=place_in_trash(seeds, trashed))
    return Arrival(name, Fate.REPLACED, change=replace(seeds, there, partial, trashed, change, journal).number)


def _replace(there: Path, other: Path, trashed: Path) -> None:
    keep_copy(there, trashed)
    other.replace(there)
    sync(there.parent)
    if other.parent != there.parent:
        sync(other.parent)


def _removed(seeds: Path, path: str, file: Path, who: str, journal: Journal) -> Change:
    trashed = new_place(seeds, path)
    change = Change(0, now(), who, Kind.REMOVE, path, trash=place_in_trash(seeds, trashed))
    return move_to_trash(file, trashed, change, journal)


def _made(journal: Journal, change: Change, make: Callable[[], None], is_made: Callable[[], bool]) -> Change:
    """Write a change down, and make it; or that it was given up, where something was refused before it was made."""
    (written,) = journal.add([change])
    try:
        make()
    except OSError:
        if not is_made():
            journal.give_up([written])
            raise
    return written


def _files(seeds: Path) -> dict[str, Path]:
    """The files of the folder, by their paths; none of an empty one."""
    try:
        return dict(corpus_contents(seeds).files)
    except CorpusError:
        if seeds.is_dir():
            return {}
        raise


def _found(file: Path) -> Path | None:
    """What is there by a name that is no speech's: a folder, a link."""
    return file if file.exists() or file.is_symlink() else None


def _target(seeds: Path, path: str) -> Path:
    """Where a file of a path goes. Raises CallError where a link leads out of the folder."""
    if not seeds.is_dir():
        raise CorpusError.missing(seeds)
    target = seeds / path
    nearest = next(folder for folder in target.parents if folder.exists() or folder == seeds)
    if not nearest.is_dir() or not is_inside(nearest, seeds):
        raise CallError(_("“{file}”的文件夹不能用：它是别的文件，或是通向外面的链接", file=path))
    return target


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A name beside the target for what is not whole yet."""
    make_folder(target.parent)
    partial = target.parent / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        yield partial
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _copy(data: Readable, partial: Path, path: str) -> None:
    """Raises CallError for what no reader takes, being too large."""
    found = format_of(PurePosixPath(path))
    most = MAX_TABLE_BYTES if found is None else found.max_bytes
    left = most
    with partial.open("xb") as file:
        while chunk := data.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise CallError(_("这种文件最多 {most} MB，没有收", most=most // 1_000_000))
            file.write(chunk)
    sync(partial)


def _name(partial: Path, target: Path) -> None:
    """Give a file its name, which none has; where the system has no links, another could take it just now."""
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:
        partial.rename(target)
    else:
        partial.unlink()
    sync(target.parent)


def _move(file: Path, target: Path) -> None:
    make_folder(target.parent)
    file.rename(target)
    sync(target.parent)
    sync(file.parent)
