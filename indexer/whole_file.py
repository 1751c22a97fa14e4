"""Files that are there whole or not at all, also after a power cut."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP})  # some network file systems cannot sync a folder


def write_whole(target: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file, texts as UTF-8, that has its name only when it is whole. Raises OSError; the old file then stays."""
    with made_whole(target) as partial, partial.open("wb") as file:
        file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """Another name to write a file under; it has its own, on disk, when that went well. Raises OSError; the old file then stays."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield partial
        sync(partial)
        partial.replace(target)
        sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on disk, as far as the system can tell."""
    folder = path.is_dir()
    if folder and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)  # nor sync what cannot be written
    try:
        os.fsync(handle)
    except OSError as error:
        if not folder or error.errno not in _NO_FOLDERS:
            raise
    finally:
        os.close(handle)
