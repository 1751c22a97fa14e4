"""Files → parsed speeches, and what a build needs to know of each beside its text: the work of the worker processes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from indexer.build.report import IndexedSpeech, SkippedFile
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch, hash_clauses
from indexer.dedup.own_sentences import BORDER, folded_text, own_paragraphs, own_passages
from indexer.errors import ReadError, UnrecognisedError
from indexer.evidence import FACTS, tells_nothing
from indexer.i18n import Message, _
from indexer.model import RawText, Speech, UnreadableItem
from indexer.readers import read_bytes, read_texts
from indexer.readers.scan.page_store import NOWHERE, PageStore
from indexer.readers.scan.scanned_files import Scan, read_recognised
from indexer.readers.sidecar import split_settled
from indexer.speech import parse
from indexer.speech.cleaning.junk_patterns import Patterns
from indexer.speech.compilation import speeches_of
from indexer.speech.header.date import declared_date
from indexer.store.file_stamps import Stamp, stamp_of
from indexer.store.speech_catalogue import Entry, entry_of, line_of, renamed_line

File = tuple[str, Path]


class SpeechReading(NamedTuple):
    """What a build needs to know of a parsed speech beside its text.

    `name` is the path, with a number where a file has many speeches; `line` and `entry` are for the catalogue. `main` is
    the digest of the speech whose version it was read as; empty where it was read whole.
    """

    name: str
    indexed: IndexedSpeech
    entry: Entry
    line: bytes
    clauses: ClauseHashes
    main: bytes = b""

    def renamed(self, id_: str, warning: Message) -> "SpeechReading":
        """The same under another id, with a warning that says so."""
        return self._replace(
            indexed=replace(self.indexed, id=id_, warnings=(*self.indexed.warnings, warning)),
            entry=msgspec.structs.replace(self.entry, id=id_),
            line=renamed_line(self.line, id_, warning),
        )


class FileReading(NamedTuple):
    """What one file gave: the SHA-256 of what was read, None where that failed, and each speech with its sketch.

    `scan`: nothing yet, because a machine must read some of its pages first.
    """

    path: str
    hash: bytes | None
    stamp: Stamp | None
    skipped: list[SkippedFile]
    speeches: list[tuple[SpeechReading, SpeechSketch]]
    scan: Scan | None = None


class Indexed(NamedTuple):
    """What is in the index already of a speech that there are versions of: the main one, and those before this version.

    Each by its name and its file.
    """

    speeches: tuple[tuple[str, File], ...]


class FileBatch:
    """Some files, read and parsed where and when their speeches are iterated; what cannot be read is noted.

    `fields` are those of their sidecars, by path; `pages` are those of scans that a machine has read. `pass_number`
    tells this reading of the files from others of the same ones. `mains` are by the names of their versions, of which
    only the own passages are given. Scans whose pages no machine has read yet are read at once if this batch
    `recognises`, and otherwise given back as such.
    """

    def __init__(
        self,
        files: Sequence[File],
        fields: Mapping[str, dict[str, str]],
        patterns: Patterns,
        pages: PageStore = NOWHERE,
        pass_number: int = 0,
        mains: Mapping[str, Indexed] = MappingProxyType({}),
        *,
        recognises: bool = False,
    ) -> None:
        self._files = files
        self._fields = fields
        self._patterns = patterns
        self._pages = pages
        self._recognises = recognises
        self._pass_number = pass_number
        self._mains = dict(mains)
        self._texts: dict[tuple[str, File], tuple[bytes | None, str]] = {}
        self._read: list[FileReading] = []

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        """Each speech with its name in this pass."""
        for path, file in self._files:
            reading, texts = _read_file(path, file, self._pages, self._recognises)
            self._read.append(reading)
            for raw in texts:
                speech, digest = self._parsed(raw, path), b""
                sketch, clauses = hash_clauses(speech, raw.name)
                if main := self._mains.get(raw.name):
                    digest, text = self._indexed_text(main)
                    speech = replace(speech, own=tuple(own_passages(speech.paragraphs, text)))
                given = speech if speech.own is None else replace(speech, paragraphs=own_paragraphs(speech))
                indexed = IndexedSpeech.of(speech, raw.name)
                found = SpeechReading(raw.name, indexed, entry_of(given), line_of(speech), clauses, digest)
                reading.speeches.append((found, sketch))
                yield name_in_pass(raw.name, self._pass_number), given

    def _parsed(self, raw: RawText, path: str) -> Speech:
        return _understand(raw, self._fields.get(path, {}), self._patterns)

    def _indexed_text(self, indexed: Indexed) -> tuple[bytes, str]:
        """The digest of what is indexed already, as it is now, and its text to look sentences up in; empty where it is gone."""
        found = [(name, *self._text_as_it_is(name, file)) for name, file in indexed.speeches]
        return digest_of_indexed((name, file_hash) for name, file_hash, _ in found), BORDER.join(
            text for *_, text in found
        )

    def _text_as_it_is(self, name: str, file: File) -> tuple[bytes | None, str]:
        """The hash of a file and the text of a speech in it, read once, however many versions follow."""
        if (name, file) not in self._texts:
            path, place = file
            reading, found = _read_file(path, place, self._pages, recognises=True)
            texts = [folded_text(self._parsed(raw, path).paragraphs) for raw in found if raw.name == name]
            self._texts[name, file] = reading.hash, BORDER.join(texts)
        return self._texts[name, file]

    def result(self) -> list[FileReading]:
        """What each file gave."""
        return self._read


def digest_of_indexed(speeches: Iterable[tuple[str, bytes | None]]) -> bytes:
    """What tells the texts of some speeches from any others: a digest of their names and of the hashes of their files."""
    digest = sha256()
    for name, file_hash in speeches:
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0" + (file_hash or b""))
    return digest.digest()


def name_in_pass(name: str, pass_number: int) -> str:
    """A name that tells a speech from the same one read in another pass; no path has a zero byte."""
    return f"{name}\0{pass_number}" if pass_number else name


def batches(files: Sequence[File], sizes: Iterable[int]) -> Iterator[list[File]]:
    """Files in batches of these sizes, in bytes, or a little more."""
    waiting = iter(sizes)
    batch: list[File] = []
    left = next(waiting)
    for path, file in files:
        batch.append((path, file))
        left -= size_of(file)
        if left <= 0:
            yield batch
            batch, left = [], next(waiting)
    if batch:
        yield batch


def size_of(file: Path) -> int:
    """Its size in bytes; 0 where it is no longer there."""
    return file.stat().st_size if file.exists() else 0


def _read_file(path: str, file: Path, pages: PageStore, recognises: bool) -> tuple[FileReading, list[RawText]]:
    """What is known of a file before its texts are parsed, and the texts."""
    stamp, digest = stamp_of(file), None
    try:
        data = read_bytes(file)
        digest = sha256(data).digest()
        found = (read_recognised if recognises else read_texts)(data, path, pages)
    except UnrecognisedError as error:
        return FileReading(path, digest, stamp, [], [], Scan(path, file, error.pages, error.known)), []
    except ReadError as error:
        return FileReading(path, digest, stamp, [SkippedFile(path, error.message)], []), []
    skipped = [SkippedFile(item.name, item.reason) for item in found if isinstance(item, UnreadableItem)]
    if not found:
        skipped.append(SkippedFile(path, _("里面没有讲话稿")))
    speeches = [speech for item in found if isinstance(item, RawText) for speech in speeches_of(item)]
    return FileReading(path, digest, stamp, skipped, []), speeches


def _understand(raw: RawText, given: dict[str, str], patterns: Patterns) -> Speech:
    """Parse a text with the fields of its sidecars.

    They win over guesses, the file's own win over them, and what a person has settled over all.
    """
    told, settled = split_settled(given)
    own = {
        name for name, value in raw.fields.items() if not tells_nothing(value) and (name != "date" or is_date(value))
    }
    new = {name: value for name, value in told.items() if name not in own}
    known = {name: value for name, value in settled.items() if not tells_nothing(value)}
    speech = parse(replace(raw, fields={**raw.fields, **new, **known}), patterns)
    if not new and not settled:
        return speech
    origins = {**dict.fromkeys(new, "sidecar"), **dict.fromkeys(known, "person")}
    evidence = {
        name: replace(one, origin=origins[name]) if one.origin == "fields" and name in origins else one
        for name, one in speech.evidence.items()
    }
    return _without(replace(speech, evidence=evidence), settled.keys() - known.keys())


def _without(speech: Speech, unknown: Iterable[str]) -> Speech:
    """The speech without the facts that a person calls unknown; a title is always known."""
    names = set(unknown) & (FACTS.keys() - {"title"})
    if not names:
        return speech
    evidence = {name: one for name, one in speech.evidence.items() if name not in names}
    return replace(speech, evidence=evidence, **dict.fromkeys(names))  # type: ignore[arg-type]


def is_date(text: str) -> bool:
    return declared_date(text) is not None
