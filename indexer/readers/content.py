"""What a file really is: a page saved as .docx, an old Word file renamed, a PDF called .txt are told from their bytes."""

import codecs
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from indexer.errors import ReadError
from indexer.i18n import Message, _

HEAD = 1024  # bytes within which a web page's first tag stands
WEB_PAGE_MAY_BE = frozenset({".md", ".markdown", ".jsonl"})  # in Markdown and in records, tags are text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; `suffix` is its own where it can be read, else `advice` says what to do."""

    name: Message
    suffix: str
    advice: Message
    magic: tuple[bytes, ...] = ()
    inside: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """The table data/content.toml."""

    kinds: tuple[Kind, ...]
    web_page: Kind
    begins: tuple[bytes, ...]
    unreadable: Mapping[str, Message]
    inside: Mapping[str, str]


@cache
def _table() -> _Table:
    table = tomllib.loads(resources.files(__package__).joinpath("data/content.toml").read_text(encoding="utf-8"))
    web_page = table["web_page"]
    return _Table(
        kinds=tuple(_kind(row) for row in table["kind"]),
        web_page=_kind(web_page),
        begins=tuple(start.encode("ascii") for start in web_page["begins"]),
        unreadable={suffix: _(text) for suffix, text in table["unreadable"].items()},
        inside=table["inside"],
    )


def _kind(row: Mapping[str, Any]) -> Kind:
    suffix = row.get("suffix", "")
    advice = _(row["advice"]) if "advice" in row else _("请把后缀改成 {suffix}", suffix=suffix)
    magic, inside = (tuple(map(bytes.fromhex, row.get(name, ()))) for name in ("magic", "inside"))
    return Kind(_(row["name"]), suffix, advice, magic, inside)


def advice_for(suffix: str) -> Message | None:
    """What to do with a file of a known format that is not read; None where nothing is known of it."""
    return _table().unreadable.get(suffix)


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are; None for text and for what is not known."""
    table = _table()
    head = data[:HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    for kind in table.kinds:
        if head.startswith(kind.magic) and (not kind.inside or any(word in data for word in kind.inside)):
            return kind
    return table.web_page if head.lower().startswith(table.begins) else None


def check_content(data: bytes, suffix: str) -> None:
    """Raises ReadError where the bytes are of another kind than the suffix says, with what to do."""
    expected = _table().inside.get(suffix)
    kind = kind_of(data)
    if kind is None or expected is None or (expected and kind.suffix == expected):
        return
    if kind is _table().web_page and suffix in WEB_PAGE_MAY_BE:
        return
    if (
        expected
        and not kind.inside
        and kind.magic[:1] in {own.magic[:1] for own in _table().kinds if own.suffix == expected}
    ):
        return  # a damaged zip shows no names; its reader says what is wrong
    raise ReadError(
        _("后缀是 {suffix}，里面却是{name}；{advice}", suffix=suffix, name=kind.name, advice=kind.advice),
    )
