"""The trash of a corpus: the folder 回收站, in which each file is under the moment when it was removed, and its path."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from indexer.readers.corpus import TRASH
from indexer.whole_file import sync

STAMP = "%Y-%m-%d %H.%M.%S"


@dataclass(frozen=True, slots=True)
class Trashed:
    """A file in the trash: where it is there, where it was, and since when."""

    place: str
    path: str
    since: datetime | None
    size: int


def in_trash(seeds: Path) -> list[Trashed]:
    """What is in the trash, what was removed last first."""
    top = seeds / TRASH
    files = [file for file in top.rglob("*") if file.is_file() or file.is_symlink()] if top.is_dir() else []
    return sorted(filter(None, (_trashed(file, top) for file in files)), key=lambda one: one.place, reverse=True)


def _trashed(file: Path, top: Path) -> Trashed | None:
    place = file.relative_to(top)
    if len(place.parts) < 2:
        return None
    try:
        since = datetime.strptime(place.parts[0][:19], STAMP).astimezone()
    except ValueError:
        since = None
    return Trashed(place.as_posix(), PurePosixPath(*place.parts[1:]).as_posix(), since, file.lstat().st_size)


def new_place(seeds: Path, path: str) -> Path:
    """A place in the trash for a file, where none is."""
    stamp, number = datetime.now().astimezone().strftime(STAMP), 1
    while True:
        found = seeds / TRASH / (stamp if number == 1 else f"{stamp} {number}") / path
        if not (found.exists() or found.is_symlink()):
            return found
        number += 1


def place_in_trash(seeds: Path, file: Path) -> str:
    """Where in the trash a file is."""
    return file.relative_to(seeds / TRASH).as_posix()


def remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder of the trash, and those above it, where nothing is left in them."""
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def keep_copy(file: Path, trashed: Path) -> None:
    """Have a file in the trash as well, before another takes its name. Raises OSError."""
    make_folder(trashed.parent)
    try:
        trashed.hardlink_to(file)
    except OSError:
        shutil.copy2(file, trashed)
        sync(trashed)
    sync(trashed.parent)


def make_folder(folder: Path) -> None:
    """With the names of all that are made on disk."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync(path.parent)
