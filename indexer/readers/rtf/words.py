"""The words of RTF that are known here: the table data/rtf.toml; and the tokens that a file is made of."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from indexer.tables import load_table

SKIPPED_BYTES = "bin"  # the word that is followed by so many raw bytes
_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>.)"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)


class Words(msgspec.Struct, frozen=True):
    """The table data/rtf.toml."""

    silent: frozenset[str]
    open: frozenset[str]
    left_out: Mapping[str, str]
    signs: Mapping[str, str]
    charsets: Mapping[str, str]
    code_pages: Mapping[str, str]


@cache
def words() -> Words:
    return load_table(__package__, "rtf", Words)


class Token(NamedTuple):
    """A brace, a control word with its number, a symbol such as `~`, or bytes of text; only one of them is not empty."""

    brace: str = ""
    word: str = ""
    number: int | None = None
    symbol: str = ""
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; pictures in raw bytes are passed over."""
    place = 0
    while found := _TOKEN.search(data, place):
        place = found.end()
        token = _token(found)
        if token.word == SKIPPED_BYTES:
            place += max(token.number or 0, 0)
        yield token


def _token(found: re.Match[bytes]) -> Token:
    kind = found.lastgroup
    if kind in {"word", "number"}:
        number = found["number"]
        return Token(word=found["word"].decode("ascii"), number=None if number is None else int(number))
    if kind == "byte":
        return Token(text=bytes([int(found["byte"], 16)]))
    if kind == "brace":
        return Token(brace=found["brace"].decode("ascii"))
    return Token(symbol=found["symbol"].decode("latin-1")) if kind == "symbol" else Token(text=found["text"])
