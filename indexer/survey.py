"""The first pass over a corpus: every file is read and understood once, and put aside on disk.

Which of two versions is kept is known only when all have been read, so speeches wait in a temporary
file; in memory stays what is needed to compare them.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import NamedTuple, Self, TypeAlias

import msgspec

from indexer.errors import ReadError
from indexer.fingerprint import Print, fingerprint
from indexer.message import Message
from indexer.model import RawText, Speech, Unread
from indexer.readers import read
from indexer.readers.sidecar import Problem, Sidecar, gather, is_sidecar, read_sidecar
from indexer.report import Skipped
from indexer.speech import parse
from indexer.speech.date import declared_date
from indexer.speech.patterns import Patterns
from indexer.workers import Workers

Progress: TypeAlias = Callable[[int, int, str], None]
LOT = 500_000  # bytes of files that one call reads
MOST_FILES = 200


class Survey:
    """What was found in the files of a corpus. Use it in a `with`; afterwards no speech can be had."""

    def __init__(self, folder: Path, patterns: Patterns) -> None:
        """`folder` is where the temporary file goes; `patterns` tell page furniture and gaps."""
        self._patterns = patterns
        self._waiting = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, list[tuple[int, int, str]]] = {}  # path → offset, size, name of each speech
        self._fields: dict[str, dict[str, str]] = {}
        self.hashes: dict[str, str] = {}
        self.prints: list[Print] = []
        self.characters = 0
        self.skipped: list[Skipped] = []
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._waiting.close()

    def take_sidecars(self, files: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
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
        return read_sidecar(data, path, _is_date)

    def take(self, files: Sequence[tuple[str, Path]], workers: Workers, progress: Progress) -> None:
        """Understand files; what cannot be read is noted and passed over."""
        done = 0
        calls = ((some, self._fields_of(some), self._patterns) for some in _lots(files))
        for path, one in (pair for pairs in workers.results(_take, calls) for pair in pairs):
            progress(done, len(files), path)
            self._put_aside(path, one)
            done += 1
        progress(done, len(files), "")

    def _fields_of(self, files: Sequence[tuple[str, Path]]) -> dict[str, dict[str, str]]:
        return {path: self._fields[path] for path, _ in files if path in self._fields}

    def _put_aside(self, path: str, taken: "_Taken") -> None:
        self.skipped += taken.skipped
        if taken.hash is not None:
            self.hashes[path] = taken.hash
        for name, own, characters, data in taken.speeches:
            self.prints.append(own)
            self.characters += characters
            self._places.setdefault(path, []).append((self._waiting.tell(), len(data), name))
            self._waiting.write(data)

    def speeches(self, path: str) -> Iterator[tuple[str, Speech]]:
        """The speeches of one file, each with its name: the path, with a number where there are many."""
        for offset, size, name in self._places.get(path, ()):
            self._waiting.seek(offset)
            yield name, msgspec.json.decode(self._waiting.read(size), type=Speech)


def _lots(files: Sequence[tuple[str, Path]]) -> Iterator[list[tuple[str, Path]]]:
    """Files in lots that are worth a call to another process."""
    lot: list[tuple[str, Path]] = []
    size = 0
    for path, file in files:
        lot.append((path, file))
        size += file.stat().st_size if file.exists() else 0
        if size >= LOT or len(lot) >= MOST_FILES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


class _Taken(NamedTuple):
    """What one file gave: its hash, None where it cannot be read; name, print, characters and JSON of each speech."""

    hash: str | None
    skipped: list[Skipped]
    speeches: list[tuple[str, Print, int, bytes]]


def _take(
    files: Sequence[tuple[str, Path]], fields: Mapping[str, dict[str, str]], patterns: Patterns
) -> list[tuple[str, _Taken]]:
    """Understand some files; `fields` are those of their sidecars. Runs in any process."""
    return [(path, _take_one(path, file, fields.get(path, {}), patterns)) for path, file in files]


def _take_one(path: str, file: Path, given: dict[str, str], patterns: Patterns) -> _Taken:
    try:
        found = read(file, path)
    except ReadError as error:
        return _Taken(None, [Skipped(path, error.message)], [])
    taken = _Taken(hashlib.sha256(file.read_bytes()).hexdigest(), [], [])
    for item in found:
        if isinstance(item, Unread):
            taken.skipped.append(Skipped(item.name, item.reason))
        else:
            speech = _understood(item, given, patterns)
            own = fingerprint(speech, item.name)
            taken.speeches.append((item.name, own, speech.characters, msgspec.json.encode(speech)))
    return taken


def _understood(raw: RawText, given: dict[str, str], patterns: Patterns) -> Speech:
    """Parse a text with the fields of its sidecar: they win over guesses, and the file's own win over them."""
    own = {name for name, value in raw.fields.items() if value.strip() and (name != "date" or _is_date(value))}
    new = {name: value for name, value in given.items() if name not in own}
    speech = parse(replace(raw, fields={**raw.fields, **new}), patterns)
    if not new:
        return speech
    origins = {
        name: "sidecar" if origin == "fields" and name in new else origin for name, origin in speech.origins.items()
    }
    return replace(speech, origins=origins)


def _is_date(text: str) -> bool:
    return declared_date(text) is not None
