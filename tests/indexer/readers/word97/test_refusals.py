"""Files that are no Word files of 1997 to 2003, or mean harm: what they are is said, in little time and memory."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers import read, read_texts
from indexer.readers.bounds import MAX_CHARACTERS, MAX_MARKERS
from indexer.readers.word97.compound import CompoundFile
from tests.indexer.readers.office.samples import FOLDER
from tests.indexer.readers.test_docx import p as docx_paragraph
from tests.indexer.readers.test_docx import package
from tests.indexer.readers.test_hostile_files import refusal_in_little_memory
from tests.indexer.readers.word97.compound_press import compound
from tests.indexer.readers.word97.press import SPECIAL, Press, doc, listed, lists, overrides, p, places, runs, symbol
from tests.indexer.readers.word97.press import level as list_level

PLAIN = doc(p("同志们："))
WORKS = bytes.fromhex("01fe3203") + bytes(600)
ENCRYPTED, OTHER = 0x0100, b"\x09\x08" + bytes(600)


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.dot", "a.wpt", "a.docx", "a.txt"])
def test_it_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PLAIN)
    (found,) = read(tmp_path / name, name)
    assert isinstance(found, RawText)
    assert (found.format, [line.text for line in found.lines]) == ("doc", ["同志们："])


def test_older_wps_names_another_version_and_is_read() -> None:
    assert read_texts(doc(p("甲"), version=0xBF), "a.wps")


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (package(docx_paragraph("甲")), "docx"),
        ((FOLDER / "by-libreoffice.rtf").read_bytes(), "rtf"),
        ("<html><body><p>甲</p></body></html>".encode(), "html"),
    ],
)
@pytest.mark.parametrize("suffix", [".doc", ".wps"])
def test_other_texts_under_its_name_are_read_as_what_they_are(data: bytes, format_: str, suffix: str) -> None:
    (found,) = read_texts(data, f"a{suffix}")
    assert isinstance(found, RawText)
    assert found.format == format_


@pytest.mark.parametrize(
    ("name", "data", "says", "advises"),
    [
        ("a.doc", doc(p("甲"), flags=ENCRYPTED), "密码", "去掉密码"),
        ("a.doc", compound({"EncryptedPackage": OTHER}), "密码", "去掉密码"),
        ("a.doc", doc(p("甲"), ident=0xA5DC, version=104), "Word 95", r"\.docx"),
        ("a.doc", doc(p("甲"), version=101), "Word 95", r"\.docx"),
        ("a.doc", b"\xdb\xa5\x2d\x00" + bytes(600), r"Word 2\.0", r"\.docx"),
        ("a.wps", compound({"CONTENTS": OTHER}), "Microsoft Works", r"\.docx"),
        ("a.wps", compound({"MN0": OTHER}), "Microsoft Works", r"\.docx"),
        ("a.wps", WORKS, "Microsoft Works", r"\.docx"),
        ("a.doc", compound({"Workbook": OTHER}), "Excel", r"\.xlsx"),
        ("a.wps", compound({"Book": OTHER}), "Excel", r"\.xlsx"),
        ("a.doc", compound({"PowerPoint Document": OTHER}), "幻灯片", r"\.pptx"),
        ("a.doc", compound({"__properties_version1.0": OTHER}), "Outlook", r"\.txt"),
        ("a.doc", compound({"Other": OTHER}), "别的软件", r"\.docx"),
        ("a.doc", PLAIN[:700], "损坏", r"\.docx"),
        ("a.doc", PLAIN[: len(PLAIN) // 2], "损坏", r"\.docx"),
        ("a.doc", "讲话".encode(), "不是有效的 Word 97–2003", r"\.docx"),
        ("a.doc", compound({"WordDocument": bytes(100)}), "不是有效的 Word 97–2003", r"\.docx"),
        ("a.doc", doc(p("")), "没有文字", "没有文字"),
        ("a.doc", bytes(5000), "零字节", "重新拷贝"),
    ],
)
def test_what_it_is_and_what_to_do(tmp_path: Path, name: str, data: bytes, says: str, advises: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read(tmp_path / name, name)
    with pytest.raises(ReadError, match=advises):
        raise caught.value
    assert caught.value.message.text("en")


def test_a_spreadsheet_in_a_document_does_not_decide() -> None:
    streams = {name: CompoundFile(PLAIN).stream(name) for name in ("WordDocument", "1Table")}
    (found,) = read_texts(compound({"Workbook": OTHER, **streams}), "a.doc")
    assert isinstance(found, RawText)


def test_names_of_streams_may_be_in_other_letters() -> None:
    streams = {name.upper(): CompoundFile(PLAIN).stream(name) for name in ("WordDocument", "1Table")}
    assert read_texts(compound(streams), "a.doc")


def patched(data: bytes, numbers: Mapping[int, int]) -> bytes:
    changed = bytearray(data)
    for place, number in numbers.items():
        struct.pack_into("<I", changed, place, number)
    return bytes(changed)


def test_sectors_that_lead_in_circles_are_refused() -> None:
    (table,) = struct.unpack_from("<I", PLAIN, 76)
    first = 512 * (table + 1)
    with pytest.raises(ReadError):
        read_texts(patched(PLAIN, {first + 4 * 7: 0}), "a.doc")  # the last sector of the text leads to its first


def test_tables_of_sectors_that_name_themselves_end() -> None:
    endless = patched(PLAIN, {44: 50_000_000, 68: 0, 72: 400_000} | {512 + 4 * at: 0 for at in range(128)})
    CompoundFile(endless)


def test_entries_that_are_each_others_siblings_end() -> None:
    (directory,) = struct.unpack_from("<I", PLAIN, 48)
    entry = 512 * (directory + 1) + 128
    assert read_texts(patched(PLAIN, {entry + 68: 1, entry + 128 + 72: 1}), "a.doc")


LONG_LABEL = {73: lists((list_level(0, "长" * 60_000),)), 74: overrides((0, b""))}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: doc(p("党" * (MAX_CHARACTERS + 1))), "300 万字"),
        (lambda: doc(p("a\r" * (MAX_MARKERS + 1))), "标记或行"),
        (lambda: doc(*[p("甲", listed(1, 0))] * 20_000, tables=dict(LONG_LABEL)), "300 万字"),
    ],
)
def test_what_would_take_too_much_is_refused(data: Callable[[], bytes], says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_texts(data(), "a.doc")


def test_a_table_without_end_is_refused() -> None:
    marks = places(*range(MAX_MARKERS + 2), entries=[b"\1\0"] * (MAX_MARKERS + 1))
    with pytest.raises(ReadError, match="标记或行"):
        read_texts(doc(p("甲"), tables={2: marks}), "a.doc")


def test_a_note_is_read_once_however_often_it_is_referred_to() -> None:
    mark = ("\x02", SPECIAL)
    data = Press(
        {"text": [runs("甲", mark, mark)], "footnotes": [runs(mark, "注", mark)]},
        {2: places(1, 2, 6, 9, entries=[b"\1\0"] * 3), 3: places(0, 4, 4, 4, 4)},
    )
    (found,) = read_texts(data.file(), "a.doc")
    assert isinstance(found, RawText)
    assert [line.text for line in found.lines] == ["甲", "〔1〕注"]


@pytest.mark.slow
def test_large_streams_are_refused_in_little_memory() -> None:
    assert refusal_in_little_memory(".doc", compound({"WordDocument": bytes(100_000_000)}))
    assert refusal_in_little_memory(".doc", doc(p("甲"), data=bytes(100_000_000))) == ""


def test_half_a_character_is_shown_as_one_that_is_missing() -> None:
    (found,) = read_texts(doc(runs("甲", ("(", SPECIAL + symbol(0xD800)), "乙")), "a.doc")
    assert isinstance(found, RawText)
    assert found.lines[0].text.encode("utf-8")
