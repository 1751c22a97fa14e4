"""The files of a generation: the settled speeches of a corpus → an index with its catalogue, and the report of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.analysis import Analysis
from indexer.build.census import census_of
from indexer.build.file_records import save_records
from indexer.build.incremental_plan import IncrementalPlan, PreviousGeneration
from indexer.build.reading_fingerprint import library_versions
from indexer.build.reading_pass import CorpusReading
from indexer.build.report import IndexedSpeech, Report, SkippedFile, SpeechWarning
from indexer.build.speech_reading import name_in_pass
from indexer.dedup.near_duplicates import NearDuplicate
from indexer.engine.embedded.write import ParallelWriter, SegmentReuse
from indexer.engine.vocabulary_file import save_vocabulary
from indexer.errors import IndexUnusableError
from indexer.i18n import Message
from indexer.readers.corpus import Contents
from indexer.store import Generation, Store, now
from indexer.store.arrival_log import log_arrivals
from indexer.store.file_diff import Changes, diff_files
from indexer.store.manifest import FORMAT, Manifest, StoredOptions, corpus_fingerprint
from indexer.store.phrasings import Phrasing, load_phrasings, save_phrasings
from indexer.store.speech_catalogue import CatalogueWriter, Entry

Progress = Callable[[int, int, str], None]


class Provenance(NamedTuple):
    """What a manifest says of where speeches come from, how they are parsed, and with which options."""

    source: str
    reading: str
    options: StoredOptions


class GenerationWriter:
    """Writes a staged generation. `previous` is the one that it is based on, None where all is new.

    `live` is the one that it replaces, where all is new.
    """

    def __init__(
        self,
        staging: Path,
        analysis: Analysis,
        phrasings: Sequence[Phrasing],
        plan: IncrementalPlan,
        reading: CorpusReading,
        previous: PreviousGeneration | None,
        live: Generation | None = None,
    ) -> None:
        self._live = live
        self._staging = staging
        self._analysis = analysis
        self._phrasings = tuple(phrasings)
        self._plan = plan
        self._reading = reading
        self._previous = previous
        self._duplicates: dict[str, list[NearDuplicate]] = {}
        for duplicate in (one for one in plan.duplicates if one.is_same):
            self._duplicates.setdefault(duplicate.of, []).append(duplicate)
        self._indexed: list[IndexedSpeech] = []
        self._entries: Sequence[Entry] = previous.catalogue.entries if previous else ()

    @property
    def changes(self) -> Changes | None:
        """How the files differ from those of the previous generation."""
        return diff_files(self._previous.files, self._hashes()) if self._previous else None

    def is_unchanged(self) -> bool:
        """Whether this would be the previous generation once more."""
        return (
            self._previous is not None
            and self._hashes() == self._previous.files
            and self._plan.records.files == self._previous.records.files
            and self._phrasings == load_phrasings(self._previous.folder)
        )

    def write(self, writer: ParallelWriter, store: Store, progress: Progress, provenance: Provenance) -> Manifest:
        """Write all files but the manifest, which is returned."""
        ids = dict(self._ids())
        reused = self._reused()
        writer.finish(ids, reused, lambda file: store.share(file, self._staging))
        firsts = self._firsts(ids, reused.documents if reused else 0)
        save_vocabulary(self._analysis.vocabulary, self._staging)
        save_phrasings(self._phrasings, self._staging)
        save_records(self._plan.records, self._staging)
        self._entries = self._catalogue(firsts, reused, progress)
        self._log_arrivals(firsts)
        hashes = self._hashes()
        return Manifest(
            format=FORMAT,
            versions=library_versions(),
            analysis=self._analysis.fingerprint,
            reading=provenance.reading,
            corpus=corpus_fingerprint(hashes),
            source=provenance.source,
            options=provenance.options,
            built=now(),
            speeches=sum(entry.version_of is None for entry in self._entries),
            paragraphs=sum(entry.paragraphs for entry in self._entries),
            characters=sum(entry.characters for entry in self._entries),
            checksums={},  # known when all is written: see Store.publish
            files_json=msgspec.Raw(msgspec.json.encode(hashes)),
        )

    def _log_arrivals(self, read: Iterable[str]) -> None:
        """Note what is new; where nobody can tell what was there before, the log begins with the next generation."""
        if self._previous is not None:
            log_arrivals(self._staging, self._entries, read, self._previous.generation, self._analysis)
        elif self._live is not None:
            with suppress(IndexUnusableError):
                log_arrivals(self._staging, self._entries, read, self._live, self._analysis)

    def _ids(self) -> Iterator[tuple[str, str]]:
        """The id of each speech that was read and is indexed, by its name in a pass."""
        for result in self._reading.files.values():
            for sketch in result.sketches:
                if assigned := self._plan.indexed(sketch.path):
                    yield name_in_pass(sketch.path, result.pass_number), assigned.id

    def _reused(self) -> SegmentReuse | None:
        if self._previous is None:
            return None
        added = sum(sketch.size for result in self._reading.files.values() for sketch in result.sketches)
        reused = SegmentReuse(self._previous.folder, self._plan.removed_paragraphs(), added)
        for one in reused.merged:  # copied damage would get a valid checksum
            self._previous.verify(one.file)
        return reused

    def _firsts(self, ids: Mapping[str, str], number: int) -> dict[str, int]:
        """The number of the first paragraph of each speech that was read, by its id; `number` is the first of all."""
        firsts = {}
        for name, paragraphs in self._reading.order:
            if name in ids:
                firsts[ids[name]] = number
                number += paragraphs
        return firsts

    def _catalogue(self, firsts: Mapping[str, int], reused: SegmentReuse | None, progress: Progress) -> Sequence[Entry]:
        writer = CatalogueWriter(self._staging)
        try:
            paths = list(self._plan.paths())
            for done, path in enumerate(paths):
                progress(done, len(paths), path)
                for name, entry, line in self._speeches(path):
                    first = firsts[entry.id] if reused is None or entry.id in firsts else reused.new_number(entry.first)
                    versions = tuple(self._duplicates.get(name, ()))
                    writer.add(entry, line, first, versions, self._plan.version_of(name))
            progress(len(paths), len(paths), "")
            writer.finish()
        finally:
            writer.close()
        return writer.entries

    def _speeches(self, path: str) -> Iterator[tuple[str, Entry, bytes]]:
        """Of each indexed speech of a file: its name, its entry (without its places in the files), and its line."""
        if self._previous is not None and self._plan.is_kept(path):
            for name, entry in self._plan.kept_speeches(path):
                yield name, entry, self._previous.catalogue.line(entry)
            return
        for one in self._reading.speeches(path):
            if assigned := self._plan.indexed(one.name):
                speech = one.renamed(assigned.id, assigned.warning) if assigned.warning else one
                if assigned.main is None:
                    self._indexed.append(speech.indexed)
                yield one.name, speech.entry, speech.line

    def _hashes(self) -> dict[str, str]:
        """The SHA-256 of each file that could be read, sidecars among them, by path."""
        records = ((record.path, record.hash) for record in self._plan.records.files)
        hashes = dict(sorted([*records, *self._reading.sidecars.items()]))
        return {path: digest.hex() for path, digest in hashes.items() if digest is not None}

    def report(self, generation: Generation, contents: Contents, anew: Message | None = None) -> Report:
        """What was done with the `contents` of the folder."""
        manifest, vocabulary = generation.manifest, self._analysis.vocabulary
        left_out = (SkippedFile(one.name, one.reason) for one in contents.left_out)
        return Report(
            generation=generation.folder.name,
            files=len(list(self._plan.paths())),
            speeches=manifest.speeches,
            paragraphs=manifest.paragraphs,
            characters=manifest.characters,
            indexed=tuple(self._indexed),
            skipped=(*left_out, *self._plan.skipped()),
            versions=tuple(self._plan.duplicates),
            versions_kept=self._plan.keep_versions,
            words=len(vocabulary.words),
            synonyms=len(vocabulary.synonyms),
            problems=tuple(self._reading.problems),
            warnings=tuple(SpeechWarning(one.path, warning) for one in self._indexed for warning in one.warnings),
            census=census_of(contents, self._plan.records.files),
            changes=self.changes,
            anew=anew,
        )
