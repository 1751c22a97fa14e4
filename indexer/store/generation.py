"""A generation as it is read, and the file that says which generation is live."""

import os
import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.errors import IndexMissingError, IndexStaleError, IndexUnusableError
from indexer.i18n import _
from indexer.store.manifest import Checksum, Manifest, checksum, read_manifest
from indexer.store.verification import Verification

CURRENT = "CURRENT"
SMALL = 1 << 20  # bytes of a file that is verified when a generation is opened, in some 3 ms
_NAME = re.compile(r"generation-(\d{6,})")
_POINTER = re.compile(r"(generation-\d{6,}) ([0-9a-f]{64})\n")


class Pointer(NamedTuple):
    """What CURRENT says. An index that was removed and built again has another seal under an old name."""

    name: str
    seal: str

    @property
    def line(self) -> str:
        """The content of the file."""
        return f"{self.name} {self.seal}\n"


class Generation(msgspec.Struct, frozen=True, dict=True):
    """A generation that was published."""

    folder: Path
    manifest: Manifest

    @property
    def pointer(self) -> Pointer:
        """What CURRENT says while this generation is live."""
        return Pointer(self.folder.name, self.manifest.seal)

    def check_sizes(self) -> None:
        """Raises IndexUnusableError where a file has another size than when it was published.

        Those that were removed, others in their place or not, are whole for whoever has them open.
        """
        for name, path, number, size in self._sizes:
            try:
                found = os.stat(path)  # noqa: PTH116 - a path object takes longer than this, and it is asked for each question
            except OSError:
                continue
            if found.st_ino == number and found.st_size != size and not self._is_replaced():
                raise IndexUnusableError.damaged(f"{self.folder.name}/{name}")

    def _is_replaced(self) -> bool:
        """Whether another generation has the folder's name: a file system gives the number of a removed file to a new one."""
        try:
            return read_manifest(self.folder).seal != self.manifest.seal
        except IndexStaleError:  # of another version of the program
            return True

    @cached_property
    def _sizes(self) -> list[tuple[str, str, int, int]]:
        """Each file that is there: its name, its path, which one it is by its number in the file system, and its size in bytes."""
        found = []
        for name, expected in self.manifest.checksums.items():
            with suppress(OSError):
                path = self.folder / name
                found.append((name, os.fspath(path), path.stat().st_ino, expected.size))
        return found

    def is_damaged(self, name: str) -> bool:
        """Whether a file is there and is not as it was published. Takes a second for 300 MB."""
        found = _checksum(self.folder / name)
        return found is not None and found != self.manifest.checksums[name]

    def damage(self) -> IndexUnusableError | None:
        """What is wrong with the first file that is damaged; None where none is. All are read for that."""
        name = next((name for name in self.manifest.checksums if self.is_damaged(name)), None)
        return IndexUnusableError.damaged(f"{self.folder.name}/{name}") if name else None

    def check_whole(self) -> None:
        """Raises IndexUnusableError where a file is damaged. All are read for that."""
        damage = self.damage()
        if damage is not None:
            raise damage


def generations(index: Path) -> list[Path]:
    """The folders of all generations that are there, oldest first."""
    try:
        paths = list(index.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    numbered = {path: int(match.group(1)) for path in paths if (match := _NAME.fullmatch(path.name))}
    return sorted(numbered, key=lambda path: numbered[path])


def next_name(index: Path) -> str:
    """The name of the generation that will come after all that are there."""
    last = generations(index)[-1:]
    number = int(last[0].name.partition("-")[2]) if last else 0
    return f"generation-{number + 1:06d}"


def read_pointer(index: Path) -> Pointer:
    """Which generation is live. Raises IndexMissingError where nothing was built, IndexUnusableError if unknown."""
    try:
        found = _POINTER.fullmatch((index / CURRENT).read_text(encoding="ascii"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _missing(index) from error
    except OSError as error:
        raise IndexUnusableError(
            _("读不了“{index}”里的索引：{strerror}。请检查权限。", index=index, strerror=error.strerror),
        ) from error
    except UnicodeDecodeError as error:
        raise IndexUnusableError.damaged(CURRENT) from error
    if found is None:
        raise IndexUnusableError.damaged(CURRENT)
    return Pointer(*found.groups())


def read_generation(index: Path, pointer: Pointer) -> Generation:
    """The generation that CURRENT names. Raises IndexUnusableError where a file of it is missing, cut, or small and damaged.

    Large files are not read, which would take too long; `check` and the scrub read them. One that they have found damaged
    is read again.
    """
    folder = index / pointer.name
    manifest = read_manifest(folder)
    if manifest.seal != pointer.seal:
        raise IndexUnusableError.damaged(CURRENT)
    suspects = set(Verification.load(index).suspects(manifest))
    for name, expected in manifest.checksums.items():
        is_read = expected.size <= SMALL or name in suspects
        if _size(folder / name) != expected.size or (is_read and _checksum(folder / name) != expected):
            raise IndexUnusableError.damaged(f"{pointer.name}/{name}")
    generation = Generation(folder, manifest)
    generation.check_sizes()  # which also remembers which files these are
    return generation


def _missing(index: Path) -> IndexUnusableError:
    if generations(index):
        return IndexUnusableError.damaged(CURRENT)
    return IndexMissingError(
        _("“{index}”里还没有索引。请先建立：speechsearch build", index=index),
    )


def _checksum(file: Path) -> Checksum | None:
    """The checksum of a file; None where it cannot be read."""
    try:
        return checksum(file)
    except OSError:
        return None


def _size(file: Path) -> int | None:
    """Its size in bytes; None where it does not exist."""
    try:
        return file.stat().st_size
    except OSError:
        return None
