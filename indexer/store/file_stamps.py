"""File stamps: what the file system said of each file when it was read, so that what has not changed need not be read again.

They are kept beside an index, in no generation: the same corpus makes the same generation, wherever and whenever it was
copied. The file may be deleted; damaged, it counts as not there. Then every file is hashed once.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

FILE = "stamps.msgpack"
SETTLING_TIME = (
    2_000_000_000  # nanoseconds; a file that changed less before it was read may change within the same tick
)


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What the file system says of a file: size in bytes, times in nanoseconds, number.

    The time of the last change to the entry itself is set by the system alone, so a copy that keeps the time of
    its contents differs.
    """

    size: int
    modified: int
    changed: int
    number: int


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """The stamp of a file, and the SHA-256 of its bytes then; None where they could not be read."""

    stamp: Stamp
    hash: bytes | None


_DECODER = msgspec.msgpack.Decoder(dict[str, _Known])


class FileStamps:
    """The stamps of files by their paths under the corpus."""

    def __init__(self, known: Mapping[str, _Known] | None = None) -> None:
        self._known = dict(known or {})

    @classmethod
    def load(cls, index: Path) -> "FileStamps":
        """Those beside an index; none where there are none, or they are damaged."""
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            data = (index / FILE).read_bytes()
            digest, stamps = data[: sha256().digest_size], data[sha256().digest_size :]
            if sha256(stamps).digest() == digest:
                return cls(_DECODER.decode(stamps))
        return cls()

    def save(self, index: Path) -> None:
        """Write them beside an index if that can be done; not synced, since what is cut off is not believed."""
        stamps = msgspec.msgpack.encode(self._known)
        with suppress(OSError):
            (index / FILE).write_bytes(sha256(stamps).digest() + stamps)

    def note(self, path: str, stamp: Stamp | None, digest: bytes | None) -> None:
        """A file had these bytes when it had this stamp; None for a stamp that cannot be trusted."""
        self._known.pop(path, None)
        if stamp is not None:
            self._known[path] = _Known(stamp, digest)

    def has_still(self, path: str, file: Path, digest: bytes | None) -> bool:
        """Whether a file surely has the bytes with this SHA-256, or surely cannot be read, as when it was noted."""
        known = self._known.get(path)
        return known is not None and known.hash == digest and _is_unchanged(file, known.stamp)

    def keep(self, paths: Mapping[str, object]) -> None:
        """Forget all other files."""
        self._known = {path: known for path, known in self._known.items() if path in paths}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileStamps) and self._known == other._known

    __hash__ = None  # type: ignore[assignment] # they change


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file that is about to be read; None where it changed only just now, or is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < SETTLING_TIME:
        return None
    return _stamp(found)


def _is_unchanged(file: Path, stamp: Stamp) -> bool:
    try:
        return _stamp(file.stat()) == stamp
    except OSError:
        return False


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
