"""Files that mean harm: links and pipes in the corpus, bombs, entities, texts without end. The others are read all the same."""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile
from zlib import compress

import pytest

from indexer.build.pipeline import build
from indexer.build.word_lists import own_lists
from indexer.errors import CorpusError, ReadError
from indexer.model import RawText, UnreadableItem
from indexer.readers import read, read_texts
from indexer.readers.bounds import MAX_CHARACTERS, MAX_MARKERS, MAX_RECORDS
from indexer.readers.corpus import corpus_contents, corpus_files, own_patterns
from indexer.readers.formats import FORMATS
from indexer.readers.html import read_html
from searchui import open_corpus
from tests.indexer.readers.test_docx import p, package
from tests.indexer.readers.test_epub import book
from tests.indexer.readers.test_pdf import speech

CANARY = "金丝雀的秘密"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text("同志们：\n讲第一件事。\n", encoding="utf-8")
    return folder


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside of every corpus."""
    file = tmp_path / "outside" / "secret.txt"
    file.parent.mkdir()
    file.write_text(f"同志们：\n{CANARY}。\n", encoding="utf-8")
    return file


def test_links_out_of_the_corpus_are_not_followed_but_named(seeds: Path, secret: Path, tmp_path: Path) -> None:
    (seeds / "file.txt").symlink_to(secret)
    (seeds / "relative.txt").symlink_to("../outside/secret.txt")
    (seeds / "folder").symlink_to(secret.parent)
    (seeds / "chain.txt").symlink_to("file.txt")
    (seeds / "gone.txt").symlink_to(tmp_path / "gone.txt")
    report = build(seeds, tmp_path / "index")
    assert [item.path for item in report.skipped] == ["chain.txt", "file.txt", "folder", "gone.txt", "relative.txt"]
    assert all("链接" in item.reason.text() and "link" in item.reason.text("en") for item in report.skipped)
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count(CANARY).occurrences == 0
        assert corpus.count("第一件事").occurrences == 1


def test_links_inside_the_corpus_are_fine_and_loops_end(seeds: Path, tmp_path: Path) -> None:
    (seeds / "sub").mkdir()
    (seeds / "sub" / "b.txt").symlink_to("../a.txt")
    (seeds / "sub" / "up").symlink_to("..")
    (seeds / "me").symlink_to("me")
    root = tmp_path / "root"
    root.symlink_to(seeds)
    assert [path for path, _ in corpus_files(root)] == ["a.txt", "me", "sub/b.txt"]
    assert corpus_contents(root).left_out == []
    with pytest.raises(ReadError):
        read(root / "me", "me.txt")


def test_lists_and_patterns_are_not_read_through_links_either(seeds: Path, secret: Path) -> None:
    for name in ("patterns.toml", "user_dict.txt"):
        (seeds / name).symlink_to(secret)
    assert own_patterns(seeds) is None
    assert own_lists(seeds, ["user_dict.txt"]) == []
    assert [item.name for item in corpus_contents(seeds).left_out] == ["patterns.toml", "user_dict.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")
def test_pipes_and_sockets_do_not_hold_a_build_up(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(seeds / "pipe.txt")
    os.mkfifo(seeds / "metadata.csv")
    monkeypatch.chdir(seeds)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        report = build(seeds, tmp_path / "index")
    assert [item.path for item in report.skipped] == ["metadata.csv", "pipe.txt", "socket.txt"]
    assert report.speeches == 1
    with pytest.raises(ReadError, match="管道"):  # one that has become a pipe since it was listed
        read(seeds / "pipe.txt", "pipe.txt")


def test_a_folder_with_nothing_but_links_out_says_so(tmp_path: Path, secret: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.txt").symlink_to(secret)
    with pytest.raises(CorpusError, match=r"a\.txt.*链接"):
        corpus_files(tmp_path / "empty")


@pytest.mark.parametrize("name", [b"\xff\xfe.txt", b"a\nb.txt", b"a\x1b[2J.txt"])
def test_names_that_cannot_be_shown_are_left_out(seeds: Path, tmp_path: Path, name: bytes) -> None:
    try:
        Path(os.fsdecode(bytes(seeds) + b"/" + name)).write_text("同志们：\n讲话。\n", encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    report = build(seeds, tmp_path / "index")
    assert report.speeches == 1
    (skipped,) = report.skipped
    assert skipped.path.encode("utf-8")
    assert skipped.path.replace("\ufffd", "").isprintable()


@pytest.mark.parametrize("suffix", [row.suffix for row in FORMATS])
def test_three_hundred_megabytes_are_refused_unread(seeds: Path, tmp_path: Path, suffix: str) -> None:
    with (seeds / f"b{suffix}").open("wb") as file:
        file.truncate(300_000_000)
    report = build(seeds, tmp_path / "index")
    assert report.speeches == 1
    (skipped,) = report.skipped
    assert "300 MB" in skipped.reason.text()


def made_of(suffix: str, data: bytes) -> list[RawText | UnreadableItem]:
    return read_texts(data, f"a{suffix}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".txt", b"a\n" * (MAX_MARKERS + 1)),
        (".md", b"*a " * (MAX_MARKERS + 1)),
        (".html", b"<b>" * (MAX_MARKERS + 1)),
        (".jsonl", b'{"text": "a"}\n' * (MAX_RECORDS + 1)),
        (".md", b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\ntext"),
        (".md", b"---\na: &a {x: 1}\nb: {<<: [*a, *a]}\n---\ntext"),
        (".md", b"---\n" + b"a" * 60_000 + b": 1\n---\ntext"),
    ],
)
def test_what_would_take_too_much_is_refused(suffix: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        made_of(suffix, data)
    assert caught.value.message.text("en")


def test_a_text_that_is_no_speech_does_not_stop_the_others_of_its_file() -> None:
    long = "党" * (MAX_CHARACTERS + 1)
    data = f'{{"text": "{long}"}}\n{{"text": "讲话"}}\n'.encode()
    first, second = made_of(".jsonl", data)
    assert isinstance(first, UnreadableItem)
    assert "300 万字" in first.reason.text()
    assert isinstance(second, RawText)
    (only,) = made_of(".txt", long.encode())
    assert isinstance(only, UnreadableItem)


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions some work takes."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "tag",
    [
        b"<div class=nav>",
        b"<header>",
        b"<section><header>",
        b"x<sup>",
        b"x<a href='#fn1'>",
        b"<div hidden>",
        b"<ruby>x<rt>",
    ],
)
def test_twice_as_deep_a_page_is_twice_the_work(tag: bytes) -> None:
    def work(depth: int) -> int:
        return calls(lambda: read_html(tag * depth + b"<h1>x</h1>", "a.html"))

    work(10)  # tables are read at the first call
    assert work(2000) < 3 * work(1000)


def test_a_page_of_spaces_is_read() -> None:
    assert len(read_html(b"a" + b" " * 1_000_000 + b"b", "a.html").lines) == 1  # it would take hours if it were squared


# What a file that was opened may take; the interpreter and its libraries have about a tenth of it.
MEMORY = 500_000_000
BOUNDED = f"""
import resource, sys
from indexer.errors import ReadError
from indexer.readers import read_texts
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
try:
    read_texts(sys.stdin.buffer.read(), sys.argv[1])
