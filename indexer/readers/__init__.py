"""Readers: the bytes of one file → RawText. One reader a format, found by suffix, checked by content.

Only this module, `opening` and `corpus` touch the disk; each reader is a function of `(bytes, path)`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText, UnreadableItem
from indexer.readers.bounds import LARGEST, bounded, check_pieces
from indexer.readers.content import advice_for, check_content
from indexer.readers.jsonl import read_jsonl
from indexer.readers.opening import file_bytes
from indexer.readers.plain import read_plain

__all__ = ["READERS", "contents", "read", "read_one", "texts_in"]

Reader = Callable[[bytes, str], Iterable[RawText | UnreadableItem]]


def _plain(data: bytes, path: str) -> list[RawText]:
    return [read_plain(data, path)]


# The libraries for these take longer to import than many a folder to read.


def _markdown(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.markdown import read_markdown

    return [read_markdown(data, path)]


def _html(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.html import read_html

    return [read_html(data, path)]


def _docx(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.docx import read_docx

    return [read_docx(data, path)]


def _epub(data: bytes, path: str) -> Iterable[RawText | UnreadableItem]:
    from indexer.readers.epub import read_epub

    return read_epub(data, path)


def _pdf(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.pdf.apart import apart

    return [apart().read(data, path)]


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _plain,
        ".md": _markdown,
        ".markdown": _markdown,
        ".html": _html,
        ".htm": _html,
        ".docx": _docx,
        ".epub": _epub,
        ".pdf": _pdf,
        ".jsonl": read_jsonl,
    }
)


def read(file: Path, path: str) -> list[RawText | UnreadableItem]:
    """The speeches in one file of the corpus, nearly always one; `path` is its place under the corpus, with `/`.

    Raises ReadError where the file cannot be opened, has no reader, is not what its suffix says, or is too large.
    """
    return texts_in(contents(file), path)


def contents(file: Path) -> bytes:
    """The bytes of a file that has a reader. Raises ReadError where it has none, cannot be opened or is too large."""
    suffix = file.suffix.lower()
    if suffix not in READERS:
        raise _no_reader(file)
    return file_bytes(file, LARGEST[suffix])


def texts_in(data: bytes, path: str) -> list[RawText | UnreadableItem]:
    """The speeches in the contents of the file at `path`. Raises ReadError where they are not what its suffix says."""
    suffix = PurePosixPath(path).suffix.lower()
    check_content(data, suffix)
    check_pieces(data, suffix)
    found = list(bounded(READERS[suffix](data, path)))
    if not any(isinstance(item, UnreadableItem) or item.lines for item in found):
        raise ReadError(_("文件里没有文字"))
    return found


def _no_reader(file: Path) -> ReadError:
    if advice := advice_for(file.suffix.lower()):
        return ReadError(advice)
    known = " ".join(sorted(READERS))
    return ReadError(
        _("不认识的格式“{value}”，可读的有：{known}", value=file.suffix or file.name, known=known),
    )


def read_one(file: Path, path: str) -> RawText:
    """The first speech in a file. Raises ReadError where none can be read."""
    for item in read(file, path):
        if isinstance(item, UnreadableItem):
            raise ReadError(item.reason)
        return item
    raise ReadError(_("文件里没有文字"))
