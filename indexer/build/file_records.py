"""File records: what an update has to know of every file that was read, and of its speeches.

They are written anew with each generation. That of an unchanged file is kept, and the file is not read again.
"""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from indexer.build.report import SkippedFile
from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.near_duplicates import Similarity
from indexer.errors import IndexUnusableError
from indexer.i18n.message_json import from_stored, stored_msgpack

FILE = "ledger.msgpack"
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


class SpeechRecord(msgspec.Struct, frozen=True, array_like=True):
    """A speech of a file, and the id that it is indexed by; None where it is not, being a copy of another.

    `main` is the digest of the speech whose version it was read as; empty where it was read whole.
    """

    sketch: SpeechSketch
    id: str | None
    main: bytes


class FileRecord(msgspec.Struct, frozen=True, array_like=True):
    """A file: the SHA-256 of what was read, None where that failed, and what was found in it.

    `stamp` is None where it cannot be trusted; `sidecar_digest` is a digest of what sidecars say of it.
    """

    path: str
    hash: bytes | None
    stamp: Stamp | None
    sidecar_digest: bytes
    skipped: Sequence[SkippedFile]
    speeches: Sequence[SpeechRecord]


class FileRecords(msgspec.Struct, frozen=True, array_like=True):
    """`files` in the order of their paths; `similarities` of pairs of speeches that were compared, by
    their digests.
    """

    files: Sequence[FileRecord]
    similarities: Mapping[bytes, Similarity]


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file that is about to be read; None where it changed only just now, or is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < SETTLING_TIME:
        return None
    return _stamp(found)


def is_unchanged(file: Path, stamp: Stamp | None) -> bool:
    """Whether a file surely is what it was when it had this stamp."""
    if stamp is None:
        return False
    try:
        return _stamp(file.stat()) == stamp
    except OSError:
        return False


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


_DECODER = msgspec.msgpack.Decoder(FileRecords, dec_hook=from_stored)


def without_stamps(records: FileRecords) -> Sequence[FileRecord]:
    """The records without stamps, which may differ where nothing else does."""
    return [msgspec.structs.replace(record, stamp=None) for record in records.files]


def save_records(records: FileRecords, generation: Path) -> None:
    """Write the records into the folder of a generation."""
    (generation / FILE).write_bytes(stored_msgpack(records))


def load_records(generation: Path) -> FileRecords:
    """The records of a generation. Raises IndexUnusableError where they are missing or damaged."""
    try:
        return _DECODER.decode((generation / FILE).read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{generation.name}/{FILE}") from error
