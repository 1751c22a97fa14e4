"""Bytes → text: which encoding a file is in, decided by strict decoding and by the most frequent characters.

General detectors take GB18030 for GB2312 and call such a file empty or broken (chardet#168,
charset_normalizer#365). Chinese text needs less: few encodings, and in the right one most characters
are among the seven hundred most frequent. Where that does not tell, the file is refused: a guess would be false text.
"""

import codecs
from dataclasses import dataclass
from functools import cache

import msgspec

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.tables import load_table

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WITHOUT_BOM = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
LEGACY = ("gb18030", "big5hkscs")
UNMARKED = ("utf-16-le", "utf-16-be")  # as some programs write it, without BOM
# Of each the older standard that it extends, and where that has its marks and its more frequent half of characters.
ORDINARY = {"gb18030": ("gb2312", range(0xA1, 0xD8)), "big5hkscs": ("big5", range(0xA1, 0xC7))}
DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
ASCII = bytes(range(128))
MIN_BYTES = 8  # of a line, not ASCII
SAMPLE = 5_000  # characters that are looked at
MIN_FREQUENT = (
    0.35  # share of frequent characters below which a decoding needs other evidence; real speeches have 0.7–0.9
)
SHORT = 100  # characters that are not ASCII: fewer may have no frequent one
MIN_KNOWN = 0.95  # share of characters that are in GBK or Big5 in a text of any length
CLEAR = 0.3  # by how much a short text in one encoding must be more ordinary than in the other


class _Table(msgspec.Struct, frozen=True):
    characters: str


@cache
def frequent_characters() -> frozenset[str]:
    """The table data/frequent.toml."""
    return frozenset(load_table(__package__, "frequent", _Table).characters) - {"\n"}


@dataclass(frozen=True, slots=True)
class _Decoding:
    """A text as one encoding has it. `frequent`, `ordinary` and `standard` are shares of its characters but for ASCII."""

    text: str
    encoding: str
    count: int
    frequent: float
    ordinary: float
    standard: float

    @property
    def score(self) -> float:
        return self.frequent + self.ordinary


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `data`, without BOM, and the name of its encoding.

    `declared` is what the file says of itself; it is tried first among the legacy encodings.
    Raises ReadError for binary data and, with the place of the first broken byte, for broken text.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding), encoding
    if b"\x00" in data:
        found = _unmarked(data)
        if found is None:
            raise ReadError(_("不是文本文件（含有二进制数据）"))
        return found
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _check_one_encoding(data)
        found = _unmarked(data) or _legacy(data, declared)
        if found is None:
            raise _broken(data, error) from error
        return found


def decode_list(data: bytes) -> str:
    """The text of a list of words, which may have none of the most frequent characters.

    A legacy encoding is accepted if it gives only characters of the older standard that it extends.
    Raises ReadError as `decode` does.
    """
    return _decoded_list(data)[0]


def encoding_of_list(data: bytes) -> str:
    """The encoding in which a list is to be gone on, without another BOM. Raises ReadError as `decode_list` does."""
    name = _decoded_list(data)[1]
    marked = next((bom for bom, encoding in BOMS if encoding == name and data.startswith(bom)), b"")
    return _WITHOUT_BOM.get(marked, name)


def encoding_after_mark(mark: bytes) -> str:
    """The encoding of what follows a mark of byte order."""
    return _WITHOUT_BOM[mark]


def _decoded_list(data: bytes) -> tuple[str, str]:
    try:
        return decode(data)
    except ReadError:
        decoded = [one for one in _decodings(data) if one.standard == 1]
        if b"\x00" in data or not decoded:
            raise
        best = max(decoded, key=lambda one: one.score)
        return best.text, best.encoding


