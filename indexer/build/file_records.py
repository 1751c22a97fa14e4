"""File records: what an update has to know of every file that was read, and of its speeches.

They are written anew with each generation. That of an unchanged file is kept, and the file is not read again.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from indexer.build.report import SkippedFile
from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.near_duplicates import Similarity
from indexer.errors import IndexUnusableError
from indexer.i18n.message_json import from_stored, stored_msgpack

FILE = "ledger.msgpack"


class SpeechRecord(msgspec.Struct, frozen=True, array_like=True):
    """A speech of a file, and the id that it is indexed by; None where it is not, being a copy of another.

    `main` is the digest of the speech whose version it was read as; empty where it was read whole.
    """

    sketch: SpeechSketch
    id: str | None
    main: bytes


class FileRecord(msgspec.Struct, frozen=True, array_like=True):
    """A file: the SHA-256 of what was read, None where that failed, and what was found in it.

    `sidecar_digest` is a digest of what sidecars say of it.
    """

    path: str
    hash: bytes | None
    sidecar_digest: bytes
    skipped: Sequence[SkippedFile]
    speeches: Sequence[SpeechRecord]


class FileRecords(msgspec.Struct, frozen=True, array_like=True):
    """`files` in the order of their paths; `similarities` of pairs of speeches that were compared, by
    their digests.
    """

    files: Sequence[FileRecord]
    similarities: Mapping[bytes, Similarity]


_DECODER = msgspec.msgpack.Decoder(FileRecords, dec_hook=from_stored)


def save_records(records: FileRecords, generation: Path) -> None:
    """Write the records into the folder of a generation."""
    (generation / FILE).write_bytes(stored_msgpack(records))


def load_records(generation: Path) -> FileRecords:
    """The records of a generation. Raises IndexUnusableError where they are missing or damaged."""
    try:
        return _DECODER.decode((generation / FILE).read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{generation.name}/{FILE}") from error


class _SpeechId(msgspec.Struct, frozen=True, array_like=True):
    sketch: msgspec.Raw
    id: str | None


class FileOutcome(msgspec.Struct, frozen=True, array_like=True):
    """Of a file record only what became of the file: what of it was skipped, and the ids of its speeches."""

    path: str
    hash: bytes | None
    sidecar_digest: bytes
    skipped: Sequence[SkippedFile]
    speeches: Sequence[_SpeechId]


class _Outcomes(msgspec.Struct, frozen=True, array_like=True):
    files: Sequence[FileOutcome]


_OUTCOMES = msgspec.msgpack.Decoder(_Outcomes, dec_hook=from_stored)


def load_outcomes(generation: Path) -> Sequence[FileOutcome]:
    """What became of each file, without what only an update needs. Raises as `load_records` does."""
    try:
        return _OUTCOMES.decode((generation / FILE).read_bytes()).files
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{generation.name}/{FILE}") from error
