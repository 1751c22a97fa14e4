"""A file that is not what its suffix says: it is read as what it is, or the error tells what to do."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers import read, read_texts
from tests.indexer.readers.test_docx import p, package
from tests.indexer.readers.test_epub import book

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
DOCX = package(p("甲"))
LOCKED = b"%locked\x01\x02\x03" + bytes(range(256)) * 4  # a made-up header, then what nobody can read
PAGE = "<html><body><p>甲</p></body></html>".encode()


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.docx", PAGE, "html"),
        ("a.docx", book(), "epub"),
        ("a.txt", DOCX, "docx"),
        ("a.htm", DOCX, "docx"),
        ("a.pdf", DOCX, "docx"),
        ("a.epub", DOCX, "docx"),
        ("a.docm", DOCX, "docx"),
        ("a.txt", b"\xef\xbb\xbf\n<!DOCTYPE HTML>" + PAGE, "html"),
    ],
)
def test_the_content_decides_what_a_file_is(tmp_path: Path, name: str, data: bytes, format_: str) -> None:
    (tmp_path / name).write_bytes(data)
    first, *_ = read(tmp_path / name, name)
    assert isinstance(first, RawText)
    assert first.format == format_
    assert "甲" in "".join(line.text for line in first.lines)


def test_a_file_in_a_file_does_not_decide() -> None:
    inside = BytesIO()
    with ZipFile(inside, "w", ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("ppt/embeddings/sheet.docx", DOCX)
    with pytest.raises(ReadError, match="幻灯片"):
        read_texts(inside.getvalue(), "a.docx")


@pytest.mark.parametrize(
    ("name", "data", "says", "advises"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码", r"另存为 \.docx"),
        ("a.docx", LOCKED, "加密", "解密"),
        ("a.pdf", LOCKED, "加密", "解密"),
        ("a.pptx", LOCKED, "加密", "解密"),
        ("a.docx", b"\0" * 5000, "零字节", "重新拷贝"),
        ("a.docx", b"", "空", "重新拷贝"),
        ("a.txt", b"%PDF-1.7\n", "PDF", "损坏"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "图片", "OCR"),
        ("a.md", b"7z\xbc\xaf\x27\x1c", "压缩包", "解压"),
        ("a.html", b"PK\x03\x04.....a.txt", "压缩包", "解压"),
        ("a.pdf", "讲话".encode(), "不是有效的 PDF", "损坏"),
        ("a.docx", DOCX[: len(DOCX) // 2], "损坏", "Word"),
    ],
)
def test_what_it_is_and_what_to_do(tmp_path: Path, name: str, data: bytes, says: str, advises: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read(tmp_path / name, name)
    with pytest.raises(ReadError, match=advises):
        raise caught.value
    assert caught.value.message.text("en")


def test_what_is_too_large_for_its_own_format_is_refused_whatever_it_is_called() -> None:
    page = b"<!doctype html><p>" + b"a" * 31_000_000
    with pytest.raises(ReadError, match="30 MB"):
        read_texts(page, "a.docx")


def test_tags_in_markdown_and_words_like_magic_are_text(tmp_path: Path) -> None:
    for name, text in (("a.md", "<html>甲</html>\n\n正文"), ("a.txt", "PK 赛开始，%PDF- 不在开头")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read(tmp_path / name, name)
