"""Files → speeches understood, and all that a build needs to know of each: work for processes of their own."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.catalogue import Entry, entry_of, line_of
from indexer.errors import ReadError
from indexer.fingerprint import Print, fingerprint
from indexer.model import RawText, Speech, Unread
from indexer.readers import read
from indexer.report import Indexed, Skipped
from indexer.speech import parse
from indexer.speech.date import declared_date
from indexer.speech.patterns import Patterns

File = tuple[str, Path]

LOT = 500_000  # bytes of files that one call reads
MOST_FILES = 200


class Understood(NamedTuple):
    """A speech that was understood. `name` is the path, with a number where a file has many speeches;
    `line` and `entry` are for the catalogue, `data` is the speech whole as JSON.
    """

    name: str
    indexed: Indexed
    entry: Entry
    line: bytes
    data: bytes

    @classmethod
    def of(cls, speech: Speech, name: str) -> "Understood":
        return cls(name, Indexed.of(speech, name), entry_of(speech), line_of(speech), msgspec.json.encode(speech))

    @property
    def speech(self) -> Speech:
        return msgspec.json.decode(self.data, type=Speech)


class Taken(NamedTuple):
    """What one file gave: its hash, None where it cannot be read, and each speech with its print."""

    path: str
    hash: str | None
    skipped: list[Skipped]
    speeches: list[tuple[Understood, Print]]


def lots(files: Sequence[File]) -> Iterator[list[File]]:
    """Files in lots that are worth a call to another process."""
    lot: list[File] = []
    size = 0
    for path, file in files:
        lot.append((path, file))
        size += file.stat().st_size if file.exists() else 0
        if size >= LOT or len(lot) >= MOST_FILES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def take(files: Sequence[File], fields: Mapping[str, dict[str, str]], patterns: Patterns) -> list[Taken]:
    """Understand some files; `fields` are those of their sidecars, by path. What cannot be read is noted."""
    return [_taken(path, file, fields.get(path, {}), patterns) for path, file in files]


def _taken(path: str, file: Path, given: dict[str, str], patterns: Patterns) -> Taken:
    try:
        found = read(file, path)
    except ReadError as error:
        return Taken(path, None, [Skipped(path, error.message)], [])
    taken = Taken(path, hashlib.sha256(file.read_bytes()).hexdigest(), [], [])
    for item in found:
        if isinstance(item, Unread):
            taken.skipped.append(Skipped(item.name, item.reason))
        else:
            speech = _understood(item, given, patterns)
            taken.speeches.append((Understood.of(speech, item.name), fingerprint(speech, item.name)))
    return taken


def _understood(raw: RawText, given: dict[str, str], patterns: Patterns) -> Speech:
    """Parse a text with the fields of its sidecar: they win over guesses, and the file's own win over them."""
    own = {name for name, value in raw.fields.items() if value.strip() and (name != "date" or is_date(value))}
    new = {name: value for name, value in given.items() if name not in own}
    speech = parse(replace(raw, fields={**raw.fields, **new}), patterns)
    if not new:
        return speech
    origins = {
        name: "sidecar" if origin == "fields" and name in new else origin for name, origin in speech.origins.items()
    }
    return replace(speech, origins=origins)


def is_date(text: str) -> bool:
    return declared_date(text) is not None
