"""Files → speeches understood, and what a build needs to know of each beside its text: work for processes of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.build.file_records import Stamp, stamp_of
from indexer.build.report import Indexed, Skipped
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch, hash_clauses
from indexer.errors import ReadError
from indexer.i18n import Message
from indexer.model import RawText, Speech, UnreadableItem
from indexer.readers import read_bytes, read_texts
from indexer.speech import parse
from indexer.speech.cleaning.junk_patterns import Patterns
from indexer.speech.header.date import declared_date
from indexer.store.speech_catalogue import Entry, entry_of, line_of, renamed_line

File = tuple[str, Path]


class Understood(NamedTuple):
    """What a build needs to know of a speech that was understood, its text apart.

    `name` is the path, with a number where a file has many speeches; `line` and `entry` are for the catalogue.
    """

    name: str
    indexed: Indexed
    entry: Entry
    line: bytes
    clauses: ClauseHashes

    def renamed(self, id_: str, warning: Message) -> "Understood":
        """The same under another id, with a warning that says so."""
        return self._replace(
            indexed=replace(self.indexed, id=id_, warnings=(*self.indexed.warnings, warning)),
            entry=msgspec.structs.replace(self.entry, id=id_),
            line=renamed_line(self.line, id_, warning),
        )


class Taken(NamedTuple):
    """What one file gave: the SHA-256 of what was read, None where that failed, and each speech with its print."""

    path: str
    hash: bytes | None
    stamp: Stamp | None
    skipped: list[Skipped]
    speeches: list[tuple[Understood, SpeechSketch]]


class Lot:
    """Some files, to be understood where and when their speeches are asked for; what cannot be read is noted.

    `fields` are those of their sidecars, by path. `turn` tells what is read from what was read of the same files
    in another turn.
    """

    def __init__(
        self, files: Sequence[File], fields: Mapping[str, dict[str, str]], patterns: Patterns, turn: int = 0
    ) -> None:
        self._files = files
        self._fields = fields
        self._patterns = patterns
        self._turn = turn
        self._taken: list[Taken] = []

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        """Each speech with its name in this turn."""
        for path, file in self._files:
            taken, texts = _read(path, file)
            self._taken.append(taken)
            for raw in texts:
                speech = _understood(raw, self._fields.get(path, {}), self._patterns)
                own, clauses = hash_clauses(speech, raw.name)
                understood = Understood(
                    raw.name, Indexed.of(speech, raw.name), entry_of(speech), line_of(speech), clauses
                )
                taken.speeches.append((understood, own))
                yield in_turn(raw.name, self._turn), speech

    def told(self) -> list[Taken]:
        """What each file gave."""
        return self._taken


def in_turn(name: str, turn: int) -> str:
    """The name of a speech in a turn of reading; no path has a zero byte."""
    return f"{name}\0{turn}" if turn else name


def lots(files: Sequence[File], sizes: Iterable[int]) -> Iterator[list[File]]:
    """Files in lots of these sizes, in bytes, or a little more."""
    waiting = iter(sizes)
    lot: list[File] = []
    left = next(waiting)
    for path, file in files:
        lot.append((path, file))
        left -= size_of(file)
        if left <= 0:
            yield lot
            lot, left = [], next(waiting)
    if lot:
        yield lot


def size_of(file: Path) -> int:
    """Its bytes; 0 where it is not there any more."""
    return file.stat().st_size if file.exists() else 0


def _read(path: str, file: Path) -> tuple[Taken, list[RawText]]:
    """What a file gives before anything is understood, and its texts."""
    stamp, own = stamp_of(file), None
    try:
        data = read_bytes(file)
        own = sha256(data).digest()
        found = read_texts(data, path)
    except ReadError as error:
        return Taken(path, own, stamp, [Skipped(path, error.message)], []), []
    skipped = [Skipped(item.name, item.reason) for item in found if isinstance(item, UnreadableItem)]
    return Taken(path, own, stamp, skipped, []), [item for item in found if isinstance(item, RawText)]


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
