"""The use cases: an index into one archive, while it is in use; and out of one, verified before it becomes live."""

from pathlib import Path

import msgspec

from indexer.analysis import analysis_of
from indexer.check.cross_check import disagreements
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import CallError, IndexStaleError, IndexUnusableError
from indexer.i18n import _
from indexer.store import Generation, Store
from indexer.store.archive import unpack, write_archive
from indexer.store.speech_catalogue import Catalogue


class Archived(msgspec.Struct, frozen=True):
    """What an archive has, and how large it is in bytes; `generation` is the one that was archived, or that is live now."""

    archive: str
    bytes: int
    generation: str
    speeches: int
    paragraphs: int


def backup(index: Path, archive: Path) -> Archived:
    """Write the live generation to one file, and read that again. An archive of that name is replaced when that is done.

    Raises IndexMissingError where nothing was built, IndexUnusableError where the index is damaged, CallError where
    the archive cannot be written.
    """
    try:
        return _archived(archive, write_archive(Store(index), archive))
    except OSError as error:
        raise CallError(_("不能写 {output}：{strerror}", output=archive, strerror=error.strerror or error)) from error


def restore(archive: Path, index: Path, *, wait: float = 0) -> Archived:
    """Publish what an archive has as a new generation of an index, once it has been verified. Else nothing is changed.

    Raises CallError where the archive is none, damaged or not to be trusted, IndexStaleError where the index in it is to be
    built again, IndexLockedError where another process writes.
    """
    store = Store(index)
    if not archive.is_file():
        raise CallError(_("找不到归档“{archive}”", archive=archive))
    with store.writing("restore", wait=wait) as staging:
        manifest = unpack(archive, staging)
        _verify(Generation(staging, manifest), archive)
        return _archived(archive, store.publish(staging, manifest))


def _archived(archive: Path, generation: Generation) -> Archived:
    manifest = generation.manifest
    size = archive.stat().st_size
    return Archived(str(archive), size, generation.folder.name, manifest.speeches, manifest.paragraphs)


def _verify(staged: Generation, archive: Path) -> None:
    """Raises CallError where the parts of what was unpacked do not agree, IndexStaleError where it has another analysis."""
    try:
        analysis = analysis_of(load_vocabulary(staged.folder))
        if analysis.fingerprint != staged.manifest.analysis:
            raise IndexStaleError.of_another_version()
        problems = [*disagreements(staged, Catalogue(staged.folder))]
        if not problems:
            EmbeddedReader(staged.folder, analysis, staged.manifest.paragraphs).close()
            return
    except IndexStaleError:
        raise
    except (IndexUnusableError, ValueError, LookupError, TypeError, MemoryError) as error:
        raise _unusable(archive) from error
    raise _unusable(archive)


def _unusable(archive: Path) -> CallError:
    return CallError(_("“{archive}”里的索引各部分对不上，不能用。索引没有改动。", archive=archive))
