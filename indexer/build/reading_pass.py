"""The reading passes over a corpus: files are read, parsed and made into partial segments of the index.

Which of several duplicates is kept is known only when all have been read, so what else is known of the speeches
waits in a temporary file; only what is needed to find them stays in memory. Usually there is one pass; another
reads again the files of speeches that are now to be indexed and were not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self, TypeAlias, get_args

import msgspec
import numpy as np

from indexer.build.report import SkippedFile
from indexer.build.speech_reading import (
    File,
    FileBatch,
    FileReading,
    Indexed,
    SpeechReading,
    batches,
    is_date,
    name_in_pass,
)
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch
from indexer.engine.embedded.write import ParallelWriter
from indexer.errors import ReadError
from indexer.i18n import Message
from indexer.i18n.message_json import from_stored, stored_form
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.opening import file_bytes
from indexer.readers.scan.page_store import PageStore
from indexer.readers.scan.scanned_files import Scan
from indexer.readers.sidecar import Problem, Sidecar, is_sidecar, merge_sidecars, read_sidecar
from indexer.speech.cleaning.junk_patterns import Patterns
from indexer.store.file_stamps import Stamp

Progress: TypeAlias = Callable[[int, int, str], None]

BYTES_PER_CHARACTER = 3  # of a file, about, as UTF-8 has it


def _stored(value: object) -> Any:
    """The hook by which msgspec encodes what it does not know: arrays as their bytes, and messages."""
    return value.tobytes() if isinstance(value, np.ndarray) else stored_form(value)


def _restored(kind: Any, stored: Any) -> Any:
    """The hook for decoding: an array of the kind that a type names, or a message."""
    if kind is Message:
        return from_stored(kind, stored)
    _shape, dtype = get_args(kind)
    return np.frombuffer(stored, *get_args(dtype))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_stored)
_DECODER = msgspec.msgpack.Decoder(SpeechReading, dec_hook=_restored)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What was found in a file when it was last read, in `pass_number`.

    `places` are (offset, bytes) of its speeches in the temporary file, `mains` the digests of the speeches whose versions
    they were read as, `sizes` the numbers of their paragraphs. `scan`: a machine must read some of its pages first.
    """

    hash: bytes | None
    stamp: Stamp | None
    skipped: Sequence[SkippedFile]
    sketches: Sequence[SpeechSketch]
    places: Sequence[tuple[int, int]]
    mains: Sequence[bytes]
    sizes: Sequence[int]
    pass_number: int
    scan: Scan | None = None


class CorpusReading:
    """What was found in the files of a corpus. Use it in a `with`: its temporary file is gone afterwards."""

    def __init__(self, folder: Path, patterns: Patterns, pages: PageStore) -> None:
        """`folder` is where the temporary file goes; `patterns` tell page furniture and gaps; `pages` has those of scans."""
        self._patterns = patterns
        self._pages = pages
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._fields: dict[str, dict[str, str]] = {}
        self._passes = 0
        self.files: dict[str, FileResult] = {}
        # Each speech by its name in a pass, with its number of paragraphs, in the order of the index.
        self.order: list[tuple[str, int]] = []
        self.sidecars: dict[str, bytes] = {}  # path → SHA-256
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def read_sidecars(self, files: Sequence[File]) -> list[File]:
        """Read the sidecars among all files of the corpus, and give the other files back."""
        found = [(path, file) for path, file in files if is_sidecar(path)]
        speeches = [(path, file) for path, file in files if not is_sidecar(path)] if found else list(files)
        sidecars = [self._sidecar(path, file) for path, file in found]
        self._fields, self.problems = merge_sidecars(sidecars, {path for path, _ in speeches})
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

    def read(
        self, files: Sequence[File], mains: Mapping[str, Indexed], writer: ParallelWriter, progress: Progress
    ) -> None:
        """Read files in another pass and index their speeches; what cannot be read is noted and skipped.

        Of those that have one of the `mains` only the own passages are indexed. It replaces what was read of the same
        files before.
        """
        done, pass_number = 0, self._passes
        self._passes += 1
        sizes = (characters * BYTES_PER_CHARACTER for characters in writer.item_sizes())
        # The versions of a batch, and the fields of what is indexed before them, are few: all go with each.
        also = [file for indexed in mains.values() for _name, file in indexed.speeches]
        work = (
            FileBatch(some, self._fields_of([*some, *also]), self._patterns, self._pages, pass_number, mains)
            for some in batches(files, sizes)
        )
        for one in (reading for batch in writer.index(work) for reading in batch):
            progress(done, len(files), one.path)
            self._store(one, pass_number)
            done += 1
        progress(done, len(files), "")

    def scans(self, files: Sequence[File]) -> list[Scan]:
        """Those of these files that could not be read yet, because a machine must read some of their pages first."""
        return [scan for path, _ in files if (scan := self.files[path].scan)]

    def _fields_of(self, files: Sequence[File]) -> dict[str, dict[str, str]]:
        return {path: self._fields[path] for path, _ in files if path in self._fields}

    def _store(self, found: FileReading, pass_number: int) -> None:
        self._file.seek(0, SEEK_END)  # another pass may have read from it
        places = []
        for speech, sketch in found.speeches:
            data = _ENCODER.encode(speech)
            places.append((self._file.tell(), len(data)))
            self._file.write(data)
            self.order.append((name_in_pass(sketch.path, pass_number), speech.entry.paragraphs))
        self.files[found.path] = FileResult(
            found.hash,
            found.stamp,
            found.skipped,
            [sketch for _, sketch in found.speeches],
            places,
            [speech.main for speech, _ in found.speeches],
            [speech.entry.paragraphs for speech, _ in found.speeches],
            pass_number,
            found.scan,
        )

    def speeches(self, path: str) -> Iterator[SpeechReading]:
        """What is known of the speeches of a file that was read."""
        for offset, size in self.files[path].places:
            self._file.seek(offset)
            yield _DECODER.decode(self._file.read(size))

    def clauses(self, path: str, file: Path) -> tuple[bytes | None, dict[str, ClauseHashes]]:
        """The hash of a file and the clauses of its speeches by their names. A file that no pass has read is read now."""
        if path in self.files:
            return self.files[path].hash, {one.name: one.clauses for one in self.speeches(path)}
        batch = FileBatch([(path, file)], self._fields, self._patterns, self._pages, recognises=True)
        for _ in batch.speeches():
            pass
        (found,) = batch.result()
        return found.hash, {one.name: one.clauses for one, _ in found.speeches}
