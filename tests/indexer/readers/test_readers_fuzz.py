"""Whatever the bytes are, a reader reads them or says with a ReadError why not.

FUZZ_SECONDS=600 makes the run as long, over all readers together, and goes on with other faults than the short one.
"""

import os
import time
from collections.abc import Iterator
from itertools import chain, islice

import pytest

from indexer.errors import ReadError
from indexer.model import UnreadableItem
from indexer.readers.content import format_of_content
from indexer.readers.formats import BY_SUFFIX
from tests.conftest import SEEDS
from tests.indexer.readers.mutation import inside_mutations, mutations, stream_mutations
from tests.indexer.readers.ofd.press import element, page
from tests.indexer.readers.ofd.press import package as package_of_ofd
from tests.indexer.readers.ofd.test_ofd import row as row_of_print
from tests.indexer.readers.office.samples import FOLDER
from tests.indexer.readers.office.test_opendocument import a_list, list_item, odt
from tests.indexer.readers.office.test_presentation import paragraph as numbered
from tests.indexer.readers.office.test_presentation import plain, shape, slides
from tests.indexer.readers.office.test_spreadsheet import sheets
from tests.indexer.readers.office.test_web_archive import PAGE, archive
from tests.indexer.readers.test_docx import item, p, package, styled
from tests.indexer.readers.test_epub import book
from tests.indexer.readers.test_pdf import head_and_number, speech
from tests.indexer.readers.word97.press import doc, listed, row
from tests.indexer.readers.word97.press import p as p97
from tests.indexer.readers.word97.test_numbers import TABLES as LISTS

pytestmark = pytest.mark.fuzz

CASES = 300
LONGEST = 60.0  # seconds for one file: beyond, it hangs
SECONDS = float(os.environ.get("FUZZ_SECONDS", "7"))

DOCX = package(
    item("甲", 1)
    + item("乙", 1, 1)
    + styled("丙", "2")
    + f"<w:tbl><w:tr><w:tc>{p('丁')}</w:tc><w:tc>{p('戊')}</w:tc></w:tr></w:tbl>",
    {"header": p("页眉"), "footnotes": f"<w:footnote w:id='1'>{p('注')}</w:footnote>"},
)
SAMPLES: dict[str, list[bytes]] = {
    ".txt": [path.read_bytes() for path in sorted(SEEDS.glob("*.txt"))[:4]] + ["讲话".encode("gb18030") * 200],
    ".md": [path.read_bytes() for path in sorted(SEEDS.glob("*.md"))],
    ".html": [path.read_bytes() for path in sorted(SEEDS.glob("*.html"))] + [b"<div>" * 3000 + "深".encode()],
    ".jsonl": ['{"text": "同志们：\\n讲话", "title": "题", "year": 2024}\n'.encode() * 20],
    ".docx": [DOCX],
    ".epub": [book(), book(ncx=True)],
    ".doc": [
        (FOLDER / "by-libreoffice.doc").read_bytes(),
        doc(
            p97("甲乙", listed(1, 0)),
            p97("plain"),
            *row("丙", "丁"),
            p97("戊", style=1),
            cuts=[2, 5],
            tables=dict(LISTS),
        ),
    ],
    ".odt": [(FOLDER / "by-libreoffice.odt").read_bytes(), odt(a_list(list_item("甲"), list_item("乙")))],
    ".pptx": [slides(shape(plain("题"), kind="title") + shape(numbered("点", ">")), notes=shape(plain("讲")))],
    ".xlsx": [sheets()],
    ".mht": [archive(PAGE.encode(), "utf-8"), archive(PAGE.encode("gb18030"), "gb18030", "quoted-printable")],
    ".ofd": [
        package_of_ofd(
            [
                page(
                    row_of_print("防汛工作", 40, 80, 7),
                    row_of_print("各地要坚持人民至上。", delta="g 9 4"),
                    templates=["9"],
                )
            ]
            * 2,
            templates={"9": page(row_of_print("临河市水利局", 20))},
            annotations={0: element("Annot", element("Appearance", row_of_print("请阅", 9)), Type="Watermark")},
            units={"5": row_of_print("图中文字")},
        )
    ],
    ".pdf": [speech()[0], speech(furniture=head_and_number)[0]],
}


def cases(suffix: str, seed: int) -> Iterator[bytes]:
    """Faulty files of a format; every other one of those in containers is faulty inside only."""
    whole = mutations(SAMPLES[suffix], seed)
    if suffix == ".doc":
        return chain.from_iterable(zip(whole, stream_mutations(SAMPLES[suffix], seed), strict=False))
    if suffix not in {".docx", ".epub", ".odt", ".ofd", ".pptx", ".xlsx"}:
        return whole
    return chain.from_iterable(zip(whole, inside_mutations(SAMPLES[suffix], seed), strict=False))


def is_read(data: bytes, suffix: str) -> bool:
    """Whether the file is read, and not refused with a ReadError; anything else fails the test."""
    started = time.monotonic()
    try:
        format_of_content(data, BY_SUFFIX[suffix], suffix)
        found = list(BY_SUFFIX[suffix].read(data, f"a{suffix}"))
    except ReadError as error:
        return not (error.message.text() and error.message.text("en"))
    finally:
        assert time.monotonic() - started < LONGEST
    for one in found:
        assert isinstance(one, UnreadableItem) or "".join(line.text for line in one.lines).encode("utf-8") is not None
    return True


@pytest.mark.parametrize("suffix", SAMPLES)
def test_broken_files_are_read_or_refused(suffix: str) -> None:
    read = sum(is_read(data, suffix) for data in islice(cases(suffix, 1), CASES))
    assert CASES / 20 < read <= CASES, "the faults are neither too many nor too few to try the reader"


@pytest.mark.parametrize("suffix", SAMPLES)
def test_broken_files_for_longer(suffix: str) -> None:
    seed = time.time_ns() if "FUZZ_SECONDS" in os.environ else 2
    end = time.monotonic() + SECONDS / len(SAMPLES)
    for number, data in enumerate(cases(suffix, seed)):
        if time.monotonic() > end:
            return
        try:
            is_read(data, suffix)
        except BaseException as error:
            error.add_note(f"seed {seed}, case {number}")
            raise


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".md", b"---\ndate: 2024-02-30\n---\ntext"),
        (".md", b"---\na: " + b"[" * 5000 + b"\n---\ntext"),
        (".md", b"> " * 5000 + b"text"),
        (".jsonl", b'{"text": ' + b"[" * 50_000),
        (".html", b"<b>" * 50_000 + b"text"),
        (".html", b"&#xD800;text"),
        (".html", b"a.txt"),
        (".html", b"<?xml <a>text"),
        (".docx", package("<w:p><w:r><w:sym w:char='D800'/></w:r></w:p>")),
        (".docx", package("<w:ins>" * 250 + p("x") + "</w:ins>" * 250)),
    ],
)
def test_files_that_once_broke_a_reader_or_might(suffix: str, data: bytes) -> None:
    is_read(data, suffix)
