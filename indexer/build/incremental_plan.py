"""The incremental plan: what is kept from the previous generation, what is read again, and what both give together.

The outcome depends on the files alone: what is kept is exactly what reading it again would give. A file whose speech
is to be indexed now and was not, or by another id, or as a version of another speech, is read again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import msgspec

from indexer.build.file_records import FileRecord, FileRecords, SpeechRecord, load_records
from indexer.build.id_assignment import AssignedId, assign_ids
from indexer.build.reading_pass import CorpusReading
from indexer.build.report import SkippedFile
from indexer.build.speech_reading import File, Indexed, digest_of_indexed
from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate, Similarities, Similarity, find_near_duplicates
from indexer.errors import IndexUnusableError
from indexer.store.file_stamps import FileStamps, stamp_of
from indexer.store.generation import Generation
from indexer.store.manifest import checksum
from indexer.store.speech_catalogue import Catalogue, Entry

CACHED_FILES = 64  # whose clauses are at hand while near duplicates are looked for
MAX_VERIFIED_AT_ONCE = 32_000_000  # bytes of a file up to which its checksum is verified at the start, in some 20 ms
ReadFiles = Callable[[Sequence[File], Mapping[str, Indexed]], None]
WHOLE = b""  # the digest of the main speech of one that is no version


class PreviousGeneration:
    """The generation that a new one is based on. Raises IndexUnusableError where it is damaged."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
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

    `stamps`: a file with the stamp that is known of it counts as unchanged; every other file is hashed.
    Everything else can be asked for after `settle`.
    """

    def __init__(
        self,
        previous: PreviousGeneration | None,
        files: Sequence[File],
        reading: CorpusReading,
        *,
        keep_versions: bool,
        stamps: FileStamps,
    ) -> None:
        self._files = dict(files)
        self._reading = reading
        self.keep_versions = keep_versions
        self._stamps = stamps
        self._clauses_in = lru_cache(maxsize=CACHED_FILES)(self._read_clauses)
        known = {record.path: record for record in previous.records.files} if previous else {}
        self._similarities: Mapping[bytes, Similarity] = previous.records.similarities if previous else {}
        self._entries = previous.entries if previous else {}
        self._kept = {
            path: known[path] for path, file in files if path in known and self._is_unchanged(file, known[path])
        }
        self.duplicates: Sequence[NearDuplicate] = ()
        self.assigned: Mapping[str, AssignedId] = {}
        self._path_of: Mapping[str, str] = {}
        self._before: Mapping[str, tuple[str, ...]] = {}
        self._own: Mapping[str, int] = {}
        self.records = FileRecords((), {})

    def _is_unchanged(self, file: Path, record: FileRecord) -> bool:
        """Whether a file is as its record says; that it is so is noted with its stamp of now."""
        if record.sidecar_digest != self._reading.sidecar_digest(record.path):
            return False
        if self._stamps.has_still(record.path, file, record.hash):
            return True
        stamp = stamp_of(file)
        if record.hash is None or _hash(file) != record.hash:
            return False
        self._stamps.note(record.path, stamp, record.hash)
        return True

    @property
    def changed_files(self) -> list[File]:
        """The files that are new or not as their record says."""
        return [(path, file) for path, file in self._files.items() if path not in self._kept]

    def settle(self, read: ReadFiles) -> None:
        """Find out what is indexed and by which ids. `read` reads files: at first those that have changed."""
        wanted: Sequence[str] = [path for path, _ in self.changed_files]
        while True:
            if wanted:
                read([(path, self._files[path]) for path in wanted], self._mains())
                self._clauses_in.cache_clear()
            for path in wanted:
                self._kept.pop(path, None)
            try:
                self._assign()
            except ChangedMeanwhileError as changed:
                wanted = [changed.path]
                continue
            wanted = list(dict.fromkeys(self._indexed_otherwise()))
            if not wanted:
                break
        self._own = dict(self._passages())
        self.records = FileRecords([self._record(path) for path in self._files], self._similarities)
        self._stamps.keep(self._files)
        self.duplicates = [self._with_own(one) for one in self.duplicates]

    def _assign(self) -> None:
        """Find the duplicates among all speeches, and the ids of those that are indexed."""
        sketches = dict(self._sketches())
        self._path_of = {sketch.path: path for path, some in sketches.items() for sketch in some}
        similarities = Similarities(lambda name: self._clauses_in(self._path_of[name])[name], self._similarities)
        every = [sketch for some in sketches.values() for sketch in some]
        self.duplicates = find_near_duplicates(every, similarities)
        self._similarities = similarities.used
        self.assigned = assign_ids(every, self.duplicates, self.keep_versions)
        self._before = self._find_before()

    def _mains(self) -> dict[str, Indexed]:
        """What is indexed before each version, by the name of the version."""
        return {
            name: Indexed(tuple((one, (self._path_of[one], self._files[self._path_of[one]])) for one in before))
            for name, before in self._before.items()
        }

    def _find_before(self) -> dict[str, tuple[str, ...]]:
        """By the name of each version, its main speech and the versions of it that come earlier in the corpus."""
        before: dict[str, tuple[str, ...]] = {}
        of_main: dict[str, tuple[str, ...]] = {}
        for name, one in self.assigned.items():
            if one.main is not None:
                before[name] = of_main.get(one.main, (one.main,))
                of_main[one.main] = (*before[name], name)
        return before

    def _main_digest(self, name: str) -> bytes:
        """The digest of what is indexed before a version; of any other speech, WHOLE."""
        before = self._before.get(name)
        if before is None:
            return WHOLE
        return digest_of_indexed((one, self._hash_of(self._path_of[one])) for one in before)

    def _hash_of(self, path: str) -> bytes | None:
        return self._kept[path].hash if path in self._kept else self._reading.files[path].hash

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

    def _indexed_otherwise(self) -> Iterator[str]:
        """The files of which a speech is to be indexed and was not, or by another id, or as a version of another text."""
        for path in self._files:
            for name, was in self._read_speeches(path):
                now = self.assigned.get(name)
                if now is None:
                    continue
                if was.main != self._main_digest(name):
                    yield path
                    if path not in self._kept and was.main and now.main:  # or one of them has changed since it was read
                        yield from (self._path_of[one] for one in self._before[name])
                # A version without an id says nothing that its main speech does not.
                elif path in self._kept and now.id != was.id and (was.id is not None or now.main is None):
                    yield path

    def _read_speeches(self, path: str) -> Iterator[tuple[str, SpeechRecord]]:
        """The speeches of a file as they were read, by name; without ids where that was not for an earlier index."""
        kept = self._kept.get(path)
        if kept:
            return ((speech.sketch.path, speech) for speech in kept.speeches)
        found = self._reading.files[path]
        return (
            (sketch.path, SpeechRecord(sketch, None, main))
            for sketch, main in zip(found.sketches, found.mains, strict=True)
        )

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

    def indexed(self, name: str) -> AssignedId | None:
        """The id of a speech; None where it is not indexed: a version without any words of its own is not."""
        return None if self._own.get(name) == 0 else self.assigned.get(name)

    def version_of(self, name: str) -> str | None:
        """The id of the speech that an indexed one is a version of."""
        main = self.assigned[name].main
        return None if main is None else self.assigned[main].id

    def _passages(self) -> Iterator[tuple[str, int]]:
        """Each version by its name, with the number of its own passages."""
        for path in self._files:
            found = self._reading.files.get(path)
            if path in self._kept or found is None:
                sizes = [self._entries[one.id].paragraphs if one.id else 0 for one in self._kept[path].speeches]
            else:
                sizes = list(found.sizes)
            names = (name for name, _ in self._read_speeches(path))
            yield from ((name, size) for name, size in zip(names, sizes, strict=True) if self._is_version(name))

    def _is_version(self, name: str) -> bool:
        return name in self.assigned and self.assigned[name].main is not None

    def _with_own(self, duplicate: NearDuplicate) -> NearDuplicate:
        """A version with the number of its own passages, and by the id that it is indexed by."""
        found = self.indexed(duplicate.path)
        if found is None or found.main is None:
            return duplicate
        return replace(duplicate, id=found.id, own=self._own[duplicate.path])

    def removed_paragraphs(self) -> list[tuple[int, int]]:
        """The paragraphs that are not kept, as ranges of their previous numbers."""
        kept = {entry.id for path in self._kept for _, entry in self.kept_speeches(path)}
        return [(one.first, one.first + one.paragraphs) for id_, one in self._entries.items() if id_ not in kept]

    def _record(self, path: str) -> FileRecord:
        speeches = [self._speech_record(name, was) for name, was in self._read_speeches(path)]
        if path in self._kept:
            return msgspec.structs.replace(self._kept[path], speeches=speeches)
        found = self._reading.files[path]
        self._stamps.note(path, found.stamp, found.hash)
        return FileRecord(path, found.hash, self._reading.sidecar_digest(path), found.skipped, speeches)

    def _speech_record(self, name: str, was: SpeechRecord) -> SpeechRecord:
        found = self.indexed(name)
        return SpeechRecord(was.sketch, found.id if found else None, was.main if name in self.assigned else WHOLE)


def _hash(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").digest()
    except OSError:
        return None