def _unmarked(data: bytes) -> tuple[str, str] | None:
    """A text in UTF-16 without BOM: in the wrong order of bytes, and as anything else, it has no frequent characters."""
    if len(data) % 2 or not data:
        return None
    found = [(text, name) for name in UNMARKED if (text := _try(data, name)) is not None and _is_chinese(text[:SAMPLE])]
    text, encoding = max(found, key=lambda one: _share(one[0][:SAMPLE]), default=("", ""))
    return (text, encoding) if encoding and _share(text[:SAMPLE]) >= MIN_FREQUENT else None


def _is_chinese(text: str) -> bool:
    """Whether a text has no controls, and hardly a character that older encodings of Chinese do not have."""
    rest = "".join(text.split())
    return rest.isprintable() and sum(map(_is_in_older, rest)) >= MIN_KNOWN * len(rest)


def _is_in_older(sign: str) -> bool:
    return any(sign.encode(name, "ignore") for name in ("gbk", "big5hkscs"))


def _legacy(data: bytes, declared: str | None) -> tuple[str, str] | None:
    """The text in the legacy encoding that is clearly right, and its name."""
    best = _best(_decodings(data), DECLARED.get((declared or "").lower()))
    return None if best is None else (best.text, best.encoding)


def _best(decodings: list[_Decoding], declared: str | None) -> _Decoding | None:
    """The one that is clearly right; what the file says of itself is, where it can be."""
    decoded = sorted(decodings, key=lambda one: one.score, reverse=True)
    for one in decoded:
        if one.encoding == declared and (one.frequent >= MIN_FREQUENT or one.standard == 1):
            return one
    if not decoded or decoded[0].frequent >= MIN_FREQUENT:
        return decoded[0] if decoded else None
    best, other = decoded[0], decoded[1].score if len(decoded) > 1 else 0
    return best if best.count < SHORT and best.standard == 1 and best.score - other >= CLEAR else None


def _decodings(data: bytes) -> list[_Decoding]:
    """The text in each legacy encoding in which it is one."""
    return [_look(text, name) for name in LEGACY if (text := _try(data, name)) is not None]


def _look(text: str, encoding: str) -> _Decoding:
    older, leads = ORDINARY[encoding]
    signs = [sign for sign in text[:SAMPLE] if sign > "\x7f"]
    encoded = [sign.encode(older, "ignore") for sign in signs]
    count = max(len(signs), 1)
    return _Decoding(
        text,
        encoding,
        count=len(signs),
        frequent=_share(text[:SAMPLE]),
        ordinary=sum(one[:1] != b"" and one[0] in leads for one in encoded) / count,
        standard=sum(map(bool, encoded)) / count,
    )


def _check_one_encoding(data: bytes) -> None:
    """Raises ReadError where a line is UTF-8, which no line in another encoding is by chance, and another clearly is not."""
    marked: int | None = None
    other = False
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line.translate(None, ASCII)) < MIN_BYTES:
            continue
        text = _try(line, "utf-8")
        if text is not None and marked is None and max(text) >= "\u2e80":
            marked = number
        other = other or (text is None and _legacy(line, None) is not None)
        if marked is not None and other:
            raise ReadError(
                _(
                    "一个文件里有两种编码：第 {line} 行是 UTF-8，别的行不是；请用原软件打开后全部另存为 UTF-8",
                    line=marked,
                )
            )


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str) -> float:
    """Share of the frequent characters among all that are not ASCII; 1 where all are."""
    others = [character for character in text if character > "\x7f"]
    return sum(character in frequent_characters() for character in others) / len(others) if others else 1


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, error) from error


def _broken(data: bytes, error: UnicodeDecodeError) -> ReadError:
    line = data.count(b"\n", 0, error.start) + 1
    byte = data[error.start]
    return ReadError(
        _(
            "第 {line} 行（文件第 {number} 个字节，0x{byte:02X}）不是有效的文字，也认不出别的编码；请用原软件打开后另存为 UTF-8",
            line=line,
            number=error.start + 1,
            byte=byte,
        ),
    )
