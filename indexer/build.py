"""The use case: a folder of speeches → a published generation, and a report of what was found.

Every file is read, understood and made ready for the index in one pass; then, of the speeches that are there more
than once, only the best are put together to the index.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from indexer.analysis import Analysis
from indexer.catalogue import CatalogueWriter
from indexer.engine.embedded import MOST_CHARACTERS, ParallelWriter
from indexer.errors import CorpusError
from indexer.libraries import library_versions
from indexer.manifest import FORMAT, Manifest, Options, corpus_fingerprint
from indexer.message import Message
from indexer.readers.corpus import corpus_files, own_patterns
from indexer.reading import reading_fingerprint
from indexer.report import Indexed, Report, Skipped, Warned
from indexer.speech.patterns import patterns_with, shipped_patterns
from indexer.store import Generation, Store, now
from indexer.survey import BYTES, Survey
from indexer.understanding import Understood, size_of
from indexer.versions import Version, find_versions
from indexer.vocabulary import save_vocabulary
from indexer.wordlists import read_vocabulary
from indexer.workers import Workers

__all__ = ["Progress", "Report", "Skipped", "Warned", "build"]

Progress = Callable[[int, int, str], None]
WORTH_PROCESSES = 1_000_000  # bytes of files; below, starting processes costs more than it saves
MEGABYTE = 1_000_000
MEMORY = 2_000  # megabytes, by default
LEAST_MEMORY = 500
PIECE_BYTES = 250  # of memory a character while a piece is made
SEGMENT_BYTES = 60  # of memory a character while pieces become a segment


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
    files = corpus_files(seeds)
    own = own_patterns(seeds)
    patterns = shipped_patterns() if own is None else patterns_with(own)
    analysis = Analysis(read_vocabulary(seeds, user_dict, synonyms))
    store = Store(index)
    made_of = _MadeOf(seeds, reading_fingerprint(own), options_of(keep_versions, user_dict, synonyms))
    with store.writing("build", wait=wait) as staging:
        with Survey(staging, patterns) as survey, Workers(_worth(files, jobs)) as workers:
            files = survey.take_sidecars(files)
            writer = _writer(staging, files, workers, memory, analysis)
            survey.take(files, writer, reading or _untold)
            if not survey.prints:
                raise _nothing_to_index(survey.skipped)
            work = _Build(staging, analysis, find_versions(survey.prints), made_of)
            try:
                for done, (path, _) in enumerate(files):
                    (progress or _untold)(done, len(files), path)
                    work.take(path, survey)
                (progress or _untold)(len(files), len(files), "")
                manifest = work.finish(writer, survey.hashes)
            finally:
                work.close()
        generation = store.publish(staging, manifest)
    return work.report(generation, len(files), survey)


def _untold(done: int, total: int, path: str) -> None:
    """Nobody wants to know."""


def _worth(files: Sequence[tuple[str, Path]], jobs: int) -> int:
    """How many processes files are worth."""
    return jobs if _bytes(files) >= WORTH_PROCESSES else 1


def _bytes(files: Sequence[tuple[str, Path]]) -> int:
    return sum(size_of(file) for _, file in files)


class _MadeOf(NamedTuple):
    """What the manifest says of where speeches come from, and how they are understood and taken."""

    source: Path
    reading: str
    options: Options


def options_of(keep_versions: bool, user_dict: Path | None, synonyms: Path | None) -> Options:
    """Options as a manifest keeps them: other commands, run elsewhere, find the same files by them."""
    return Options(keep_versions, *(None if file is None else str(file.absolute()) for file in (user_dict, synonyms)))


class _Build:
    """One build under way: which speeches go into the index, and what is to be reported."""

    def __init__(self, staging: Path, analysis: Analysis, versions: Sequence[Version], made_of: _MadeOf) -> None:
        self._vocabulary = analysis.vocabulary
        save_vocabulary(analysis.vocabulary, staging)
        self._fingerprint = analysis.fingerprint
        self._catalogue = CatalogueWriter(staging)
        self._versions = versions
        self._made_of = made_of
        self._keep_versions = made_of.options.keep_versions
        self._passed_over = frozenset(
            () if self._keep_versions else (version.path for version in versions if version.is_same)
        )
        self._also: dict[str, list[Version]] = {}
        for version in (one for one in versions if one.is_same):
            self._also.setdefault(version.of, []).append(version)
        self._ids: set[str] = set()
        self._ids_by_name: dict[str, str] = {}
        self._indexed: list[Indexed] = []
        self._finished = False

    def take(self, path: str, survey: Survey) -> None:
        """Put the speeches of one file into the index."""
        for one in survey.speeches(path):
            if one.name not in self._passed_over:
                self._add(self._with_own_id(one))

    def _add(self, one: Understood) -> None:
        self._indexed.append(one.indexed)
        self._ids_by_name[one.name] = one.entry.id
        self._catalogue.add(one.entry, one.line, tuple(self._also.get(one.name, ())))

    def finish(self, writer: ParallelWriter, hashes: Mapping[str, str]) -> Manifest:
        """Write everything out; `hashes` are those of the files, by path."""
        writer.finish(self._ids_by_name)
        self._catalogue.finish()
        self._finished = True
        return Manifest(
            format=FORMAT,
            versions=library_versions(),
            analysis=self._fingerprint,
            reading=self._made_of.reading,
            corpus=corpus_fingerprint(hashes),
            source=str(self._made_of.source.absolute()),
            options=self._made_of.options,
            built=now(),
            speeches=len(self._indexed),
            paragraphs=sum(one.paragraphs for one in self._indexed),
            characters=sum(one.characters for one in self._indexed),
            checksums={},  # known when all is written: see Store.publish
            files_json=msgspec.Raw(msgspec.json.encode(hashes)),
        )

    def close(self) -> None:
        """Let go of what an unfinished build holds open."""
        if not self._finished:
            self._catalogue.abandon()

    def report(self, generation: Generation, files: int, survey: Survey) -> Report:
        manifest = generation.manifest
        return Report(
            generation=generation.folder.name,
            files=files,
            speeches=manifest.speeches,
            paragraphs=manifest.paragraphs,
            characters=manifest.characters,
            indexed=tuple(self._indexed),
            skipped=tuple(survey.skipped),
            versions=tuple(self._versions),
            versions_kept=self._keep_versions,
            words=len(self._vocabulary.words),
            synonyms=len(self._vocabulary.synonyms),
            problems=tuple(survey.problems),
            warnings=tuple(Warned(one.path, warning) for one in self._indexed for warning in one.warnings),
        )

    def _with_own_id(self, one: Understood) -> Understood:
        """An id that two speeches declare goes to the first; the other is known by its path."""
        if one.entry.id in self._ids:
            own = one.name
            while own in self._ids:
                own += "~"
            warning = Message(
                f"编号“{one.entry.id}”与另一篇重复，改用文件路径作编号",
                f"the id “{one.entry.id}” is another speech's; the path is used instead",
            )
            one = one.renamed(own, warning)
        self._ids.add(one.entry.id)
        return one


def _writer(
    folder: Path, files: Sequence[tuple[str, Path]], workers: Workers, memory: int, analysis: Analysis
) -> ParallelWriter:
    return ParallelWriter(
        folder,
        workers.jobs,
        _bytes(files) // BYTES,
        piece=memory * MEGABYTE // (workers.jobs * PIECE_BYTES),
        segment=min(MOST_CHARACTERS, memory * MEGABYTE // SEGMENT_BYTES),
        workers=workers,
        analysis=analysis,
    )


def _nothing_to_index(skipped: Sequence[Skipped]) -> CorpusError:
    return CorpusError(
        "没有一个文件能读，索引没有改动：\n" + "\n".join(f"  {item.path}：{item.reason.zh}" for item in skipped),
        "No file could be read; the index is as it was:\n"
        + "\n".join(f"  {item.path}: {item.reason.en}" for item in skipped),
    )
