"""The use cases: a folder of speeches → a published generation, made anew or from the previous one, and a report.

Files are read, parsed and made into partial segments of the index in one pass; then the speeches that are kept (of
several duplicates only the best) are merged into the index. An update does this for what has changed and takes
over the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.analysis import Analysis
from indexer.build.generation_writer import GenerationWriter, Provenance
from indexer.build.incremental_plan import IncrementalPlan, PreviousGeneration
from indexer.build.reading_fingerprint import reading_fingerprint
from indexer.build.reading_pass import BYTES_PER_CHARACTER, CorpusReading
from indexer.build.report import Report, SkippedFile, SpeechWarning
from indexer.build.speech_reading import File, Indexed, size_of
from indexer.build.word_lists import own_phrasings, read_vocabulary
from indexer.engine.embedded import MOST_CHARACTERS, EmbeddedReader
from indexer.engine.embedded.write import ParallelWriter
from indexer.errors import CorpusError, IndexMissingError, IndexStaleError, IndexUnusableError
from indexer.i18n import Message, _, joined
from indexer.readers.corpus import Contents, corpus_contents, own_patterns
from indexer.readers.scan.page_store import PageStore
from indexer.readers.scan.scanned_files import recognise
from indexer.speech.cleaning.junk_patterns import Patterns, patterns_with, shipped_patterns
from indexer.store import Generation, Store
from indexer.store.file_stamps import FileStamps
from indexer.store.manifest import StoredOptions
from indexer.store.phrasings import Phrasing
from indexer.workers import Workers

__all__ = ["BuildOptions", "Progress", "Report", "SkippedFile", "SpeechWarning", "build", "update"]

Progress = Callable[[int, int, str], None]  # files done, files in all, path of the file that comes next
PRELOADED = ("indexer.build.preloaded",)  # by name: this process needs no dictionary where others cut the words
MIN_BYTES_FOR_PROCESSES = 1_000_000  # of files; below, starting processes costs more than it saves
MEGABYTE = 1_000_000
DEFAULT_MEMORY = 2_000  # megabytes
MIN_MEMORY = 500
PART_BYTES = 250  # of memory a character while a partial segment is made
SEGMENT_BYTES = 60  # of memory a character while partial segments become a segment
OTHER_ANALYSIS = _("分词或词表变了")
OTHER_VERSION = _("原来的索引是另一个版本的程序建立的")
DAMAGED = _("原来的索引已损坏")
OTHER_READING = _("读取和理解文件的方式变了")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How an index is built.

    `keep_versions` indexes a speech as often as it is there, not once. `user_dict` and `synonyms` are files to use
    instead of those in the corpus. With more than one of `jobs`, a large corpus is indexed by that many processes; a
    script that asks for them must guard its own start by `if __name__ == "__main__"`. `memory` is about how many
    megabytes may be used at a time: segments are made of that size. Another build or update is waited for `wait`
    seconds.
    """

    keep_versions: bool = False
    user_dict: Path | None = None
    synonyms: Path | None = None
    jobs: int = 1
    memory: int = DEFAULT_MEMORY
    wait: float = 0

    def stored(self) -> StoredOptions:
        """What a manifest keeps of them; absolute paths: other commands, run elsewhere, find the same files by them."""
        files = (None if file is None else str(file.absolute()) for file in (self.user_dict, self.synonyms))
        return StoredOptions(self.keep_versions, *files)


DEFAULTS = BuildOptions()


def _no_progress(done: int, total: int, path: str) -> None:
    """What is called where nobody follows the progress."""


def build(
    seeds: Path,
    index: Path,
    options: BuildOptions = DEFAULTS,
    *,
    reading: Progress = _no_progress,
    recognising: Progress = _no_progress,
    indexing: Progress = _no_progress,
) -> Report:
    """Read every speech under `seeds` and publish a new generation in `index`.

    `reading` and then `indexing` are called as the two halves of the work go on; where there are scans, and what reads
    them is installed, `recognising` between them, with pages in place of files. Pages that were read are kept in `index`
    whatever happens then, so a build that is stopped goes on with those that are left.
    Raises CorpusError where there is nothing to index, WordListError where a line of a word list is wrong,
    IndexLockedError where another build runs; what was live stays live then.
    """
    job = _Job(_corpus(seeds, options), Store(index), options, reading, recognising, indexing)
    return job.run(incremental=False)


