"""What a file really is: a page saved as .docx, an old Word file renamed, a PDF called .txt are told from their bytes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from indexer.errors import ReadError
from indexer.message import Message

HEAD = 1024  # bytes within which a PDF may begin, and a web page's first tag stands
WEB_PAGE_MAY_BE = frozenset({".html", ".md", ".jsonl"})  # in Markdown and in records, tags are text


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
        unreadable={suffix: Message(**text) for suffix, text in table["unreadable"].items()},
        inside=table["inside"],
    )


def _kind(row: Mapping[str, object]) -> Kind:
    suffix = str(row.get("suffix", ""))
    advice = row.get("advice") or {"zh": f"请把后缀改成 {suffix}", "en": f"name it {suffix}"}
    return Kind(
        name=Message(**row["name"]),  # type: ignore[arg-type]
        suffix=suffix,
        advice=Message(**advice),  # type: ignore[arg-type]
        magic=tuple(map(bytes.fromhex, row.get("magic", ()))),  # type: ignore[call-overload]
        inside=tuple(map(bytes.fromhex, row.get("inside", ()))),  # type: ignore[call-overload]
    )


def advice_for(suffix: str) -> Message | None:
    """What to do with a file of a known format that is not read; None where nothing is known of it."""
    return _table().unreadable.get(suffix)


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are; None for text and for what is not known."""
    table = _table()
    for kind in table.kinds:
        head = data[:HEAD] if kind.suffix == ".pdf" else data[:32]
        starts = any(head.startswith(magic) or (kind.suffix == ".pdf" and magic in head) for magic in kind.magic)
        if starts and (not kind.inside or any(word in data for word in kind.inside)):
            return kind
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return table.web_page if head.startswith(table.begins) else None


def check_content(data: bytes, suffix: str) -> None:
    """Raises ReadError where the bytes are of another kind than the suffix says, with what to do."""
    expected = _table().inside.get(suffix)
    kind = kind_of(data)
    if kind is None or expected is None or kind.suffix == expected:
        return
    if kind is _table().web_page and suffix in WEB_PAGE_MAY_BE:
        return
    raise ReadError(
        f"后缀是 {suffix}，里面却是{kind.name.zh}；{kind.advice.zh}",
        f"the suffix is {suffix}, but inside it is {kind.name.en}; {kind.advice.en}",
    )
