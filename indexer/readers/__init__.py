"""Readers: the bytes of one file → RawText. One reader a format, found by suffix.

Only this module and `corpus` touch the disk; each reader is a function of `(bytes, path)`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain

__all__ = ["READERS", "read"]

Reader = Callable[[bytes, str], RawText]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".docx": read_docx,
    }
)


def read(file: Path, path: str) -> RawText:
    """Read one file of the corpus; `path` is its place under the corpus, with `/`.

    Raises ReadError where the file cannot be opened, has no reader, or is not what its suffix says.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        raise ReadError(
            f"不认识的格式“{file.suffix or file.name}”，可读的有：{known}",
            f"no reader for “{file.suffix or file.name}”; formats that can be read: {known}",
        )
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}") from error
    raw = reader(data, path)
    if not raw.lines:
        raise ReadError("文件里没有文字", "the file has no text")
    return raw
