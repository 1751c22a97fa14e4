"""Bytes → text: which encoding a file is in, decided by strict decoding and by the most frequent characters.

General detectors take GB18030 for GB2312 and call such a file empty or broken (chardet#168,
charset_normalizer#365). Chinese text needs less: few encodings, and in the right one about every
fifth character is one of the most frequent.
"""

import codecs

from indexer.errors import ReadError
from indexer.i18n import _

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("gb18030", "big5hkscs")
ORDINARY = (("gb18030", "gb2312"), ("big5hkscs", "big5"))  # an encoding, and the older standard that it extends
COMMON = frozenset(
    "的一是在不了有和人这这為为這中大上个個国國我以要他时時来來用们們到作地于於出会會年发發工全各，。、："
)
MIN_COMMON_SHARE = 0.05  # share of COMMON below which a legacy decoding is rejected; real speeches have 0.15–0.30


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `data`, without BOM, and the name of its encoding.

    `declared` is what the file says of itself; it is tried first among the legacy encodings.
    Raises ReadError for binary data and, with the place of the first broken byte, for broken text.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding), encoding
    if b"\x00" in data:
        raise ReadError(_("不是文本文件（含有二进制数据）"))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        utf8_error = error
    text, encoding = _best_legacy(data, declared)
    if text is None:
        raise _broken(data, utf8_error) from utf8_error
    return text, encoding


def decode_list(data: bytes) -> str:
    """The text of a list of words, which may have none of the most frequent characters.

    A legacy encoding is accepted if it gives only characters of the older standard that it extends.
    Raises ReadError as `decode` does.
    """
    try:
        return decode(data)[0]
    except ReadError:
        decoded = [text for name, known in ORDINARY if (text := _try(data, name)) and _can_encode(text, known)]
        if b"\x00" in data or not decoded:
            raise
        return max(decoded, key=_commonness)


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _best_legacy(data: bytes, declared: str | None) -> tuple[str | None, str]:
    decoded = [(text, name) for name in LEGACY if (text := _try(data, name)) is not None]
    if declared and declared.lower() in {"gb2312", "gbk", "gb18030"}:
        decoded = [pair for pair in decoded if pair[1] == "gb18030"] or decoded
    best = max(decoded, key=lambda pair: _commonness(pair[0]), default=(None, ""))
    if best[0] is not None and _commonness(best[0]) < MIN_COMMON_SHARE:
        return None, ""
    return best


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _commonness(text: str) -> float:
    """Share of the most frequent characters among all that are not ASCII."""
    others = [character for character in text if character > "\x7f"]
    return sum(character in COMMON for character in others) / max(len(others), 1)


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
