"""The use case: a folder of speeches → a published generation, and a report of what was found."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.analysis import Analysis
from indexer.catalogue import CatalogueWriter
from indexer.engine.embedded import EmbeddedWriter
from indexer.errors import CorpusError, ReadError
from indexer.message import Message
from indexer.model import Speech, Unread
from indexer.readers import read
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from indexer.store import FORMAT, Generation, Manifest, Store, now

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, and why."""

    path: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in a speech that its keeper should look at."""

    path: str
    warning: Message


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `files` counts all that were looked at."""

    generation: str
    files: int
    speeches: int
    paragraphs: int
    characters: int
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...]


def build(seeds: Path, index: Path, progress: Progress | None = None) -> Report:
    """Read every speech under `seeds` and publish a new generation in `index`.

    `progress` is called with (files done, files in all, path of the file that comes next).
    Raises CorpusError where there is nothing to index, IndexLockedError where another build runs;
    what was live stays live then.
    """
    tell = progress or (lambda *_: None)
    files = corpus_files(seeds)
    store = Store(index)
    with store.writing() as staging:
        work = _Build(staging)
        try:
            for done, (path, file) in enumerate(files):
                tell(done, len(files), path)
                work.take(path, file)
            tell(len(files), len(files), "")
            generation = work.finish(store)
        finally:
            work.close()
    return work.report(generation, len(files))


class _Build:
    """One build under way: where speeches go, and what is to be reported."""

    def __init__(self, staging: Path) -> None:
        analysis = Analysis()
        self._staging = staging
        self._fingerprint = analysis.fingerprint
        self._engine = EmbeddedWriter(staging, analysis)
        self._catalogue = CatalogueWriter(staging)
        self._ids: set[str] = set()
        self._hashes: dict[str, str] = {}
        self._skipped: list[Skipped] = []
        self._warnings: list[Warned] = []
        self._finished = False

    def take(self, path: str, file: Path) -> None:
        """Index one file; what cannot be read is noted and passed over."""
        try:
            found = read(file, path)
        except ReadError as error:
            self._skipped.append(Skipped(path, error.message))
            return
        self._hashes[path] = hashlib.sha256(file.read_bytes()).hexdigest()
        for item in found:
            if isinstance(item, Unread):
                self._skipped.append(Skipped(item.name, item.reason))
            else:
                self._add(parse(item))

    def _add(self, speech: Speech) -> None:
        speech = self._with_own_id(speech)
        self._warnings += (Warned(speech.path, warning) for warning in speech.warnings)
        self._engine.add(speech)
        self._catalogue.add(speech)

    def finish(self, store: Store) -> Generation:
        if not self._catalogue.entries:
            raise CorpusError(
                "没有一个文件能读，索引没有改动：\n" + _listed(self._skipped, "zh"),
                "No file could be read; the index is as it was:\n" + _listed(self._skipped, "en"),
            )
        self._engine.finish()
        self._catalogue.finish()
        self._finished = True
        entries = self._catalogue.entries
        manifest = Manifest(
            format=FORMAT,
            analysis=self._fingerprint,
            built=now(),
            speeches=len(entries),
            paragraphs=sum(entry.paragraphs for entry in entries),
            characters=sum(entry.characters for entry in entries),
            files=self._hashes,
        )
        return store.publish(self._staging, manifest)

    def close(self) -> None:
        """Let go of what an unfinished build holds open."""
        if not self._finished:
            self._engine.abandon()
            self._catalogue.abandon()

    def report(self, generation: Generation, files: int) -> Report:
        manifest = generation.manifest
        return Report(
            generation=generation.folder.name,
            files=files,
            speeches=manifest.speeches,
            paragraphs=manifest.paragraphs,
            characters=manifest.characters,
            skipped=tuple(self._skipped),
            warnings=tuple(self._warnings),
        )

    def _with_own_id(self, speech: Speech) -> Speech:
        """An id that two files declare goes to the first; the other is known by its path."""
        if speech.id in self._ids:
            warning = Message(
                f"编号“{speech.id}”与另一篇重复，改用文件路径作编号",
                f"the id “{speech.id}” is another speech's; the path is used instead",
            )
            speech = replace(speech, id=speech.path, warnings=(*speech.warnings, warning))
        self._ids.add(speech.id)
        return speech


def _listed(skipped: list[Skipped], language: str) -> str:
    return "\n".join(f"  {item.path}：{item.reason.text('en' if language == 'en' else 'zh')}" for item in skipped)
