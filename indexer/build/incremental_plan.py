"""What goes on from the last generation, what is read anew, and what all of it together is.

The outcome depends on the files alone: what goes on is just what reading it again would give. A speech that goes on
is read again where it is to be indexed now and was not, or by another id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import msgspec

from indexer.build.file_records import FileRecord, FileRecords, SpeechRecord, is_unchanged, load_records, stamp_of
from indexer.build.id_assignment import AssignedId, assign_ids
from indexer.build.reading_pass import CorpusReading
from indexer.build.report import Skipped
from indexer.build.speech_reading import File
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate, Similarities, find_near_duplicates
from indexer.errors import IndexUnusableError
from indexer.store.generation import Generation
from indexer.store.manifest import checksum
from indexer.store.speech_catalogue import Catalogue, Entry

CACHED_FILES = 64  # whose clauses are at hand while near duplicates are looked for
VERIFIED = 32_000_000  # bytes of a file up to which it is held against its checksum at once, in some 20 ms
Take = Callable[[Sequence[File]], None]


class Older:
    """A generation that another follows. Raises IndexUnusableError where it is damaged."""

    def __init__(self, generation: Generation) -> None:
        self.folder = generation.folder
        self._checksums = generation.manifest.checksums
        for name, expected in self._checksums.items():  # what is read would be believed, and what is copied passed on
            if expected.size <= VERIFIED:
                self.verify(self.folder / name)
        self.files = generation.manifest.files
        self.records = load_records(self.folder)
        self.catalogue = Catalogue(self.folder)
        self.entries: Mapping[str, Entry] = {entry.id: entry for entry in self.catalogue.entries}

    def verify(self, file: Path) -> None:
        """Raises IndexUnusableError where a file of the generation is not as it was written."""
        try:
            if checksum(file) == self._checksums.get(file.name):
                return
        except OSError as error:
            raise IndexUnusableError.damaged(f"{self.folder.name}/{file.name}") from error
        raise IndexUnusableError.damaged(f"{self.folder.name}/{file.name}")


class ChangedMeanwhileError(Exception):
    """A file is not any more what it was found to be a moment ago."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Succession:
    """The files of a corpus as they are now, beside what was known of them. Without an `older` all are read.

    `trusting`: a file with the size and times that it had is taken to be as it was; otherwise all are read and
    hashed. What it all is can be asked for once it is settled.
    """

    def __init__(
        self, older: Older | None, files: Sequence[File], reading: CorpusReading, *, keep_versions: bool, trusting: bool
    ) -> None:
        self._files = dict(files)
        self._reading = reading
        self.keep_versions = keep_versions
        self._clauses_in = lru_cache(maxsize=CACHED_FILES)(self._read_clauses)
        known = {record.path: record for record in older.records.files} if older else {}
        self._similarities: Mapping[bytes, float] = older.records.similarities if older else {}
        self._entries = older.entries if older else {}
        self._kept = {
            path: kept
            for path, file in files
            if path in known and (kept := self._unchanged(file, known[path], trusting)) is not None
        }
        self.versions: Sequence[NearDuplicate] = ()
        self.assigned: Mapping[str, AssignedId] = {}
        self.records = FileRecords((), {})

    def _unchanged(self, file: Path, record: FileRecord, trusting: bool) -> FileRecord | None:
        """The record of a file that is as it was, with its stamp of now; None where it is not."""
        if record.sidecar_digest != self._reading.sidecar_digest(record.path):
            return None
        if trusting and is_unchanged(file, record.stamp):
            return record
        stamp = stamp_of(file)
        if record.hash is None or _hash(file) != record.hash:
            return None
        return msgspec.structs.replace(record, stamp=stamp)

    @property
    def unread(self) -> list[File]:
        """The files that are not as they were."""
        return [(path, file) for path, file in self._files.items() if path not in self._kept]

    def settle(self, take: Take) -> None:
        """Find out what is indexed and by which ids; `take` surveys files, at first all that are unread."""
        wanted = self.unread
        while True:
            if wanted:
                take(wanted)
                self._clauses_in.cache_clear()
            for path, _ in wanted:
                self._kept.pop(path, None)
            try:
                self._reckon()
            except ChangedMeanwhileError as changed:
                wanted = [(changed.path, self._files[changed.path])]
                continue
            wanted = [
                (path, self._files[path]) for path, record in self._kept.items() if self._stands_otherwise(record)
            ]
            if not wanted:
                break
        self.records = FileRecords([self._record(path) for path in self._files], self._similarities)

    def _reckon(self) -> None:
        sketches = dict(self._sketches())
        paths = {own.path: path for path, owns in sketches.items() for own in owns}
        similarities = Similarities(lambda name: self._clauses_in(paths[name])[name], self._similarities)
        every = [own for owns in sketches.values() for own in owns]
        self.versions = find_near_duplicates(every, similarities)
        self._similarities = similarities.used
        self.assigned = assign_ids(every, self.versions, self.keep_versions)

    def _sketches(self) -> Iterator[tuple[str, Sequence[SpeechSketch]]]:
        """Those of the speeches of each file, in the order of the corpus."""
        for path in self._files:
            kept = self._kept.get(path)
            yield path, [known.sketch for known in kept.speeches] if kept else self._reading.files[path].sketches

    def _read_clauses(self, path: str) -> dict[str, ClauseHashes]:
        found, clauses = self._reading.clauses(path, self._files[path])
        if path in self._kept and found != self._kept[path].hash:
            raise ChangedMeanwhileError(path)
        return clauses

    def _stands_otherwise(self, record: FileRecord) -> bool:
        """Whether a speech of a file that goes on is to be indexed and was not, or by another id."""
        ids = ((self.assigned.get(speech.sketch.path), speech.id) for speech in record.speeches)
        return any(now is not None and now.id != before for now, before in ids)

    def skipped(self) -> list[Skipped]:
        """What could not be read, in the order of the corpus."""
        return [item for record in self.records.files for item in record.skipped]

    def is_kept(self, path: str) -> bool:
        return path in self._kept

    def paths(self) -> Iterator[str]:
        """The files in the order of the corpus."""
        return iter(self._files)

    def standing(self, path: str) -> Iterator[tuple[str, Entry]]:
        """The names and the older entries of the speeches of a file that go on."""
        for known in self._kept[path].speeches:
            if known.sketch.path in self.assigned and known.id is not None:
                yield known.sketch.path, self._entries[known.id]

    def gone(self) -> list[tuple[int, int]]:
        """The paragraphs that do not go on, as ranges of their older numbers."""
        on = {entry.id for path in self._kept for _, entry in self.standing(path)}
        return [(one.first, one.first + one.paragraphs) for id_, one in self._entries.items() if id_ not in on]

    def _record(self, path: str) -> FileRecord:
        kept = self._kept.get(path)
        if kept is not None:
            sketches = [known.sketch for known in kept.speeches]
            return msgspec.structs.replace(kept, speeches=self._speech_records(sketches))
        own = self._reading.files[path]
        return FileRecord(
            path,
            own.hash,
            own.stamp,
            self._reading.sidecar_digest(path),
            own.skipped,
            self._speech_records(own.sketches),
        )

    def _speech_records(self, sketches: Sequence[SpeechSketch]) -> list[SpeechRecord]:
        assigned = [self.assigned.get(sketch.path) for sketch in sketches]
        return [SpeechRecord(own, found.id if found else None) for own, found in zip(sketches, assigned, strict=True)]


def _hash(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").digest()
    except OSError:
        return None
