"""The pass over a corpus: every file is read, understood and made into pieces of the index where it was read.

Which of two versions is kept is known only when all have been read, so what else is known of the speeches
waits in a temporary file; in memory stays what is needed to find them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self, TypeAlias, get_args

import msgspec
import numpy as np

from indexer.build.file_records import Stamp
from indexer.build.report import Skipped
from indexer.build.speech_reading import File, Lot, Taken, Understood, in_turn, is_date, lots
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch
from indexer.engine.embedded import ParallelWriter
from indexer.errors import ReadError
from indexer.i18n import Message
from indexer.i18n.message_json import from_stored, stored_form
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.opening import file_bytes
from indexer.readers.sidecar import Problem, Sidecar, gather, is_sidecar, read_sidecar
from indexer.speech.cleaning.junk_patterns import Patterns

Progress: TypeAlias = Callable[[int, int, str], None]

BYTES = 3  # of a file for a character, about, as UTF-8 has it


def _stored(value: object) -> Any:
    """msgspec's hook for what it does not know: arrays as their bytes, and messages."""
    return value.tobytes() if isinstance(value, np.ndarray) else stored_form(value)


def _restored(kind: Any, stored: Any) -> Any:
    """The other way: an array of the kind that a type names, or a message."""
    if kind is Message:
        return from_stored(kind, stored)
    _shape, dtype = get_args(kind)
    return np.frombuffer(stored, *get_args(dtype))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_stored)
_DECODER = msgspec.msgpack.Decoder(Understood, dec_hook=_restored)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was found in a file, by the latest `turn` of reading it; `places` are those of what waits of its speeches."""

    hash: bytes | None
    stamp: Stamp | None
    skipped: Sequence[Skipped]
    sketches: Sequence[SpeechSketch]
    places: Sequence[tuple[int, int]]
    turn: int


class Survey:
    """What was found in the files of a corpus. Use it in a `with`; afterwards nothing can be had of a speech."""

    def __init__(self, folder: Path, patterns: Patterns) -> None:
        """`folder` is where the temporary file goes; `patterns` tell page furniture and gaps."""
        self._patterns = patterns
        self._waiting = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._fields: dict[str, dict[str, str]] = {}
        self._turns = 0
        self.files: dict[str, Surveyed] = {}
        self.order: list[tuple[str, int]] = []  # each speech in its turn, and its paragraphs, as the index has them
        self.sidecars: dict[str, bytes] = {}  # path → SHA-256
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._waiting.close()

    def take_sidecars(self, files: Sequence[File]) -> list[File]:
        """Read the sidecars among all files of the corpus, and give the other files back."""
        found = [(path, file) for path, file in files if is_sidecar(path)]
        speeches = [(path, file) for path, file in files if not is_sidecar(path)] if found else list(files)
        sidecars = [self._sidecar(path, file) for path, file in found]
        self._fields, self.problems = gather(sidecars, {path for path, _ in speeches})
        return speeches

    def _sidecar(self, path: str, file: Path) -> Sidecar:
        try:
            data = file_bytes(file, MAX_TABLE_BYTES)
        except ReadError as error:
            return Sidecar(path, {}, (Problem(path, None, error.message),))
        self.sidecars[path] = sha256(data).digest()
        return read_sidecar(data, path, is_date)

    def sidecar_digest(self, path: str) -> bytes:
        """A digest of what sidecars say of a file; empty where they say nothing."""
        fields = self._fields.get(path)
        return sha256(msgspec.json.encode(fields, order="sorted")).digest() if fields else b""

    def take(self, files: Sequence[File], writer: ParallelWriter, progress: Progress) -> None:
        """Understand files and index their speeches; what cannot be read is noted and passed over.

        What was read of the same files before counts no more.
        """
        done, turn = 0, self._turns
        self._turns += 1
        sizes = (characters * BYTES for characters in writer.sizes())
        waiting = (Lot(lot, self._fields_of(lot), self._patterns, turn) for lot in lots(files, sizes))
        for one in (taken for some in writer.take(waiting) for taken in some):
            progress(done, len(files), one.path)
            self._put_aside(one, turn)
            done += 1
        progress(done, len(files), "")

    def _fields_of(self, files: Sequence[File]) -> dict[str, dict[str, str]]:
        return {path: self._fields[path] for path, _ in files if path in self._fields}

    def _put_aside(self, taken: Taken, turn: int) -> None:
        places = []
        for speech, own in taken.speeches:
            data = _ENCODER.encode(speech)
            places.append((self._waiting.tell(), len(data)))
            self._waiting.write(data)
            self.order.append((in_turn(own.path, turn), speech.entry.paragraphs))
        sketches = [own for _, own in taken.speeches]
        self.files[taken.path] = Surveyed(taken.hash, taken.stamp, taken.skipped, sketches, places, turn)

    def speeches(self, path: str) -> Iterator[Understood]:
        """What is known of the speeches of a file that was taken."""
        for offset, size in self.files[path].places:
            self._waiting.seek(offset)
            yield _DECODER.decode(self._waiting.read(size))

    def clauses(self, path: str, file: Path) -> tuple[bytes | None, dict[str, ClauseHashes]]:
        """The clauses of all speeches of a file by their names, and the hash of what was read, which may be of now."""
        if path in self.files:
            return self.files[path].hash, {one.name: one.clauses for one in self.speeches(path)}
        lot = Lot([(path, file)], self._fields, self._patterns)
        for _ in lot.speeches():
            pass
        (taken,) = lot.told()
        return taken.hash, {one.name: one.clauses for one, _ in taken.speeches}
