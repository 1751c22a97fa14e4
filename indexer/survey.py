"""The pass over a corpus: every file is read, understood and made into pieces of the index where it was read.

Which of two versions is kept is known only when all have been read, so what else is known of the speeches
waits in a temporary file; in memory stays what is needed to compare them.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self, TypeAlias

from indexer.engine.embedded import ParallelWriter
from indexer.fingerprint import Print
from indexer.message import Message
from indexer.readers.sidecar import Problem, Sidecar, gather, is_sidecar, read_sidecar
from indexer.report import Skipped
from indexer.speech.patterns import Patterns
from indexer.understanding import File, Lot, Taken, Understood, is_date, lots

Progress: TypeAlias = Callable[[int, int, str], None]

BYTES = 3  # of a file for a character, about, as UTF-8 has it


class Survey:
    """What was found in the files of a corpus. Use it in a `with`; afterwards nothing can be had of a speech."""

    def __init__(self, folder: Path, patterns: Patterns) -> None:
        """`folder` is where the temporary file goes; `patterns` tell page furniture and gaps."""
        self._patterns = patterns
        self._waiting = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, list[tuple[int, int]]] = {}  # path → offset and size of each speech
        self._fields: dict[str, dict[str, str]] = {}
        self.hashes: dict[str, str] = {}
        self.prints: list[Print] = []
        self.skipped: list[Skipped] = []
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._waiting.close()

    def take_sidecars(self, files: Sequence[File]) -> list[File]:
        """Read the sidecars among all files of the corpus, and give the other files back."""
        speeches = [(path, file) for path, file in files if not is_sidecar(path)]
        sidecars = [self._sidecar(path, file) for path, file in files if is_sidecar(path)]
        self._fields, self.problems = gather(sidecars, {path for path, _ in speeches})
        return speeches

    def _sidecar(self, path: str, file: Path) -> Sidecar:
        try:
            data = file.read_bytes()
        except OSError as error:
            reason = Message(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")
            return Sidecar(path, {}, (Problem(path, None, reason),))
        self.hashes[path] = hashlib.sha256(data).hexdigest()
        return read_sidecar(data, path, is_date)

    def take(self, files: Sequence[File], writer: ParallelWriter, progress: Progress) -> None:
        """Understand files and index their speeches; what cannot be read is noted and passed over."""
        done = 0
        sizes = (characters * BYTES for characters in writer.sizes())
        waiting = (Lot(lot, self._fields_of(lot), self._patterns) for lot in lots(files, sizes))
        for one in (taken for some in writer.take(waiting) for taken in some):
            progress(done, len(files), one.path)
            self._put_aside(one)
            done += 1
        progress(done, len(files), "")

    def _fields_of(self, files: Sequence[File]) -> dict[str, dict[str, str]]:
        return {path: self._fields[path] for path, _ in files if path in self._fields}

    def _put_aside(self, taken: Taken) -> None:
        self.skipped += taken.skipped
        if taken.hash is not None:
            self.hashes[taken.path] = taken.hash
        for speech, own in taken.speeches:
            self.prints.append(own)
            data = pickle.dumps(speech)
            self._places.setdefault(taken.path, []).append((self._waiting.tell(), len(data)))
            self._waiting.write(data)

    def speeches(self, path: str) -> Iterator[Understood]:
        """What is known of the speeches of one file."""
        for offset, size in self._places.get(path, ()):
            self._waiting.seek(offset)
            yield pickle.loads(self._waiting.read(size))  # noqa: S301 - our own, of a moment ago
