"""Generations on disk: one folder each, published by one atomic rename of the file CURRENT.

index_data/
  CURRENT              the name of the live generation
  LOCK                 held by whoever writes
  generation-000017/   manifest.json, the catalogue, the vocabulary, and the engine's files; never changed once live
  staging-…/           a generation being written; left behind only by a crash, removed by the next writer
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from indexer.errors import IndexLockedError, IndexMissingError, IndexUnusableError

FORMAT = 5
KEPT = 2  # generations: the live one, and the one before it, which readers may still use
MANIFEST = "manifest.json"
_NAME = re.compile(r"generation-(\d{6,})")


class Manifest(msgspec.Struct, frozen=True):
    """What a generation is made of. `files_json` is read when it is asked for: there may be very many files."""

    format: int
    analysis: str
    reading: str
    built: datetime
    speeches: int
    paragraphs: int
    characters: int
    files_json: msgspec.Raw = msgspec.field(name="files")

    @property
    def files(self) -> dict[str, str]:
        """The SHA-256 of each file, by its path under the corpus."""
        return msgspec.json.decode(self.files_json, type=dict[str, str])


class Generation(msgspec.Struct, frozen=True):
    """A live generation."""

    folder: Path
    manifest: Manifest


class Store:
    """The folder of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current_name(self) -> str:
        """The name of the live generation. Raises IndexMissingError where nothing was built."""
        try:
            return (self.folder / "CURRENT").read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexMissingError(
                f"“{self.folder}”里还没有索引。请先建立：speechsearch build",
                f"There is no index in “{self.folder}” yet. Build it first: speechsearch build",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnusableError.damaged() from error

    def current(self) -> Generation:
        """The live generation. Raises IndexUnusableError where it is missing or damaged."""
        name = self.current_name()
        folder = self.folder / name
        if not _NAME.fullmatch(name):
            raise IndexUnusableError.damaged()
        try:
            manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError) as error:
            raise IndexUnusableError.damaged() from error
        if manifest.format != FORMAT:
            raise IndexUnusableError(
                "索引是另一个版本的程序建立的。请重新建立：speechsearch build",
                "The index was built by another version of this program. Build again: speechsearch build",
            )
        return Generation(folder, manifest)

    def share(self, file: Path, staging: Path) -> Path:
        """Give a staged generation a file of another: a link where the file system has them, else a copy."""
        try:
            (staging / file.name).hardlink_to(file)
        except OSError:
            shutil.copyfile(file, staging / file.name)
        return staging / file.name

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the lock, and give an empty staging folder; it is removed unless it was published."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "LOCK", timeout=0):
                self._remove_staging()
                staging = self.folder / f"staging-{os.getpid()}"
                staging.mkdir()
                try:
                    yield staging
                finally:
                    shutil.rmtree(staging, ignore_errors=True)
        except Timeout as error:
            raise IndexLockedError(
                f"另一个程序正在写“{self.folder}”里的索引。请等它结束后再试。",
                f"Another process is writing the index in “{self.folder}”. Try again when it has finished.",
            ) from error
        except OSError as error:
            raise IndexUnusableError(
                f"写不进“{self.folder}”：{error.strerror}。请检查权限和剩余空间。",
                f"Cannot write to “{self.folder}”: {error.strerror}. Check its permissions and free space.",
            ) from error

    def publish(self, staging: Path, manifest: Manifest) -> Generation:
        """Make a staged generation live. Call it inside `writing`; a crash before its end changes nothing."""
        (staging / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
        for file in staging.iterdir():
            _sync(file)
        _sync(staging)
        numbers = [int(match.group(1)) for path in self.folder.iterdir() if (match := _NAME.fullmatch(path.name))]
        name = f"generation-{max(numbers, default=0) + 1:06d}"
        staging.rename(self.folder / name)
        pointer = self.folder / "CURRENT.new"
        pointer.write_text(name + "\n", encoding="ascii")
        _sync(pointer)
        pointer.replace(self.folder / "CURRENT")
        _sync(self.folder)
        self._prune(name)
        return Generation(self.folder / name, manifest)

    def _prune(self, live: str) -> None:
        """Remove generations older than the KEPT newest. A reader that still has one open keeps its files."""
        names = sorted(path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name))
        for name in names[:-KEPT]:
            if name != live:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def _remove_staging(self) -> None:
        for path in self.folder.glob("staging-*"):
            shutil.rmtree(path, ignore_errors=True)


def now() -> datetime:
    """The present moment, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def _sync(path: Path) -> None:
    """Have the system write a file or a folder's names to disk, as far as it can."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
