"""Arrays that follow from all that an index has, and take long to make: made once, by the first who needs them, and mapped.

They are in a folder beside the generations, named by what they follow from, so that a generation with the same segments
has them too; what follows from a segment by itself, every generation that has this one. They are whole when they are
opened, or made again; where they cannot be kept, they are made for who asks.
"""

import os
from collections.abc import Callable, Sequence
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
    """Those of the generation in a folder, whose segments are in some files."""

    def __init__(self, generation: Path, segments: Sequence[str] = ()) -> None:
        self._folder = generation.parent / FOLDER
        self._generation = generation
        self._segments = segments

    def of(self, name: str, make: Callable[[], Arrays], *, keep: bool = True) -> Arrays:
        """The arrays of a name; `make` gives them where nobody has made them yet, and then they are kept unless `keep` is off."""
        key = _key(self._generation)
        return make() if key is None else self._each([key], name, lambda _places: [make()], keep=keep)[0]

    def of_segments(
        self, name: str, make: Callable[[Sequence[int]], Sequence[Arrays]], *, keep: bool = True
    ) -> list[Arrays]:
        """The same of each segment, whatever of it is deleted; `make` gives those of several, by their places."""
        return self._each(self._segments, name, make, keep=keep)

    def _each(
        self, keys: Sequence[str], name: str, make: Callable[[Sequence[int]], Sequence[Arrays]], *, keep: bool
    ) -> list[Arrays]:
        files = [self._folder / f"{key}.{name}" for key in keys]
        found = [_opened(file) for file in files]
        if keep and None in found:
            found = self._kept(files, name, make)
        missing = [place for place, one in enumerate(found) if one is None]
        made = dict(zip(missing, make(missing), strict=True)) if missing else {}
        return [made[place] if one is None else one for place, one in enumerate(found)]

    def _kept(
        self, files: Sequence[Path], name: str, make: Callable[[Sequence[int]], Sequence[Arrays]]
    ) -> list[Arrays | None]:
        """What is in files, made where it is not there yet; None where it cannot be kept."""
        from filelock import FileLock, Timeout  # who only counts does not wait for it

        found: list[Arrays | None] = [None] * len(files)
        with suppress(OSError, Timeout):  # a folder that may only be read, a full disk: it is no worse than before
            self._folder.mkdir(exist_ok=True)
            with FileLock(self._folder / f"{name}.lock", timeout=PATIENCE):
                found = [_opened(file) for file in files]  # another may have made them meanwhile
                missing = [place for place, one in enumerate(found) if one is None]
                for place, arrays in zip(missing, make(missing) if missing else (), strict=True):
                    _write(files[place], arrays)
                    found[place] = _opened(files[place])
                self._prune(name)
        return found

    def _prune(self, name: str) -> None:
        """Remove what belongs to no generation that is there."""
        folders = {self._generation, *self._generation.parent.glob("generation-*")}
        kept = {f"{key}.{name}" for folder in folders for key in _keys(folder)}
        for file in self._folder.glob(f"*.{name}"):
            if file.name not in kept:
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
    keys = _keys(generation)
    return [file for file in sorted((generation.parent / FOLDER).glob("*.*")) if file.stem in keys]


def _keys(generation: Path) -> set[str]:
    """What names a generation as a whole, and each of its segments, whose file has the name in every generation."""
    key = _key(generation)
    files = {file.name for file in generation.glob("*")}
    return files if key is None else files | {key}


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
