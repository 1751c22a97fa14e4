"""The use case: what is live, since when, how large it is, who is writing, and how it differs from the corpus now."""

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import msgspec

from indexer.analysis import Analysis
from indexer.build.reading_fingerprint import reading_fingerprint
from indexer.build.word_lists import own_phrasings, read_vocabulary
from indexer.engine.embedded import SEGMENT_EXTENSION
from indexer.errors import CallError, IndexMissingError
from indexer.i18n import Message, _
from indexer.readers import format_of
from indexer.readers.corpus import corpus_files, own_patterns
from indexer.readers.sidecar import is_sidecar
from indexer.store import CURRENT, Generation, Store
from indexer.store.file_diff import Changes, diff_files, hash_files
from indexer.store.lock import Holder, find_holder
from indexer.store.manifest import StoredOptions
from indexer.store.phrasings import load_phrasings
from indexer.store.verification import Verification


class Difference(msgspec.Struct, frozen=True):
    """How a corpus differs from what was indexed. `words`: its word lists differ; `reading`: the way it is read does."""

    changes: Changes
    words: bool
    reading: bool

    def __bool__(self) -> bool:
        return bool(self.changes) or self.words or self.reading


class Status(msgspec.Struct, frozen=True):
    """`since` is when the generation became live; `checked`, since when every file of it has been seen whole, None where one
    was not read yet. `bytes` are those of its files, `disk` those of the whole folder, each file once. `kept` are older
    generations. `difference` is None where the corpus cannot be read, and `unread` says why.
    """

    generation: str
    built: datetime
    since: datetime
    checked: datetime | None
    bytes: int
    disk: int
    files: int
    segments: int
    speeches: int
    paragraphs: int
    characters: int
    analysis: str
    reading: str
    corpus: str
    versions: dict[str, str]
    source: str
    options: StoredOptions
    kept: tuple[str, ...]
    writer: Holder | None
    difference: Difference | None
    unread: Message | None


def status(index: Path, seeds: Path | None = None) -> Status:
    """The state of an index, beside the corpus in `seeds`, or else where it was when the index was built.

    Raises IndexMissingError where nothing was built, IndexUnusableError where it is damaged.
    """
    generation = Store(index).current()
    manifest = generation.manifest
    source = seeds or Path(manifest.source)
    difference, unread = _compare(generation, source)
    return Status(
        generation=generation.folder.name,
        built=manifest.built,
        since=_since(index),
        checked=Verification.load(index).last_check(generation.folder, manifest),
        bytes=sum(one.size for one in manifest.checksums.values()),
        disk=_disk_usage(index),
        files=len(manifest.files),
        segments=sum(name.endswith(SEGMENT_EXTENSION) for name in manifest.checksums),
        speeches=manifest.speeches,
        paragraphs=manifest.paragraphs,
        characters=manifest.characters,
        analysis=manifest.analysis,
        reading=manifest.reading,
        corpus=manifest.corpus,
        versions=manifest.versions,
        source=str(source),
        options=manifest.options,
        kept=_kept_generations(index, generation),
        writer=find_holder(index),
        difference=difference,
        unread=unread,
    )


def _compare(generation: Generation, source: Path) -> tuple[Difference | None, Message | None]:
    """How the corpus differs now; or why that cannot be said."""
    try:
        return _difference(generation, source), None
    except CallError as error:
        return None, error.message


def _difference(generation: Generation, source: Path) -> Difference:
    manifest = generation.manifest
    options = manifest.options
    lists = [None if file is None else Path(file) for file in (options.user_dict, options.synonyms)]
    return Difference(
        diff_files(manifest.files, hash_files(file for file in corpus_files(source) if _is_read(file[0]))),
        words=Analysis(read_vocabulary(source, *lists)).fingerprint != manifest.analysis
        or own_phrasings(source) != load_phrasings(generation.folder),
        reading=reading_fingerprint(own_patterns(source)) != manifest.reading,
    )


def _is_read(path: str) -> bool:
    """Whether files of this kind are read at all: the others are not hashed, nor do they matter."""
    return format_of(PurePosixPath(path)) is not None or is_sidecar(path)


def _kept_generations(index: Path, live: Generation) -> tuple[str, ...]:
    return tuple(path.name for path in Store(index).generations() if path != live.folder)


def _since(index: Path) -> datetime:
    try:
        return datetime.fromtimestamp((index / CURRENT).stat().st_mtime, UTC).replace(microsecond=0)
    except FileNotFoundError as error:
        raise IndexMissingError(_("“{index}”里的索引刚刚被移走", index=index)) from error


def _disk_usage(index: Path) -> int:
    """The bytes of all files in the folder of an index; generations have some of them in common."""
    sizes: dict[tuple[int, int], int] = {}
    for file in index.rglob("*"):
        try:
            found = file.lstat()
        except FileNotFoundError:  # a writer has just removed it
            continue
        if not file.is_dir():
            sizes[found.st_dev, found.st_ino] = found.st_size
    return sum(sizes.values())
