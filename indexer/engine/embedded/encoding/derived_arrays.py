"""Arrays that follow from all that an index has, and take long to make: made once, by the first who needs them, and mapped.

They are in a folder beside the generations, named by what they follow from, so that a generation with the same segments
has them too. They are whole when they are opened, or made again; where they cannot be kept, they are made for who asks.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from indexer.engine.embedded.encoding.arrays import Arrays, is_whole, open_arrays, write_arrays
from indexer.errors import IndexUnusableError

FOLDER = "derived"
TABLE = "segments.json"  # of a generation: says which segments it has, and what of them is deleted
PATIENCE = 60.0  # seconds for another process that makes the same
KEY_LENGTH = 16
NEW = ".new"  # what is not whole yet


class DerivedArrays:
    """Those of the generation in a folder."""

    def __init__(self, generation: Path) -> None:
        self._folder = generation.parent / FOLDER
        self._generation = generation

    def of(self, name: str, make: Callable[[], Arrays], *, keep: bool = True) -> Arrays:
        """The arrays of a name; `make` gives them where nobody has made them yet, and then they are kept unless `keep` is off."""
        key = _key(self._generation)
        if key is None:
            return make()
        file = self._folder / f"{key}.{name}"
        found = _opened(file)
        if found is not None:
            return found
        if not keep:
            return make()
        from filelock import FileLock, Timeout  # who only counts does not wait for it

        try:
            self._folder.mkdir(exist_ok=True)
            with FileLock(self._folder / f"{name}.lock", timeout=PATIENCE):
                found = _opened(file)
                if found is None:
                    _write(file, make())
                    self._prune(name)
                    found = _opened(file)
        except (OSError, Timeout):  # a folder that may only be read, a full disk: it is no worse than before
            found = None
        return make() if found is None else found

    def _prune(self, name: str) -> None:
        """Remove what belongs to no generation that is there."""
        kept = {f"{_key(folder)}.{name}" for folder in self._generation.parent.glob("generation-*")}
        for file in self._folder.glob(f"*.{name}"):
            if file.name not in kept | {f"{_key(self._generation)}.{name}"}:
                with suppress(OSError):
                    file.unlink()


def derived_files(generation: Path) -> dict[str, int]:
    """What is kept of a generation: its paths in the folder of the index, and when each was made, in nanoseconds."""
    found = {}
    for file in _files(generation):
        with suppress(OSError):  # another process removes what is damaged
            found[f"{FOLDER}/{file.name}"] = file.stat().st_mtime_ns
    return found


def remove_damaged(generation: Path) -> list[str]:
    """Remove what is kept of a generation and damaged: who asks for it makes it again. Given as paths in the folder of the index."""
    damaged = [file for file in _files(generation) if _opened(file) is None]
    for file in damaged:
        with suppress(OSError):  # a folder that may only be read: it is not used either
            file.unlink()
    return [f"{FOLDER}/{file.name}" for file in damaged]


def _files(generation: Path) -> list[Path]:
    key = _key(generation)
    found = [] if key is None else sorted((generation.parent / FOLDER).glob(f"{key}.*"))
    return [file for file in found if file.suffix != NEW]


def _key(generation: Path) -> str | None:
    """What names the segments of a generation; None where they cannot be read any more."""
    try:
        return sha256((generation / TABLE).read_bytes()).hexdigest()[:KEY_LENGTH]
    except OSError:
        return None


def _opened(file: Path) -> Arrays | None:
    """The arrays of a file that is there and whole."""
    try:
        return open_arrays(file) if file.exists() and is_whole(file) else None
    except (IndexUnusableError, OSError):
        return None


def _write(file: Path, arrays: Arrays) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}{NEW}")
    try:
        write_arrays(new, arrays)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
