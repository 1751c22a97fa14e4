"""A file that is not what its suffix says: the error tells what it is and what to do."""

from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.readers import read
from tests.indexer.readers.test_docx import p, package
from tests.indexer.readers.test_epub import book

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
DOCX = package(p("甲"))


@pytest.mark.parametrize(
    ("name", "data", "says", "advises"),
    [
        ("a.docx", "<html><p>甲</p></html>".encode(), "网页", r"后缀改成 \.html"),
        ("a.docx", OLE, "旧版 Word", r"另存为 \.docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码", r"另存为 \.docx"),
        ("a.docx", b"{\\rtf1 a}", "RTF", r"另存为 \.docx"),
        ("a.docx", book(), "电子书", r"后缀改成 \.epub"),
        ("a.txt", b"%PDF-1.7\n", "PDF", r"后缀改成 \.pdf"),
        ("a.txt", DOCX, "Word 文档", r"后缀改成 \.docx"),
        ("a.txt", b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "网页", r"后缀改成 \.html"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "图片", "OCR"),
        ("a.md", b"7z\xbc\xaf\x27\x1c", "压缩包", "解压"),
        ("a.html", b"PK\x03\x04.....a.txt", "压缩包", "解压"),
        ("a.htm", DOCX, "Word 文档", r"后缀改成 \.docx"),
        ("a.pdf", DOCX, "Word 文档", r"后缀改成 \.docx"),
        ("a.pdf", "讲话".encode(), "不是有效的 PDF", "损坏"),
        ("a.epub", DOCX, "Word 文档", r"后缀改成 \.docx"),
        ("a.docx", DOCX[: len(DOCX) // 2], "损坏", "Word"),
        ("a.DOC", OLE, r"\.doc", r"另存为 \.docx"),
        ("a.wps", OLE, r"\.wps", r"另存为 \.docx"),
        ("a.rtf", b"{\\rtf1 a}", r"RTF", r"另存为 \.docx"),
        ("a.odt", b"PK\x03\x04", r"OpenDocument", r"另存为 \.docx"),
    ],
)
def test_what_it_is_and_what_to_do(tmp_path: Path, name: str, data: bytes, says: str, advises: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read(tmp_path / name, name)
    with pytest.raises(ReadError, match=advises):
        raise caught.value
    assert caught.value.message.text("en")


def test_tags_in_markdown_and_words_like_magic_are_text(tmp_path: Path) -> None:
    for name, text in (("a.md", "<html>甲</html>\n\n正文"), ("a.txt", "PK 赛开始，%PDF- 不在开头")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read(tmp_path / name, name)
