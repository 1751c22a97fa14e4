"""Saved web pages: the page that a browser shows, in its own encoding, whatever lies beside it."""

import base64
import quopri

import pytest

from indexer.errors import ReadError
from indexer.readers import read_texts
from indexer.readers.office.web_archive import read_mht

PAGE = "<html><head><title>x</title></head><body><h1>治水讲话</h1><p>同志们：</p><p>修了三条渠。</p></body></html>"


def archive(content: bytes, charset: str, how: str = "base64") -> bytes:
    coded = base64.encodebytes(content) if how == "base64" else quopri.encodestring(content)
    return (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b1"\r\n\r\n'
        b"--b1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        + f"--b1\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode()
        + coded
        + b"\r\n--b1--\r\n"
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
@pytest.mark.parametrize("how", ["base64", "quoted-printable"])
def test_the_page_is_read_in_the_encoding_of_its_part(charset: str, how: str) -> None:
    text = PAGE if charset != "big5" else PAGE.replace("讲话", "講話").replace("们", "們").replace("条", "條")
    raw = read_mht(archive(text.encode(charset), charset, how), "a.mht")
    assert raw.lines[0].text.startswith("治水")
    assert raw.lines[2].text.startswith("修了三")
    assert raw.format == "mht"


def test_a_page_without_parts_and_one_called_word_file_are_read() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    (raw,) = read_texts(head + PAGE.encode(), "a.docx")
    assert not isinstance(raw, str)
    assert "治水讲话" in str(raw)


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx",
        b"MIME-Version: 1.0\r\n" + b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n' * 2000,
        b"",
    ],
)
def test_what_holds_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="网页存档"):
        read_mht(data, "a.mht")
