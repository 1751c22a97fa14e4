"""What a file really is: a page saved as .docx, an old Word file renamed, a PDF called .txt are told from their bytes."""

import codecs
from collections.abc import Mapping
from functools import cache

import msgspec

from indexer.errors import ReadError
from indexer.i18n import Message, _
from indexer.readers.formats import FORMATS, HTML, Format, Signature
from indexer.tables import load_table

HEAD = 1024  # bytes within which a web page's first tag stands


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


_Kind = tuple[Signature, Format | None, Message]  # the format where it is one that is read; what to do


@cache
def _table() -> _Table:
    return load_table(__package__, "content", _Table)


@cache
def _kinds() -> tuple[_Kind, ...]:
    """All kinds that are recognised, in the order in which they are tried: the last is any other zip."""
    read = [
        (row.signature, row, _("请把后缀改成 {suffix}", suffix=row.suffix))
        for row in FORMATS
        if row.signature is not None
    ]
    return (*read, *((_signature(row), None, _(row.advice)) for row in _table().kind))


def _signature(row: _Row) -> Signature:
    return Signature(_(row.name), tuple(map(bytes.fromhex, row.begins)), tuple(map(bytes.fromhex, row.contains)))


def advice_for(suffix: str) -> Message | None:
    """What to do with a file of a known format that is not read; None where nothing is known of it."""
    advice = _table().unreadable.get(suffix)
    return None if advice is None else _(advice)


def check_content(data: bytes, expected: Format, suffix: str) -> None:
    """Raises ReadError where the bytes are of another format than expected by the suffix, with what to do."""
    head = data[:HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    found = next((kind for kind in _kinds() if kind[0].fits(head, data)), None)
    if found is None or found[1] is expected:
        return
    signature, known, advice = found
    if expected.may_hold_html and known is HTML:
        return
    if known is None and _may_be_damaged(signature, expected):
        return
    raise ReadError(
        _("后缀是 {suffix}，里面却是{name}；{advice}", suffix=suffix, name=signature.name, advice=advice),
    )


def _may_be_damaged(signature: Signature, expected: Format) -> bool:
    """A damaged zip shows no names and looks like any other zip; its reader says what is wrong."""
    own = expected.signature
    return own is not None and not signature.contains and signature.begins[:1] == own.begins[:1]
