"""Readers: the bytes of one file → RawText. One reader a format (see `formats`), found by content and suffix.

Only this module, `opening` and `corpus` touch the disk; each reader is a function of `(bytes, path)`.
"""

from pathlib import Path, PurePath, PurePosixPath

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText, UnreadableItem
from indexer.readers.bounds import check_bounds, check_markers
from indexer.readers.content import advice_for, format_of_content
from indexer.readers.formats import BY_SUFFIX, Format, format_of
from indexer.readers.opening import file_bytes
from indexer.readers.scan.page_store import NOWHERE, PageStore

__all__ = ["format_of", "read", "read_bytes", "read_one", "read_texts"]


def read(file: Path, path: str) -> list[RawText | UnreadableItem]:
    """The speeches in one file of the corpus, nearly always one; `path` is its place under the corpus, with `/`.

    Raises ReadError where the file cannot be opened, has no reader, cannot be read, or is too large.
    """
    return read_texts(read_bytes(file), path)


def read_bytes(file: Path) -> bytes:
    """The bytes of a file that has a reader. Raises ReadError where it has none, cannot be opened or is too large."""
    return file_bytes(file, _format(file).max_bytes if file.is_file() else 0)  # what is no file has no format either


def read_texts(data: bytes, path: str, pages: PageStore = NOWHERE) -> list[RawText | UnreadableItem]:
    """The speeches in the bytes of the file at `path`; `pages` is where to find what a machine has read of its pictures.

    Raises ReadError where they cannot be read, UnrecognisedError where a machine must read pages first.
    """
    known = format_of_content(data, _format(PurePosixPath(path)), PurePosixPath(path).suffix.lower())
    check_markers(data, known.markers)
    texts = known.read_pictured(data, path, pages.pages(data)) if known.read_pictured else known.read(data, path)
    found = list(check_bounds(texts))
    if not any(isinstance(item, UnreadableItem) or item.lines for item in found):
        raise ReadError(_("文件里没有文字"))
    return found


def _format(file: PurePath) -> Format:
    """Raises ReadError where the suffix names no format that is read."""
    if known := format_of(file):
        return known
    if advice := advice_for(file.suffix.lower()):
        raise ReadError(advice)
    raise ReadError(
        _("不认识的格式“{value}”，可读的有：{known}", value=file.suffix or file.name, known=" ".join(sorted(BY_SUFFIX)))
    )


def read_one(file: Path, path: str) -> RawText:
    """The first speech in a file. Raises ReadError where none can be read."""
    for item in read(file, path):
        if isinstance(item, UnreadableItem):
            raise ReadError(item.reason)
        return item
    raise ReadError(_("文件里没有文字"))
