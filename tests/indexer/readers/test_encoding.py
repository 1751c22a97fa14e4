"""Matching case 27: the same speech in any encoding gives the same text."""

import pytest

from indexer.errors import ReadError
from indexer.readers.encoding import decode

SIMPLIFIED = "同志们：\n今天我们在这里开会，主要任务是学习贯彻上级的精神，研究部署下一步的工作。㐂塘村的堤防要守住。\n"
TRADITIONAL = "各位會員：\n今天我們在這裡開會，主要是報告一年來的工作，並且討論以後的計畫。大家的意見都可以說。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_simplified(encoding: str) -> None:
    bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert decode(bom + SIMPLIFIED.encode(encoding))[0] == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "gb18030"])
def test_traditional(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding))[0] == TRADITIONAL


def test_gbk_is_not_taken_for_big5_nor_the_other_way_round() -> None:
    gbk = "各位代表，现在我代表市人民政府，向大会报告工作，请予审议。"
    assert decode(gbk.encode("gbk")) == (gbk, "gb18030")
    assert decode(TRADITIONAL.encode("big5"))[1] == "big5hkscs"


def test_a_page_that_says_gb2312_means_its_superset() -> None:
    text = "镕基，㐂塘。"
    assert decode(text.encode("gb18030"), declared="gb2312")[0] == text


def test_a_broken_byte_is_named_with_its_place() -> None:
    data = "第一行的字。\n第二行的".encode() + b"\xff\xff" + "字。\n".encode()
    with pytest.raises(ReadError, match=r"第 2 行.*0xFF"):
        decode(data)


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03", b"PK\x03\x04\x00\x00", bytes(range(128, 256)) * 8])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        decode(data)


def test_cut_utf16_is_refused() -> None:
    with pytest.raises(ReadError):
        decode("同志们".encode("utf-16")[:-1])


SHORT = ["兴修水利", "水利要闻\n兴修水利\n", "测试", "各位代表：", "GDP增长5%", "老舍茶馆"]
TRADITIONAL_SHORT = ["新北市政府", "各位會員：", "張偉", "報告事項\n"]


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_a_short_text_needs_no_common_character(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("text", TRADITIONAL_SHORT)
@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_a_short_traditional_text_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "Speech of 3 May 2031\n", "兴修水利\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_two_bytes_a_character_without_a_mark_of_order(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "data", ["이것은 한국어 문장입니다".encode("euc-kr"), "これは日本語".encode("shift-jis"), b"na\xefve caf\xe9"]
)
def test_other_languages_in_their_encodings_are_refused_not_guessed(data: bytes) -> None:
    with pytest.raises(ReadError, match="另存为 UTF-8"):
        decode(data)


def test_what_a_page_says_of_itself_counts_where_it_can_be_right() -> None:
    rare = "滹沱河畔"  # ordinary in neither encoding
    assert decode(rare.encode("gbk"), declared="GB2312")[0] == rare
    with pytest.raises(ReadError):
        decode(rare.encode("gbk"))
    assert decode(TRADITIONAL.encode("big5"), declared="gb2312")[0] == TRADITIONAL


@pytest.mark.parametrize("size", [6, 12, 40])
def test_no_piece_of_a_text_is_read_in_a_wrong_encoding(size: int) -> None:
    """Either it is right or it is refused; nearly always it is right."""
    for text, encoding in ((SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")):
        pieces = [text[at : at + size] for at in range(len(text) - size)]
        right = 0
        for piece in pieces:
            try:
                right += decode(piece.encode(encoding))[0] == piece or pytest.fail(piece)
            except ReadError:
                continue
        assert right >= 0.95 * len(pieces)


def test_a_file_in_two_encodings_is_refused_with_the_line() -> None:
    """As it comes of `cat one.txt other.txt`: as one encoding, half of it would be false text."""
    data = SIMPLIFIED.encode("gb18030") * 2 + "后来补上的一行字。\n".encode()
    with pytest.raises(ReadError, match=r"两种编码：第 5 行是 UTF-8"):
        decode(data + "尾".encode("gbk"))
