"""Generations on disk: one folder each, published by one atomic rename of the file CURRENT.

index_data/
  CURRENT              the name of the live generation, and the seal of its manifest
  LOCK, HOLDER         held by the process that writes, and which that is
  verified.json        which files were last seen whole, and when; see verification
  stamps.msgpack       what an update need not read again; see file_stamps
  generation-000017/   manifest.json, the catalogue, the vocabulary, the log of arrivals, and the engine's files; never
                       changed once live
  people/              searches that people who log in have saved; the site writes them, nothing of an index needs them
  derived/             what follows from the segments and takes long to make; readers make it, and may always remove it
  staging-…/           a generation being written; left behind only by a crash, removed by the next writer

A file that does not change is one file with two names, in two generations. Readers hold no lock: a file that they have
opened stays readable when its name is removed, and a reader that comes too late to open it starts again with the
generation that is live by then.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from indexer.errors import IndexUnusableError, write_error
from indexer.store.generation import CURRENT, Generation, Pointer, generations, next_name, read_generation, read_pointer
from indexer.store.manifest import FILE, Checksum, Manifest, checksum, read_manifest, seal_manifest
from indexer.whole_file import sync

_NEW_CURRENT = "CURRENT.new"

Opened = TypeVar("Opened")


class Store:
    """The folder of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pointer(self) -> Pointer:
        """Which generation is live. Raises IndexMissingError where nothing was built, IndexUnusableError if unknown."""
        return read_pointer(self.folder)

    def current_name(self) -> str:
        """The name of the live generation. Raises as `pointer` does."""
        return self.pointer().name

    def current(self) -> Generation:
        """The live generation. Raises IndexUnusableError where it is missing, cut or of another version."""
        return self.read(lambda generation: generation)

    def read(self, opening: Callable[[Generation], Opened]) -> Opened:
        """What `opening` makes of the live generation.

        It is called again if another generation became live before it had opened all its files: the files of a
        generation are removed when the second one after it is published. Raises IndexUnusableError where the live
        generation is damaged, and what `opening` raises.
        """
        while True:
            pointer = self.pointer()
            try:
                return opening(read_generation(self.folder, pointer))
            except IndexUnusableError:
                if self.pointer() == pointer:
                    raise

    def generations(self) -> list[Path]:
        """The folders of all generations that are there, oldest first."""
        return generations(self.folder)

    @contextmanager
    def writing(self, command: str = "build", *, wait: float = 0) -> Iterator[Path]:
        """Hold the lock, and give an empty staging folder; it is removed unless it was published.

        Waits up to `wait` seconds for another writer; other writers are told that this one does `command`. Raises
        IndexLockedError when they have passed, IndexUnusableError where the system refuses to write.
        """
        from indexer.store.lock import hold_lock  # readers need not import it, nor shutil

        try:
            self._make_folder()
            with hold_lock(self.folder, command, wait):
                self._remove_unpublished()
                staging = self.folder / f"staging-{os.getpid()}"
                staging.mkdir()
                try:
                    yield staging
                finally:
                    self._remove_unpublished()
        except OSError as error:
            raise write_error(self.folder, error) from error

    def _make_folder(self) -> None:
        """Make the folder where there is none. Its name, and that of each above it that is made, is on disk then."""
        missing = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in missing:
            sync(path.parent)

    def share(self, file: Path, staging: Path) -> Path:
        """Reuse a file of a generation in a staged one: as a hard link, or as a copy where the system has no links.

        Raises IndexUnusableError where a copy does not have the checksum of the file: damage would get a new one.
        """
        from shutil import copyfile

        taken = staging / file.name
        try:
            taken.hardlink_to(file)
        except OSError:
            copyfile(file, taken)
            if checksum(taken) != read_manifest(file.parent).checksums.get(file.name):
                raise IndexUnusableError.damaged(f"{file.parent.name}/{file.name}") from None
        return taken

    def publish(self, staging: Path, manifest: Manifest) -> Generation:
        """Make a staged generation live. Call it inside `writing`; a crash before its end changes nothing.

        The manifest gets its checksums here.
        """
        shared = self._shared()
        files = {path.name: path for path in staging.iterdir() if path.is_file()}
        new = [path for path in files.values() if _identity(path) not in shared]
        sums = {name: shared.get(_identity(path)) or checksum(path) for name, path in sorted(files.items())}
        manifest, data = seal_manifest(msgspec.structs.replace(manifest, checksums=sums))
        (staging / FILE).write_bytes(data)
        for path in (*new, staging / FILE, staging):
            sync(path)
        generation = Generation(self.folder / next_name(self.folder), manifest)
        self._make_live(staging, generation)
        return generation

    def restore(self, generation: Generation, *, wait: float = 0) -> Generation:
        """Make an older generation live again, under a new number: processes that have the damaged one open must notice."""
        with self.writing("check --repair", wait=wait) as staging:
            for name in generation.manifest.checksums:
                self.share(generation.folder / name, staging)
            return self.publish(staging, generation.manifest)

    def _make_live(self, staging: Path, generation: Generation) -> None:
        before = self._live()
        pointer = self.folder / _NEW_CURRENT
        pointer.write_text(generation.pointer.line, encoding="ascii")
        sync(pointer)
        staging.rename(generation.folder)
        sync(self.folder)
        pointer.replace(self.folder / CURRENT)
        sync(self.folder)
        self._prune(generation.folder, before)

    def _live(self) -> Path | None:
        """The folder of the live generation; None where that is uncertain: a damaged CURRENT may name an older one."""
        try:
            pointer = self.pointer()
            folder = self.folder / pointer.name
            return folder if read_manifest(folder).seal == pointer.seal else None
        except IndexUnusableError:
            return None

    def _prune(self, live: Path, before: Path | None) -> None:
        """Remove all generations except the live one and the one before it, which readers may be about to open."""
        from shutil import rmtree

        others = [path for path in self.generations() if path != live]
        kept = before if before in others else others[-1] if others else None
        for path in others:
            if path != kept:
                rmtree(path, ignore_errors=True)

    def _remove_unpublished(self) -> None:
        """Remove what was staged and never became live, by this writer or by one that crashed."""
        from shutil import rmtree

        (self.folder / _NEW_CURRENT).unlink(missing_ok=True)
        live = self._live()
        folders = self.generations()
        newer = folders[folders.index(live) + 1 :] if live in folders else []
        for path in (*self.folder.glob("staging-*"), *newer):
            rmtree(path, ignore_errors=True)

    def _shared(self) -> dict[tuple[int, int], Checksum]:
        """The checksums of all files of the generations that are there, by the identity of the file."""
        found: dict[tuple[int, int], Checksum] = {}
        for folder in self.generations():
            try:
                sums = read_manifest(folder).checksums
            except IndexUnusableError:
                continue  # nothing can be reused from it
            found |= {_identity(folder / name): sums[name] for name in sums if (folder / name).is_file()}
        return found


def now() -> datetime:
    """The present moment, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def _identity(file: Path) -> tuple[int, int]:
    """Device and inode: the identity of a file, whatever its names."""
    status = file.stat()
    return status.st_dev, status.st_ino
