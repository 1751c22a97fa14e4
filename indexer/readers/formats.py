"""The formats that are read: one row each. Another format is a reader module and a row here.

A reader is a function of `(bytes, path)`. One whose libraries take longer to import than many a folder takes to
read is imported when the first such file is read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import TypeAlias

from indexer.i18n import Message, _
from indexer.model import RawText, UnreadableItem
from indexer.readers.bounds import MAX_TEXT_BYTES, MEGABYTE
from indexer.readers.jsonl import read_jsonl
from indexer.readers.plain import read_plain
from indexer.readers.scan.recognised_page import NONE, Recognised

ZIP = (b"PK\x03\x04",)
COMPOUND = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)  # the container of old Office files
MAX_ARCHIVE_BYTES = 200 * MEGABYTE  # mostly pictures and fonts

PictureReader: TypeAlias = Callable[[bytes, str, Recognised], Iterable[RawText | UnreadableItem]]
Reader: TypeAlias = Callable[[bytes, str], Iterable[RawText | UnreadableItem]]


@dataclass(frozen=True, slots=True)
class Signature:
    """How the content of a kind of file is recognised: how it begins, and what stands anywhere in it, if given.

    Of a zip and of a compound file it is the list of what is in it that is looked at: each name after a line end.

    `name` completes the sentence “inside it is …”. `any_case`: `begins` is in small letters, the file in any.
    """

    name: Message | str
    begins: tuple[bytes, ...]
    contains: tuple[bytes, ...] = ()
    any_case: bool = False

    def fits(self, head: bytes, data: bytes) -> bool:
        """Whether a file is of this kind; `head` is its beginning, without byte order mark and white space."""
        start = head.lower() if self.any_case else head
        return start.startswith(self.begins) and (not self.contains or any(part in data for part in self.contains))


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `suffixes` are in small letters, the usual one first.

    `markers` are the signs of which a parser makes objects: their number bounds its memory. `signature` is None for
    plain text, which must not look like any other kind of file; only where `may_hold_html` it may look like a web
    page. Where pages may be pictures, `read_pictured` is given what a machine has read of them.
    """

    suffixes: tuple[str, ...]
    read: Reader
    max_bytes: int
    markers: tuple[bytes, ...] = ()
    signature: Signature | None = None
    may_hold_html: bool = False
    read_pictured: PictureReader | None = None

    @property
    def suffix(self) -> str:
        return self.suffixes[0]


def _plain(data: bytes, path: str) -> list[RawText]:
    return [read_plain(data, path)]