except ReadError as error:
    print(error.message.text("en"))
"""


def refusal_in_little_memory(suffix: str, data: bytes) -> str:
    """Why a file is refused, by a process that has no more than MEMORY."""
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", BOUNDED, f"a{suffix}"], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def zipped(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lying(data: bytes, name: bytes, size: int) -> bytes:
    """The zip, saying in both its places that a file has another size."""
    changed = bytearray(data)
    for signature, at_size, at_length, header in ((b"PK\x01\x02", 24, 28, 46), (b"PK\x03\x04", 22, 26, 30)):
        place = changed.find(signature)
        while place >= 0:
            (length,) = struct.unpack_from("<H", changed, place + at_length)
            if changed[place + header : place + header + length] == name:
                struct.pack_into("<I", changed, place + at_size, size)
            place = changed.find(signature, place + 4)
    return bytes(changed)


HUGE = bytes(600_000_000)
DOCX = members(package(p("甲")))
EPUB = members(book())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "files", "name", "size"),
    [
        (".docx", DOCX, "word/document.xml", None),
        (".docx", DOCX, "word/document.xml", 1000),
        (".docx", DOCX, "word/media/image.png", 1000),
        (".epub", EPUB, "META-INF/container.xml", None),
        (".epub", EPUB, "META-INF/container.xml", 1000),
        (".odt", {}, "content.xml", None),
        (".odt", {}, "content.xml", 1000),
        (".pptx", {}, "ppt/presentation.xml", None),
        (".xlsx", {}, "xl/workbook.xml", None),
    ],
)
def test_bombs_are_refused_in_little_memory(suffix: str, files: dict[str, bytes], name: str, size: int | None) -> None:
    data = zipped({**files, name: HUGE})
    assert refusal_in_little_memory(suffix, data if size is None else lying(data, name.encode(), size))


def test_a_zip_of_many_tags_is_refused_in_little_memory() -> None:
    body = b"<w:p/>" * 7_000_000
    data = zipped(
        {**DOCX, "word/document.xml": DOCX["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body)}, ZIP_STORED
    )
    assert "bomb" in refusal_in_little_memory(".docx", data)


def test_other_packings_are_refused() -> None:
    with pytest.raises(ReadError):
        made_of(".docx", zipped(DOCX, ZIP_BZIP2))


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]>"
)  # fmt: skip


def test_billions_of_laughs_are_not_laughed() -> None:
    document = DOCX["word/document.xml"].split(b"?>", 1)[-1]
    for inside in (b"&j;", b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", b'<w:p w:x="&j;"/>'):
        laughing = LAUGHS + document.replace(b"<w:body>", b"<w:body>" + inside)
        refusal_in_little_memory(".docx", zipped({**DOCX, "word/document.xml": laughing}))
    container = LAUGHS + b'<container><rootfiles><rootfile full-path="&j;"/></rootfiles></container>'
    refusal_in_little_memory(".epub", zipped({**EPUB, "META-INF/container.xml": container}))
    refusal_in_little_memory(".html", LAUGHS + b"<p>&j;</p>")
    refusal_in_little_memory(".odt", zipped({"content.xml": LAUGHS + b"<d><body><text><p>&j;</p></text></body></d>"}))
    refusal_in_little_memory(
        ".pptx", zipped({"ppt/presentation.xml": LAUGHS + b'<p><sldIdLst id="&j;">&j;</sldIdLst></p>'})
    )


def text_of(found: list[RawText | UnreadableItem]) -> str:
    texts = [item for item in found if isinstance(item, RawText)]
    return "".join([*(line.text for raw in texts for line in raw.lines), *(str(raw.fields) for raw in texts)])


def external(secret: Path) -> bytes:
    return f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY % t SYSTEM "{secret.as_uri()}">%t;]>'.encode()


def including(secret: Path) -> bytes:
    return f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'.encode()


def read_or_refused(suffix: str, data: bytes) -> str:
    """What a file says, in text or in the reason why it is refused."""
    try:
        return text_of(made_of(suffix, data))
    except ReadError as error:
        return error.message.text() + error.message.text("en")


def test_no_file_of_the_machine_is_read_through_a_document(secret: Path) -> None:
    document = DOCX["word/document.xml"].split(b"?>", 1)[-1]
    paragraph = b"<w:p><w:r><w:t>&s;</w:t></w:r></w:p>"
    linked = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        b' Target="%s"%s/></Relationships>'
    )
    page = f"<html><body><p>正文。&s;</p><iframe src='{secret.as_uri()}'></iframe></body></html>".encode()
    hostile = [
        (
            ".docx",
            {**DOCX, "word/document.xml": external(secret) + document.replace(b"<w:body>", b"<w:body>" + paragraph)},
        ),
        (".docx", {**DOCX, "word/document.xml": document.replace(b"<w:body>", b"<w:body>" + including(secret))}),
        (
            ".docx",
            {**DOCX, "word/_rels/document.xml.rels": linked % (secret.as_uri().encode(), b' TargetMode="External"')},
        ),
        (".docx", {**DOCX, "word/_rels/document.xml.rels": linked % (bytes(secret), b"")}),
        (".docx", {**DOCX, "word/_rels/document.xml.rels": linked % (b"../../../../.." + bytes(secret), b"")}),
        (".epub", {**EPUB, "META-INF/container.xml": external(secret) + b"<container>&s;</container>"}),
        (
            ".epub",
            {**EPUB, "OEBPS/nav.xhtml": external(secret) + EPUB["OEBPS/nav.xhtml"].replace("甲会".encode(), b"&s;")},
        ),
        (".epub", {name: data.replace(b"</body>", including(secret) + b"</body>") for name, data in EPUB.items()}),
        (".odt", {"content.xml": external(secret) + b"<d><body><text><p>&s;</p></text></body></d>"}),
        (".odt", {"content.xml": b"<d><body><text><p>" + including(secret) + b"</p></text></body></d>"}),
        (".epub", {f"../../{name}": data for name, data in EPUB.items()} | EPUB),
    ]
    for suffix, files in hostile:
        assert CANARY not in read_or_refused(suffix, zipped(files))
    assert CANARY not in read_or_refused(".html", external(secret) + page)
    assert CANARY not in read_or_refused(".html", including(secret) + page)
    assert CANARY not in read_or_refused(
        ".md", b"---\na: !!python/object/apply:os.getcwd []\n---\n" + including(secret)
    )


@pytest.mark.slow
def test_a_pdf_that_takes_all_memory_is_refused_and_the_next_is_read() -> None:
    pytest.importorskip("resource")
    content = compress(b"BT /F1 1 Tf " + b"(abcdefgh) Tj " * 10_000_000 + b"ET", 1)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    with pytest.raises(ReadError, match="内存"):
        made_of(".pdf", pdf(objects))
    assert text_of(made_of(".pdf", speech()[0]))


def test_a_pdf_of_very_many_pages_is_refused() -> None:
    kids = b"3 0 R " * 20_000
    pages = b"<</Type/Pages/Kids[%s]/Count 20000>>" % kids
    with pytest.raises(ReadError, match="20,000 页"):
        made_of(
            ".pdf", pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"])
        )


def pdf(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(data))
    )  # fmt: skip
