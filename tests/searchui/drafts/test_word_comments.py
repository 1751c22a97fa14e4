"""Comments in a Word document: at their places to the character, and nothing else of the document changed."""

import random
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from indexer.errors import CallError
from indexer.model import Span
from searchui.drafts.word_comments import Remark, WordDraft

COMMENT_PARTS = frozenset(
    {"word/comments.xml", "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
)
RANGES = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"))


def document_of(paragraphs: list[list[str]]) -> bytes:
    """A document of paragraphs of runs, each run in a look of its own."""
    document = docx.Document()
    for number, runs in enumerate(paragraphs):
        paragraph = document.add_paragraph()
        for place, text in enumerate(runs):
            run = paragraph.add_run(text)
            run.bold = bool(place % 2)
            run.font.color.rgb = RGBColor(number % 200, place % 200, 7)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def rich_document() -> bytes:
    """With a table, a hyperlink, text that was deleted and inserted, a footnote's mark, and a comment of its own."""
    document = docx.Document()
    first = document.add_paragraph("我们要")
    first.add_run("常怀为民之情").bold = True
    first.add_run("，多办利民之事。")
    document.add_comment(first.runs[1], text="请核对", author="张明", initials="张")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "表里的字"
    table.rows[0].cells[1].text = "另一格"
    last = document.add_paragraph("最后一段，")
    extra = etree.fromstring(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:ins w:id="90" w:author="李"><w:r><w:t>新添的</w:t></w:r></w:ins>'
        '<w:del w:id="91" w:author="李"><w:r><w:delText>删去的</w:delText></w:r></w:del>'
        '<w:hyperlink w:anchor="a"><w:r><w:t xml:space="preserve">链接里的 字</w:t><w:tab/><w:t>尾</w:t></w:r></w:hyperlink></w:p>'
    )
    last._p.addnext(extra)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


NOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:tab/><w:t>脚注里的</w:t></w:r><w:r><w:t>一句。</w:t></w:r></w:p></w:footnote>
</w:footnotes>""".encode()


def document_with_a_note() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("正文一句。")
    reference = etree.SubElement(paragraph.add_run()._r, qn("w:footnoteReference"))
    reference.set(qn("w:id"), "2")
    paragraph.add_run("又一句。")
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, NOTES, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def body_of(data: bytes) -> Any:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def without_comments(data: bytes) -> bytes:
    """The body without comments, and with neighbours joined that are runs of one look."""
    body = body_of(data)
    for element in [one for one in body.iter() if one.tag in RANGES]:
        element.getparent().remove(element)
    for element in [one for one in body.iter(qn("w:r")) if one.find(qn("w:commentReference")) is not None]:
        element.getparent().remove(element)
    _join_runs(body)
    _join_texts(body)
    return bytes(etree.tostring(body, method="c14n"))


def _join_runs(body: Any) -> None:
    for run in list(body.iter(qn("w:r"))):
        before = run.getprevious()
        if before is not None and before.tag == qn("w:r") and look_of(before) == look_of(run):
            for child in list(run):
                if child.tag != qn("w:rPr"):
                    before.append(child)
            run.getparent().remove(run)


def _join_texts(body: Any) -> None:
    for run in body.iter(qn("w:r")):
        for one, other in pairwise(list(run)):
            if one.tag == other.tag == qn("w:t"):
                other.text = (one.text or "") + (other.text or "")
                run.remove(one)
    for text in body.iter(qn("w:t")):
        text.attrib.clear()


def look_of(run: Any) -> bytes:
    properties = run.find(qn("w:rPr"))
    return b"" if properties is None else bytes(etree.tostring(deepcopy(properties)))


def commented_text(data: bytes) -> Iterator[tuple[str, str]]:
    """What each comment says, and the text that it is about."""
    document = docx.Document(BytesIO(data))
    body = document.element.body
    said = {str(comment.comment_id): comment.text for comment in document.comments}
    for number in said:
        inside, text = False, ""
        for element in body.iter():
            if element.get(qn("w:id")) == number and element.tag in RANGES:
                inside = element.tag == RANGES[0]
            elif inside and element.tag == qn("w:t"):
                text += element.text or ""
        yield said[number], text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text("党的建设 ", min_size=1, max_size=5), max_size=4), min_size=1, max_size=4), st.randoms()
)
def test_each_comment_is_at_its_place_and_nothing_else_changes(
    paragraphs: list[list[str]], chance: random.Random
) -> None:
    data = document_of(paragraphs)
    text = WordDraft(data).text
    remarks: list[Remark] = []
    place = 0
    while place < len(text):
        end = min(place + chance.randint(1, 4), len(text))
        if "\n" not in text[place:end] and chance.random() < 0.6:
            remarks.append(Remark(Span(place, end), f"{len(remarks)}"))
        place = end
    made = WordDraft(data).commented(remarks, "核对")
    assert WordDraft(made).text == text
    assert without_comments(made) == without_comments(data)
    assert dict(commented_text(made)) == {remark.text: text[remark.span.start : remark.span.end] for remark in remarks}


def test_a_document_of_all_kinds_keeps_what_it_has() -> None:
    data = rich_document()
    draft = WordDraft(data)
    assert draft.text.split("\n") == [
        "我们要常怀为民之情，多办利民之事。",
        "表里的字",
        "另一格",
        "最后一段，",
        "新添的链接里的 字\t尾",
    ]
    places = [(said, draft.text.index(said)) for said in ("为民之情，多", "里的字", "添的链接里", "尾")]
    made = draft.commented([Remark(Span(at, at + len(said)), f"关于{said}") for said, at in places], "核对")
    assert without_comments(made) == without_comments(data)
    found = dict(commented_text(made))
    assert found.pop("请核对") == "常怀为民之情"
    assert found == {f"关于{said}": said for said, _at in places}
    with ZipFile(BytesIO(data)) as before, ZipFile(BytesIO(made)) as after:
        for name in before.namelist():
            if name not in COMMENT_PARTS:
                assert after.read(name) == before.read(name), name


def test_what_is_said_of_a_note_stands_where_it_is_referred_to() -> None:
    data = document_with_a_note()
    draft = WordDraft(data)
    assert draft.text == "正文一句。又一句。\n脚注里的一句。"
    note = draft.text.index("脚注")
    remarks = [Remark(Span(0, 2), "正文"), Remark(Span(7, 9), "句"), Remark(Span(note, note + 4), "注")]
    made = draft.commented(remarks, "核对")
    assert without_comments(made) == without_comments(data)
    with ZipFile(BytesIO(made)) as archive:
        assert archive.read("word/footnotes.xml") == NOTES
    assert dict(commented_text(made)) == {"正文": "正文", "句": "句。", "注": ""}
    ranges = [element for element in body_of(made).iter() if element.tag in (*RANGES, qn("w:footnoteReference"))]
    at = [element.tag for element in ranges].index(qn("w:footnoteReference"))
    assert [element.tag for element in (ranges[at - 1], ranges[at + 1])] == list(RANGES)


def test_where_something_is_missing_the_character_before_is_marked() -> None:
    draft = WordDraft(document_of([["推动高质", "发展"]]))
    made = draft.commented([Remark(Span(4, 4), "少字")], "核对")
    assert dict(commented_text(made)) == {"少字": "质"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "讲话".encode()])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(CallError, match="Word"):
        WordDraft(data)
