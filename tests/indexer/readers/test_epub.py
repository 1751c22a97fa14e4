"""E-books: each chapter is a speech of its own, and no page goes missing without a word."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers import read
from indexer.readers.epub import read_epub

BODY = "<p>" + "推动高质量发展，切实保障和改善民生。" * 10 + "</p>"
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="text/a%20b.xhtml">甲会讲话</a></li>'
    '<li><a href="text/c.xhtml#top">乙会讲话</a></li><li><a href="text/c.xhtml#x">一、小节</a></li></ol></nav></body></html>'
)
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>甲会讲话</text></navLabel>'
    '<content src="text/a%20b.xhtml"/></navPoint></navMap></ncx>'
)


def page(body: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'


PAGES: Mapping[str, str] = {
    "text/cover.xhtml": page("<p>讲话选编</p>"),
    "nav.xhtml": NAV,
    "text/a b.xhtml": page(f"<h1>在甲会上的讲话</h1>{BODY}"),
    "text/c.xhtml": page(f"<h2>在乙会上的讲话</h2>{BODY}<nav>返回</nav>"),
    "text/d.xhtml": page(f"<h1>丙</h1>{BODY}"),
    "text/z.xhtml": page("<h3>版权信息</h3><p>某某出版社</p>"),
}


def book(pages: Mapping[str, str] = PAGES, more: Mapping[str, str | bytes] | None = None, ncx: bool = False) -> bytes:
    """A book of these pages in this order."""
    items = "".join(
        f'<item id="i{number}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"'
        + (" properties='nav'/>" if name == "nav.xhtml" else "/>")
        for number, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(pages)))
    contents = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}{contents}</manifest>'
        f'<spine>{spine}<itemref idref="gone"/></spine></package>',
        "OEBPS/toc.ncx": NCX,
    }
    files |= {f"OEBPS/{name}": text for name, text in pages.items()}
    files |= more or {}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def chapters(data: bytes) -> list[RawText]:
    return list(read_epub(data, "a.epub"))


def test_each_chapter_is_a_speech_with_the_title_of_the_contents() -> None:
    found = chapters(book())
    assert [raw.name for raw in found] == ["a.epub:1", "a.epub:2", "a.epub:3"]
    assert [raw.fields["title"] for raw in found] == ["甲会讲话", "乙会讲话", "丙"]
    assert [(line.level, line.text[:4]) for line in found[0].lines] == [(1, "在甲会上"), (None, "推动高质")]


def test_pages_without_a_speech_are_reported_with_the_first() -> None:
    first, second, third = chapters(book())
    assert [(item.line, item.text) for item in first.left_out] == [
        (1, "讲话选编"),
        (2, "甲会讲话 乙会讲话 一、小节"),
        (5, "版权信息"),
        (6, "某某出版社"),
    ]
    assert [line.number for line in first.lines] == [3, 4]
    assert [item.text for item in second.left_out] == ["返回"]
    assert third.left_out == ()


def test_no_text_is_lost() -> None:
    shown = "".join(line.text for raw in chapters(book()) for line in raw.lines)
    shown += "".join(item.text for raw in chapters(book()) for item in raw.left_out)
    for character in set("讲话选编甲会乙丙推动高质量发展返回版权信息某出版社小节"):
        expected = sum(text.partition("<body>")[2].count(character) for text in PAGES.values())
        assert shown.count(character) == expected


def test_the_contents_of_older_books() -> None:
    pages = {name: text for name, text in PAGES.items() if name != "nav.xhtml"}
    assert [raw.fields["title"] for raw in chapters(book(pages, ncx=True))] == ["甲会讲话", "在乙会上的讲话", "丙"]


def test_a_short_speech_is_kept() -> None:
    assert [raw.lines[0].text for raw in chapters(book({"a.xhtml": page("<p>同志们，散会。</p>")}))] == [
        "同志们，散会。"
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04nonsense", "损坏"),
        (book(PAGES, {"META-INF/container.xml": "<a/>"}), "损坏"),
        (book(PAGES, {"OEBPS/content.opf": "<package/>"}), "没有文字"),
        (book({"cover.xhtml": page("<p>封面</p>")}), "没有文字"),
        (book(PAGES, {"META-INF/encryption.xml": "<a/>", "META-INF/rights.xml": "<a/>"}), "版权保护"),
        (book(PAGES, {"OEBPS/bomb.bin": b"\0" * 30_000_000}), "炸弹"),
    ],
)
def test_what_is_no_book_says_why(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.epub").write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read(tmp_path / "a.epub", "a.epub")
    assert caught.value.message.text("en")
