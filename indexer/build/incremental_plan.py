"""The incremental plan: what is kept from the previous generation, what is read again, and what both give together.

The outcome depends on the files alone: what is kept is exactly what reading it again would give. A file whose speech
is to be indexed now and was not, or by another id, is read again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import msgspec

from indexer.build.file_records import FileRecord, FileRecords, SpeechRecord, is_unchanged, load_records, stamp_of
from indexer.build.id_assignment import AssignedId, assign_ids
from indexer.build.reading_pass import CorpusReading
from indexer.build.report import SkippedFile
from indexer.build.speech_reading import File
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate, Similarities, find_near_duplicates
from indexer.errors import IndexUnusableError
from indexer.store.generation import Generation
from indexer.store.manifest import checksum
from indexer.store.speech_catalogue import Catalogue, Entry

CACHED_FILES = 64  # whose clauses are at hand while near duplicates are looked for
MAX_VERIFIED_AT_ONCE = 32_000_000  # bytes of a file up to which its checksum is verified at the start, in some 20 ms
ReadFiles = Callable[[Sequence[File]], None]


class PreviousGeneration:
    """The generation that a new one is based on. Raises IndexUnusableError where it is damaged."""

    def __init__(self, generation: Generation) -> None:
        self.folder = generation.folder
        self._checksums = generation.manifest.checksums
        for name, expected in self._checksums.items():  # damage must not go into the new generation
            if expected.size <= MAX_VERIFIED_AT_ONCE:
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
    """A file has changed since it was compared with its record a moment ago."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class IncrementalPlan:
    """The files of a corpus as they are now, beside their records in the `previous` generation; without it all are read.

    `trust_stamps`: a file with the size and times of its record counts as unchanged; otherwise every file is hashed.
    Everything else can be asked for after `settle`.
    """

    def __init__(
        self,
        previous: PreviousGeneration | None,
        files: Sequence[File],
        reading: CorpusReading,
        *,
        keep_versions: bool,
        trust_stamps: bool,
    ) -> None:
        self._files = dict(files)
        self._reading = reading
        self.keep_versions = keep_versions
        self._clauses_in = lru_cache(maxsize=CACHED_FILES)(self._read_clauses)
        known = {record.path: record for record in previous.records.files} if previous else {}
        self._similarities: Mapping[bytes, float] = previous.records.similarities if previous else {}
        self._entries = previous.entries if previous else {}
        self._kept = {
            path: kept
            for path, file in files
            if path in known and (kept := self._unchanged(file, known[path], trust_stamps)) is not None
        }
        self.duplicates: Sequence[NearDuplicate] = ()
        self.assigned: Mapping[str, AssignedId] = {}
        self.records = FileRecords((), {})

    def _unchanged(self, file: Path, record: FileRecord, trust_stamps: bool) -> FileRecord | None:
        """The record of a file that is as it was, with its stamp of now; None where it is not."""
        if record.sidecar_digest != self._reading.sidecar_digest(record.path):
            return None
        if trust_stamps and is_unchanged(file, record.stamp):
            return record
        stamp = stamp_of(file)
        if record.hash is None or _hash(file) != record.hash:
            return None
        return msgspec.structs.replace(record, stamp=stamp)

    @property
    def changed_files(self) -> list[File]:
        """The files that are new or not as their record says."""
        return [(path, file) for path, file in self._files.items() if path not in self._kept]

    def settle(self, read: ReadFiles) -> None:
        """Find out what is indexed and by which ids. `read` reads files: at first those that have changed."""
        wanted = self.changed_files
        while True:
            if wanted:
                read(wanted)
                self._clauses_in.cache_clear()
            for path, _ in wanted:
                self._kept.pop(path, None)
            try:
                self._assign()
            except ChangedMeanwhileError as changed:
                wanted = [(changed.path, self._files[changed.path])]
                continue
            wanted = [
                (path, self._files[path]) for path, record in self._kept.items() if self._is_indexed_otherwise(record)
            ]
            if not wanted:
                break
        self.records = FileRecords([self._record(path) for path in self._files], self._similarities)

    def _assign(self) -> None:
        """Find the duplicates among all speeches, and the ids of those that are indexed."""
        sketches = dict(self._sketches())
        paths = {sketch.path: path for path, some in sketches.items() for sketch in some}
        similarities = Similarities(lambda name: self._clauses_in(paths[name])[name], self._similarities)
        every = [sketch for some in sketches.values() for sketch in some]
        self.duplicates = find_near_duplicates(every, similarities)
        self._similarities = similarities.used
        self.assigned = assign_ids(every, self.duplicates, self.keep_versions)

    def _sketches(self) -> Iterator[tuple[str, Sequence[SpeechSketch]]]:
        """The sketches of the speeches of each file, in the order of the corpus."""
        for path in self._files:
            kept = self._kept.get(path)
            yield path, [speech.sketch for speech in kept.speeches] if kept else self._reading.files[path].sketches

    def _read_clauses(self, path: str) -> dict[str, ClauseHashes]:
        found, clauses = self._reading.clauses(path, self._files[path])
        if path in self._kept and found != self._kept[path].hash:
            raise ChangedMeanwhileError(path)
        return clauses

    def _is_indexed_otherwise(self, record: FileRecord) -> bool:
        """Whether a speech of a kept file is to be indexed and was not, or by another id."""
        ids = ((self.assigned.get(speech.sketch.path), speech.id) for speech in record.speeches)
        return any(now is not None and now.id != before for now, before in ids)

    def skipped(self) -> list[SkippedFile]:
        """What could not be read, in the order of the corpus."""
        return [item for record in self.records.files for item in record.skipped]

    def is_kept(self, path: str) -> bool:
        return path in self._kept

    def paths(self) -> Iterator[str]:
        """The files in the order of the corpus."""
        return iter(self._files)

    def kept_speeches(self, path: str) -> Iterator[tuple[str, Entry]]:
        """The names and the previous entries of the indexed speeches of a kept file."""
        for speech in self._kept[path].speeches:
            if speech.sketch.path in self.assigned and speech.id is not None:
                yield speech.sketch.path, self._entries[speech.id]

    def removed_paragraphs(self) -> list[tuple[int, int]]:
        """The paragraphs that are not kept, as ranges of their previous numbers."""
        kept = {entry.id for path in self._kept for _, entry in self.kept_speeches(path)}
        return [(one.first, one.first + one.paragraphs) for id_, one in self._entries.items() if id_ not in kept]

    def _record(self, path: str) -> FileRecord:
        kept = self._kept.get(path)
        if kept is not None:
            sketches = [speech.sketch for speech in kept.speeches]
            return msgspec.structs.replace(kept, speeches=self._speech_records(sketches))
        found = self._reading.files[path]
        return FileRecord(
            path,
            found.hash,
            found.stamp,
            self._reading.sidecar_digest(path),
            found.skipped,
            self._speech_records(found.sketches),
        )

    def _speech_records(self, sketches: Sequence[SpeechSketch]) -> list[SpeechRecord]:
        assigned = [self.assigned.get(sketch.path) for sketch in sketches]
        return [
            SpeechRecord(sketch, found.id if found else None) for sketch, found in zip(sketches, assigned, strict=True)
        ]


def _hash(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").digest()
    except OSError:
        return None
