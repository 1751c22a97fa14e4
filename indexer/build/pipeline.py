"""The use cases: a folder of speeches → a published generation, made anew or from the last one, and a report.

Files are read, understood and made ready for the index in one pass; then, of the speeches that are there more
than once, only the best are put together to the index. An update does this for what has changed, and carries over
the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.analysis import Analysis
from indexer.build.generation_writer import Draft, Made
from indexer.build.incremental_plan import Older, Succession
from indexer.build.reading_fingerprint import reading_fingerprint
from indexer.build.reading_pass import BYTES_PER_CHARACTER, CorpusReading
from indexer.build.report import Report, Skipped, Warned
from indexer.build.speech_reading import File, size_of
from indexer.build.word_lists import read_vocabulary
from indexer.engine.embedded import MOST_CHARACTERS, EmbeddedReader, ParallelWriter
from indexer.errors import CorpusError, IndexMissingError, IndexStaleError, IndexUnusableError
from indexer.i18n import Message, _, joined
from indexer.model import UnreadableItem
from indexer.readers.corpus import corpus_contents, own_patterns
from indexer.speech.cleaning.junk_patterns import Patterns, patterns_with, shipped_patterns
from indexer.store import Store
from indexer.store.manifest import Options
from indexer.workers import Workers

__all__ = ["Progress", "Report", "Skipped", "Warned", "build", "update"]

Progress = Callable[[int, int, str], None]
WORTH_PROCESSES = 1_000_000  # bytes of files; below, starting processes costs more than it saves
MEGABYTE = 1_000_000
MEMORY = 2_000  # megabytes, by default
LEAST_MEMORY = 500
PIECE_BYTES = 250  # of memory a character while a piece is made
SEGMENT_BYTES = 60  # of memory a character while pieces become a segment
OTHER_ANALYSIS = _("分词或词表变了")
OTHER_VERSION = _("原来的索引是另一个版本的程序建立的")
DAMAGED = _("原来的索引已损坏")
OTHER_READING = _("读取和理解文件的方式变了")


def build(
    seeds: Path,
    index: Path,
    progress: Progress | None = None,
    *,
    reading: Progress | None = None,
    keep_versions: bool = False,
    jobs: int = 1,
    memory: int = MEMORY,
    user_dict: Path | None = None,
    synonyms: Path | None = None,
    wait: float = 0,
) -> Report:
    """Read every speech under `seeds` and publish a new generation in `index`.

    `reading` and then `progress` are called with (files done, files in all, path of the file that
    comes next). `keep_versions` indexes a speech as often as it is there, not once. `memory` is about how
    many megabytes may be used at a time: what is read goes into pieces and segments of that size. With
    more than one of `jobs`, a large corpus is indexed by that many processes; a script that asks for
    them must guard its own start by `if __name__ == "__main__"`. `user_dict` and `synonyms` are files to
    use instead of those in `seeds`. Another build or update is waited for `wait` seconds.
    Raises CorpusError where there is nothing to index, WordListError where a line of those files is wrong,
    IndexLockedError where another build runs;
    what was live stays live then.
    """
    means = _Means(jobs, memory, wait, progress or _untold, reading or _untold)
    corpus = _corpus(seeds, keep_versions, user_dict, synonyms)
    return corpus.told(_build(corpus, Store(index), means, incremental=False))


def update(
    seeds: Path,
    index: Path,
    progress: Progress | None = None,
    *,
    reading: Progress | None = None,
    keep_versions: bool = False,
    jobs: int = 1,
    memory: int = MEMORY,
    user_dict: Path | None = None,
    synonyms: Path | None = None,
    wait: float = 0,
    trusting: bool = True,
) -> Report:
    """Publish a generation that answers as one from `build` would, reading only what has changed since the last one.

    Arguments and errors are those of `build`. Where the last generation cannot be carried on (there is none, it
    is damaged or of another version, files or words are read in another way now), everything is read; the report says why. Unless
    `trusting`, every file is hashed, also those whose size and times are as they were.
    """
    means = _Means(jobs, memory, wait, progress or _untold, reading or _untold)
    corpus = _corpus(seeds, keep_versions, user_dict, synonyms)
    return corpus.told(_build(corpus, Store(index), means, incremental=True, trusting=trusting))


def _untold(done: int, total: int, path: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class _Means:
    """What a build may use, and whom it tells."""

    jobs: int
    memory: int
    wait: float
    progress: Progress
    reading: Progress


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The files of a corpus, and all that decides how they are read."""

    files: Sequence[File]
    patterns: Patterns
    analysis: Analysis
    origin: Made
    left_out: Sequence[UnreadableItem]

    def told(self, report: Report) -> Report:
        """A report that names what is in the folder and was not even opened."""
        return replace(report, skipped=(*(Skipped(one.name, one.reason) for one in self.left_out), *report.skipped))


