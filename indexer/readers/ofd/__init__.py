"""OFD, the fixed-layout documents of Chinese offices (GB/T 33190-2016), as paragraphs.

`package` opens the zip, `document` goes through its pages, `graphics` and `text_object` place their characters, and `rows`
puts these together to rows of print, which `layout` reads.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.layout.raw_text import is_garbled, is_only_pictures, text_of_pages
from indexer.readers.layout.row import Page
from indexer.readers.ofd.document import Document
from indexer.readers.ofd.graphics import Budget
from indexer.readers.ofd.package import Package

__all__ = ["read_ofd"]


def read_ofd(data: bytes, path: str) -> list[RawText]:
    """A RawText a document, of which a file nearly always has one.

    Raises ReadError where it is damaged or encrypted, is too large, or has no text that could be searched.
    """
    package, budget = Package(data), Budget()
    documents = [Document(package, name, budget).pages() for name in package.documents()]
    _check_text([page for pages in documents for page in pages])
    texts = [text_of_pages(path, "ofd", pages) for pages in documents]
    if len(texts) == 1:
        return texts
    return [replace(text, part=part) for part, text in enumerate(texts, 1)]


def _check_text(pages: Sequence[Page]) -> None:
    """Raises ReadError where there is no text to be searched."""
    if is_only_pictures(pages):
        raise ReadError(
            _("这个 OFD 只有图片（扫描件），没有文字；请先做文字识别（OCR），再放入识别后的文件"),
        )
    if is_garbled(pages):
        raise ReadError(
            _("这个 OFD 只有字形，没有说明哪个字形是哪个字，取出的是乱码；请换一份，或先做文字识别（OCR）"),
        )