def _markdown(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.markdown import read_markdown

    return [read_markdown(data, path)]


def _html(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.html import read_html

    return [read_html(data, path)]


def _docx(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.docx import read_docx

    return [read_docx(data, path)]


def _doc(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.word97 import read_doc

    return [read_doc(data, path)]


def _pptx(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.office.presentation import read_pptx

    return [read_pptx(data, path)]


def _xlsx(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.office.spreadsheet import read_xlsx

    return [read_xlsx(data, path)]


def _odt(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.opendocument import read_odt

    return [read_odt(data, path)]


def _rtf(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.rtf import read_rtf

    return [read_rtf(data, path)]


def _mht(data: bytes, path: str) -> list[RawText]:
    from indexer.readers.office.web_archive import read_mht

    return [read_mht(data, path)]


def _epub(data: bytes, path: str) -> Iterable[RawText]:
    from indexer.readers.epub import read_epub

    return read_epub(data, path)


def _pdf(data: bytes, path: str, recognised: Recognised = NONE) -> list[RawText]:
    from indexer.readers.isolation.isolated_reader import isolated_reader

    return [isolated_reader().read_pdf(data, path, recognised)]


def _ofd(data: bytes, path: str) -> Iterable[RawText]:
    from indexer.readers.isolation.isolated_reader import isolated_reader

    return isolated_reader().read_ofd(data, path)


HTML = Format(
    (".html", ".htm"),
    _html,
    30 * MEGABYTE,  # saved with its pictures inside
    markers=(b"<",),
    signature=Signature(_("网页"), begins=(b"<!doctype html", b"<html"), any_case=True),
)
FORMATS: tuple[Format, ...] = (
    Format((".txt",), _plain, MAX_TEXT_BYTES, markers=(b"\n", b"\r")),
    Format(
        (".md", ".markdown"),
        _markdown,
        MAX_TEXT_BYTES,
        markers=tuple(b"%c" % sign for sign in b"\n\r*_[`<&\\"),
        may_hold_html=True,
    ),
    HTML,
    Format(
        (".docx", ".docm"),
        _docx,
        MAX_ARCHIVE_BYTES,
        signature=Signature(_("Word 文档（.docx）"), begins=ZIP, contains=(b"\nword/",)),
    ),
    Format(
        (".doc", ".wps", ".dot", ".wpt"),  # WPS Office writes its own alike
        _doc,
        MAX_ARCHIVE_BYTES,
        signature=Signature(_("Word 97–2003 文档（.doc、.wps）"), begins=COMPOUND, contains=(b"\nworddocument",)),
    ),
    Format(
        (".pdf",),
        _pdf,
        MAX_ARCHIVE_BYTES,
        signature=Signature("PDF", begins=(b"%PDF-",)),
        read_pictured=_pdf,
    ),
    Format(
        (".ofd",),
        _ofd,
        MAX_ARCHIVE_BYTES,
        signature=Signature(_("OFD 版式文件"), begins=ZIP, contains=(b"\nOFD.xml", b"\nEncryptions.xml")),
    ),
    Format(
        (".epub",),
        _epub,
        MAX_ARCHIVE_BYTES,
        signature=Signature(
            _("电子书（.epub）"),
            begins=ZIP,
            contains=(b"application/epub+zip", b"\nMETA-INF/container.xml"),
        ),
    ),
    Format(
        (".odt",),
        _odt,
        MAX_ARCHIVE_BYTES,
        signature=Signature(
            _("OpenDocument 文档（.odt）"), begins=ZIP, contains=(b"opendocument.text", b"\ncontent.xml")
        ),
    ),
    Format(
        (".rtf",),
        _rtf,
        60 * MEGABYTE,  # its pictures are written as text
        markers=(b"\\par", b"\\line", b"\\cell"),
        signature=Signature(_("RTF 文档"), begins=(b"{\\rt",)),
    ),
    Format(
        (".pptx", ".pptm"),
        _pptx,
        MAX_ARCHIVE_BYTES,
        signature=Signature(_("幻灯片（.pptx）"), begins=ZIP, contains=(b"\nppt/",)),
    ),
    Format(
        (".xlsx", ".xlsm"),
        _xlsx,
        MAX_ARCHIVE_BYTES,
        signature=Signature(_("表格（.xlsx）"), begins=ZIP, contains=(b"\nxl/",)),
    ),
    Format(
        (".mht", ".mhtml"),
        _mht,
        60 * MEGABYTE,  # its pictures are written as text
        signature=Signature(
            _("网页（.mht）"),
            begins=(b"mime-version:", b"from: <saved by", b'from: "saved by'),
            contains=(b"text/html", b"multipart/related"),
            any_case=True,
        ),
    ),
    Format((".jsonl",), read_jsonl, 100 * MEGABYTE, may_hold_html=True),  # many speeches
)
BY_SUFFIX: Mapping[str, Format] = MappingProxyType({suffix: row for row in FORMATS for suffix in row.suffixes})


def format_of(path: PurePath) -> Format | None:
    """The format that the suffix of a file names; None where there is no reader for it."""
    return BY_SUFFIX.get(path.suffix.lower())


def usual_suffixes() -> str:
    """The usual suffix of each format, as sentences list them."""
    return " ".join(row.suffix for row in FORMATS)