def _corpus(seeds: Path, keep_versions: bool, user_dict: Path | None, synonyms: Path | None) -> _Corpus:
    files, left_out = corpus_contents(seeds)
    own = own_patterns(seeds)
    return _Corpus(
        files=files,
        patterns=shipped_patterns() if own is None else patterns_with(own),
        analysis=Analysis(read_vocabulary(seeds, user_dict, synonyms)),
        origin=Made(str(seeds.absolute()), reading_fingerprint(own), options_of(keep_versions, user_dict, synonyms)),
        left_out=left_out,
    )


def options_of(keep_versions: bool, user_dict: Path | None, synonyms: Path | None) -> Options:
    """Options as a manifest keeps them: other commands, run elsewhere, find the same files by them."""
    return Options(keep_versions, *(None if file is None else str(file.absolute()) for file in (user_dict, synonyms)))


def _build(corpus: _Corpus, store: Store, means: _Means, *, incremental: bool, trusting: bool = True) -> Report:
    with (
        store.writing("update" if incremental else "build", wait=means.wait) as staging,
        CorpusReading(staging, corpus.patterns) as reading,
    ):
        older, anew = _older(store, corpus) if incremental else (None, None)
        files = reading.read_sidecars(corpus.files)
        found = Succession(older, files, reading, keep_versions=corpus.origin.options.keep_versions, trusting=trusting)
        with Workers(_worth(found.unread, means.jobs)) as workers:
            writer = _writer(staging, found.unread, workers, means.memory, corpus.analysis)
            found.settle(lambda some: reading.read(some, writer, means.reading))
            if not found.assigned:
                raise _nothing_to_index(found.skipped())
            draft = Draft(staging, corpus.analysis, found, reading, older)
            if draft.is_as_before():
                return draft.report(store.current())
            manifest = draft.write(writer, store, means.progress, corpus.origin)
        generation = store.publish(staging, manifest)
        return draft.report(generation, anew)


def _older(store: Store, corpus: _Corpus) -> tuple[Older | None, Message | None]:
    """The live generation, or why it cannot be carried on."""
    try:
        generation = store.current()
        if generation.manifest.analysis != corpus.analysis.fingerprint:
            return None, OTHER_ANALYSIS
        if (generation.manifest.reading, generation.manifest.options.keep_versions) != (
            corpus.origin.reading,
            corpus.origin.options.keep_versions,
        ):
            return None, OTHER_READING
        older = Older(generation)
        # What nobody could read must not go on, least of all as “unchanged”.
        EmbeddedReader(generation.folder, corpus.analysis, generation.manifest.paragraphs).close()
    except IndexMissingError:
        return None, None
    except IndexStaleError:
        return None, OTHER_VERSION
    except IndexUnusableError:
        return None, DAMAGED
    return older, None


def _worth(files: Sequence[File], jobs: int) -> int:
    """How many processes files are worth."""
    return jobs if _bytes(files) >= WORTH_PROCESSES else 1


def _bytes(files: Sequence[File]) -> int:
    return sum(size_of(file) for _, file in files)


def _writer(folder: Path, files: Sequence[File], workers: Workers, memory: int, analysis: Analysis) -> ParallelWriter:
    return ParallelWriter(
        folder,
        workers.jobs,
        _bytes(files) // BYTES_PER_CHARACTER,
        piece=memory * MEGABYTE // (workers.jobs * PIECE_BYTES),
        segment=min(MOST_CHARACTERS, memory * MEGABYTE // SEGMENT_BYTES),
        workers=workers,
        analysis=analysis,
    )


def _nothing_to_index(skipped: Sequence[Skipped]) -> CorpusError:
    empty = _("没有一个文件能读，索引没有改动：")
    reasons = [_("{name}：{reason}", name=item.path, reason=item.reason) for item in skipped]
    return CorpusError(joined("\n  ", [empty, *reasons]))
