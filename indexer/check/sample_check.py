"""Whether an index has the text of its corpus: some files are read again, and their speeches compared."""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from random import Random
from typing import NamedTuple

from indexer.build.reading_fingerprint import reading_fingerprint
from indexer.build.speech_reading import File, FileBatch, is_date
from indexer.check.problem import Problem, ProblemKind
from indexer.engine.reader import RankingReader
from indexer.errors import CorpusError
from indexer.i18n import Message, _
from indexer.model import Paragraph, Speech
from indexer.readers.corpus import corpus_files, own_patterns
from indexer.readers.scan.page_store import PageStore
from indexer.readers.sidecar import is_sidecar, merge_sidecars, read_sidecar
from indexer.speech.cleaning.junk_patterns import patterns_with, shipped_patterns
from indexer.store import Generation
from indexer.store.file_diff import hash_files
from indexer.store.speech_catalogue import Catalogue


class SampleResult(NamedTuple):
    """How many paragraphs were compared, what is wrong, and why nothing could be compared, if so."""

    paragraphs: int
    problems: list[Problem]
    note: Message | None = None


def check_sample(
    generation: Generation, catalogue: Catalogue, engine: RankingReader, seeds: Path, draw: Random, most: int
) -> SampleResult:
    """Read unchanged files of the corpus again, until at least `most` paragraphs have been compared."""
    try:
        files = corpus_files(seeds)
    except CorpusError:
        return SampleResult(0, [], _not_compared(_("找不到讲话稿文件夹“{seeds}”", seeds=seeds)))
    own, known = own_patterns(seeds), generation.manifest.files
    sidecars = [(path, file) for path, file in files if is_sidecar(path)]
    if reading_fingerprint(own) != generation.manifest.reading or _changed(sidecars, known):
        return SampleResult(0, [], _not_compared(_("程序、样式文件或元数据表已有改动")))
    speeches = [(path, file) for path, file in files if not is_sidecar(path)]
    read = (read_sidecar(file.read_bytes(), path, is_date) for path, file in sidecars)
    fields, _problems = merge_sidecars(read, {path for path, _ in speeches})
    patterns = shipped_patterns() if own is None else patterns_with(own)
    draw.shuffle(speeches)
    pages = PageStore(generation.folder.parent)  # a scan whose pages are no longer there is not compared
    same = (file for file in speeches if not _changed([file], known))
    batches = (FileBatch([file], fields, patterns, pages).speeches() for file in same)
    compared, wrong = _StoredSpeeches(catalogue, engine).compare(chain.from_iterable(batches), most)
    return SampleResult(
        compared, [Problem(generation.folder.name, ProblemKind.TEXT, _other_text(name)) for name in wrong]
    )


class _StoredSpeeches:
    """The speeches of an index, found by the name and the id that a file gives."""

    def __init__(self, catalogue: Catalogue, engine: RankingReader) -> None:
        self._catalogue, self._engine = catalogue, engine
        self._versions = {version.path for entry in catalogue.entries for version in entry.versions}

    def compare(self, speeches: Iterable[tuple[str, Speech]], most: int) -> tuple[int, list[str]]:
        """Compare speeches until `most` paragraphs are reached: the number of paragraphs, the names of what differs."""
        paragraphs, wrong = 0, []
        for name, speech in speeches:
            if name not in self._versions:
                paragraphs += len(speech.paragraphs)
                if not self._has(name, speech):
                    wrong.append(name)
            if paragraphs >= most:
                break
        return paragraphs, wrong

    def _has(self, name: str, speech: Speech) -> bool:
        """Whether the index has the same paragraphs under the id of the speech, or its name where the id was taken."""
        numbers = {self._catalogue.numbers.get(id_) for id_ in (speech.id, name, f"{name}~")} - {None}
        return any(self._paragraphs(number) == speech.paragraphs for number in numbers if number is not None)

    def _paragraphs(self, number: int) -> tuple[Paragraph, ...]:
        entry = self._catalogue.entries[number]
        return tuple(self._engine.paragraphs(range(entry.first, entry.first + entry.paragraphs)))


def _changed(files: Iterable[File], known: Mapping[str, str]) -> bool:
    """Whether any of these files has changed since the index was built."""
    return any(known.get(path) != digest for path, digest in hash_files(files).items())


def _not_compared(reason: Message) -> Message:
    return _("没有与讲话稿核对：{reason}", reason=reason)


def _other_text(name: str) -> Message:
    return _("“{name}”在索引里的文字与文件里的不同", name=name)
