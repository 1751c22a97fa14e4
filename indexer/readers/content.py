"""What a file really is: its bytes decide, and its suffix only where they say nothing.

A page saved as .doc, a Word file called .txt are read as what they are. What is recognised and is not read (an
archive, a picture, a locked file) is refused with what to do.
"""

import codecs
from collections.abc import Mapping
from functools import cache

import msgspec

from indexer.errors import ReadError
from indexer.i18n import Message, _
from indexer.readers.bounds import MEGABYTE
from indexer.readers.formats import COMPOUND, FORMATS, HTML, ZIP, Format, Signature
from indexer.tables import load_table

HEAD = 1024  # bytes within which a web page's first tag stands
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1a\x1b"})


class _Row(msgspec.Struct, frozen=True):
    """A kind of file that is not read; `begins` and `contains` in hexadecimal digits."""

    name: str
    advice: str
    begins: tuple[str, ...]
    contains: tuple[str, ...] = ()


class _Table(msgspec.Struct, frozen=True):
    """The table data/content.toml: kinds of files that are not read, and suffixes of such files."""

    kind: tuple[_Row, ...]
    unreadable: Mapping[str, str]


_Kind = tuple[Signature, Message]  # and what to do


@cache
def _table() -> _Table:
    return load_table(__package__, "content", _Table)


@cache
def _unread_kinds() -> tuple[_Kind, ...]:
    """The kinds that are recognised and not read, in the order in which they are tried: the last is any other zip."""
    return tuple((_signature(row), _(row.advice)) for row in _table().kind)


def _signature(row: _Row) -> Signature:
    return Signature(_(row.name), tuple(map(bytes.fromhex, row.begins)), tuple(map(bytes.fromhex, row.contains)))


def advice_for(suffix: str) -> Message | None:
    """What to do with a file of a known format that is not read; None where nothing is known of it."""
    advice = _table().unreadable.get(suffix)
    return None if advice is None else _(advice)


def format_of_content(data: bytes, expected: Format, suffix: str) -> Format:
    """The format that the bytes are of; `expected` is the one that the suffix names.

    Raises ReadError where they are of a kind that is not read, or too many for their format, with what to do.
    """
    head = data[:HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    searched = _searched(data, head)
    known = next((row for row in FORMATS if row.signature is not None and row.signature.fits(head, searched)), None)
    if known is not None and not (known is HTML and expected.may_hold_html):
        _check_size(data, known)
        return known
    for signature, advice in _unread_kinds():
        if signature.fits(head, searched) and not _may_be_damaged(signature, expected):
            raise ReadError(
                _("后缀是 {suffix}，里面却是{name}；{advice}", suffix=suffix, name=signature.name, advice=advice)
            )
    if known is None and expected.signature is not None and not head.startswith(expected.signature.begins):
        _check_unlocked(data[:HEAD], expected, suffix)
    return expected


def _searched(data: bytes, head: bytes) -> bytes:
    """What is searched for the signs of a kind: of a container the list of what is in it."""
    if head.startswith(ZIP):
        from indexer.readers.archive import zip_listing  # it loads lxml, which texts do not need

        return zip_listing(data)
    if head.startswith(COMPOUND):
        from indexer.readers.word97.compound import compound_listing  # it loads numpy, which texts do not need

        return compound_listing(data)
    return data


def _may_be_damaged(signature: Signature, expected: Format) -> bool:
    """A damaged container shows no names and looks like any other; its reader says what is wrong."""
    own = expected.signature
    return own is not None and not signature.contains and signature.begins[:1] == own.begins[:1]


def _check_size(data: bytes, known: Format) -> None:
    if len(data) > known.max_bytes:
        raise ReadError(
            _(
                "文件有 {number} MB，最大 {number2} MB；请分成几个文件",
                number=len(data) // MEGABYTE,
                number2=known.max_bytes // MEGABYTE,
            ),
        )


def _check_unlocked(head: bytes, expected: Format, suffix: str) -> None:
    """Software that protects files locks them whole and leaves the suffix: what is left is binary and of no kind.

    A file of which nothing but zeros is left was not copied to its end.
    """
    if not head.strip(b"\0"):
        raise ReadError(_("文件是空的，或只有零字节：下载或拷贝没有完成；请重新拷贝一份"))
    if head.translate(None, CONTROLS) != head:
        raise ReadError(
            _(
                "后缀是 {suffix}，里面却不是{name}，多半被文件保护（加密）软件加了密；"
                "请在能打开它的电脑上解密、另存后再放入。若那里也打不开，就是文件已损坏",
                suffix=suffix,
                name=expected.signature.name if expected.signature else suffix,
            )
        )