def update(
    seeds: Path,
    index: Path,
    options: BuildOptions = DEFAULTS,
    *,
    reading: Progress = _no_progress,
    recognising: Progress = _no_progress,
    indexing: Progress = _no_progress,
    trust_stamps: bool = True,
) -> Report:
    """Publish a generation that answers as one from `build` would, reading only what has changed since the last one.

    Arguments and errors are those of `build`. Where the last generation cannot be used (there is none, it is damaged
    or of another version, files or words are now read in another way), everything is read; the report says why.
    Unless `trust_stamps`, every file is hashed, also those whose size and times have not changed.
    """
    job = _Job(_corpus(seeds, options), Store(index), options, reading, recognising, indexing)
    return job.run(incremental=True, trust_stamps=trust_stamps)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The files of a corpus, and all that decides how they are read."""

    contents: Contents
    patterns: Patterns
    analysis: Analysis
    phrasings: tuple[Phrasing, ...]
    provenance: Provenance


def _corpus(seeds: Path, options: BuildOptions) -> _Corpus:
    contents = corpus_contents(seeds)
    own = own_patterns(seeds)
    return _Corpus(
        contents=contents,
        patterns=shipped_patterns() if own is None else patterns_with(own),
        analysis=Analysis(read_vocabulary(seeds, options.user_dict, options.synonyms)),
        phrasings=own_phrasings(seeds),
        provenance=Provenance(str(seeds.absolute()), reading_fingerprint(own), options.stored()),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """One build or update of an index."""

    corpus: _Corpus
    store: Store
    options: BuildOptions
    reading: Progress
    recognising: Progress
    indexing: Progress

    def run(self, *, incremental: bool, trust_stamps: bool = True) -> Report:
        corpus, pages = self.corpus, PageStore(self.store.folder)
        with (
            self.store.writing("update" if incremental else "build", wait=self.options.wait) as staging,
            CorpusReading(staging, corpus.patterns, pages) as reading,
        ):
            previous, anew = _previous(self.store, corpus) if incremental else (None, None)
            files = reading.read_sidecars(corpus.contents.files)
            stamps = FileStamps.load(self.store.folder) if trust_stamps else FileStamps()
            plan = IncrementalPlan(previous, files, reading, keep_versions=self.options.keep_versions, stamps=stamps)
            changed = plan.changed_files
            with Workers(_processes_for(changed, self.options.jobs), PRELOADED) as workers:
                writer = _writer(staging, changed, workers, self.options.memory, corpus.analysis)
                plan.settle(partial(self._read, reading, pages, writer))
                if not plan.assigned:
                    raise _nothing_to_index(plan.skipped())
                live = None if previous else _whole(self.store)
                generation = GenerationWriter(staging, corpus.analysis, corpus.phrasings, plan, reading, previous, live)
                if generation.is_unchanged():
                    stamps.save(self.store.folder)
                    return generation.report(self.store.current(), corpus.contents)
                manifest = generation.write(writer, self.store, self.indexing, corpus.provenance)
            published = self.store.publish(staging, manifest)
            stamps.save(self.store.folder)
            pages.prune({record.hash for record in plan.records.files if record.hash is not None})
            return generation.report(published, corpus.contents, anew)

    def _read(
        self,
        reading: CorpusReading,
        pages: PageStore,
        writer: ParallelWriter,
        files: Sequence[File],
        mains: Mapping[str, Indexed],
    ) -> None:
        """Read files, and those that are scans once more when a machine has read their pages."""
        reading.read(files, mains, writer, self.reading)
        while scans := reading.scans(files):
            recognise(scans, pages, self.options.jobs, self.options.memory, self.recognising)
            reading.read([(scan.path, scan.file) for scan in scans], mains, writer, self.reading)


def _previous(store: Store, corpus: _Corpus) -> tuple[PreviousGeneration | None, Message | None]:
    """The live generation, or why an update cannot use it; neither where nothing was built."""
    try:
        generation = store.current()
        manifest, provenance = generation.manifest, corpus.provenance
        if manifest.analysis != corpus.analysis.fingerprint:
            return None, OTHER_ANALYSIS
        if (manifest.reading, manifest.options.keep_versions) != (
            provenance.reading,
            provenance.options.keep_versions,
        ):
            return None, OTHER_READING
        previous = PreviousGeneration(generation)
        # An index that cannot be opened must not be kept, least of all as “unchanged”.
        EmbeddedReader(generation.folder, corpus.analysis, manifest.paragraphs).close()
    except IndexMissingError:
        return None, None
    except IndexStaleError:
        return None, OTHER_VERSION
    except IndexUnusableError:
        return None, DAMAGED
    return previous, None


def _whole(store: Store) -> Generation | None:
    """The live generation, where this version can read it and no file of it is damaged."""
    try:
        generation = store.current()
    except IndexUnusableError:
        return None
    return generation if generation.damage() is None else None


def _processes_for(files: Sequence[File], jobs: int) -> int:
    """How many processes are worth starting for these files."""
    return jobs if _bytes(files) >= MIN_BYTES_FOR_PROCESSES else 1


def _bytes(files: Sequence[File]) -> int:
    return sum(size_of(file) for _, file in files)


def _writer(folder: Path, files: Sequence[File], workers: Workers, memory: int, analysis: Analysis) -> ParallelWriter:
    return ParallelWriter(
        folder,
        workers.jobs,
        _bytes(files) // BYTES_PER_CHARACTER,
        part=memory * MEGABYTE // (workers.jobs * PART_BYTES),
        segment=min(MOST_CHARACTERS, memory * MEGABYTE // SEGMENT_BYTES),
        workers=workers,
        analysis=analysis,
    )


def _nothing_to_index(skipped: Sequence[SkippedFile]) -> CorpusError:
    empty = _("没有一个文件能读，索引没有改动：")
    reasons = [_("{name}：{reason}", name=item.path, reason=item.reason) for item in skipped]
    return CorpusError(joined("\n  ", [empty, *reasons]))
