"""Readers: the bytes of one file → RawText. One reader a format, found by suffix, checked by content.

Only this module and `corpus` touch the disk; each reader is a function of `(bytes, path)`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from indexer.errors import ReadError
from indexer.model import RawText, Unread
from indexer.readers.content import advice_for, check_content
from indexer.readers.docx import read_docx
from indexer.readers.epub import read_epub
from indexer.readers.html import read_html
from indexer.readers.jsonl import read_jsonl
from indexer.readers.markdown import read_markdown
from indexer.readers.pdf import read_pdf
from indexer.readers.plain import read_plain

__all__ = ["READERS", "read", "read_one"]

Reader = Callable[[bytes, str], Iterable[RawText | Unread]]


def _one(reader: Callable[[bytes, str], RawText]) -> Reader:
    """A reader of files that hold one speech each."""
    return lambda data, path: [reader(data, path)]


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _one(read_plain),
        ".md": _one(read_markdown),
        ".markdown": _one(read_markdown),
        ".html": _one(read_html),
        ".htm": _one(read_html),
        ".docx": _one(read_docx),
        ".epub": read_epub,
        ".pdf": _one(read_pdf),
        ".jsonl": read_jsonl,
    }
)


def read(file: Path, path: str) -> list[RawText | Unread]:
    """The speeches in one file of the corpus, nearly always one; `path` is its place under the corpus, with `/`.

    Raises ReadError where the file cannot be opened, has no reader, or is not what its suffix says.
    """
    suffix = file.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise _no_reader(file)
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("没有这个文件，请核对路径", "there is no such file; check the path") from error
    except PermissionError as error:
        raise ReadError("没有读这个文件的权限", "you have no permission to read it") from error
    except OSError as error:
        raise ReadError(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}") from error
    check_content(data, suffix)
    found = list(reader(data, path))
    if not any(isinstance(item, Unread) or item.lines for item in found):
        raise ReadError("文件里没有文字", "the file has no text")
    return found


def _no_reader(file: Path) -> ReadError:
    if advice := advice_for(file.suffix.lower()):
        return ReadError(advice.zh, advice.en)
    known = " ".join(sorted(READERS))
    return ReadError(
        f"不认识的格式“{file.suffix or file.name}”，可读的有：{known}",
        f"no reader for “{file.suffix or file.name}”; formats that can be read: {known}",
    )


def read_one(file: Path, path: str) -> RawText:
    """The first speech in a file. Raises ReadError where none can be read."""
    for item in read(file, path):
        if isinstance(item, Unread):
            raise ReadError(item.reason.zh, item.reason.en)
        return item
    raise ReadError("文件里没有文字", "the file has no text")
