"""Slides: what an audience sees, in order, and what the speaker's notes say."""

import pytest

from indexer.errors import ReadError
from indexer.readers.office.presentation import NOTE_MARK, read_pptx
from tests.indexer.readers.office.samples import relations, zip_of

SPACES = 'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="urn:r"'


def paragraph(text: str, properties: str = "") -> str:
    return f"<a:p><a:pPr{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"


def shape(*paragraphs: str, kind: str = "") -> str:
    place = f'<p:ph type="{kind}"/>' if kind else ""
    return f"<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody>{''.join(paragraphs)}</p:txBody></p:sp>"


def plain(text: str) -> str:
    return paragraph(text, ">")


def slides(*shapes: str, notes: str = "", attributes: str = "") -> bytes:
    """A file with these slides; the notes and attributes are the last one's."""
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(("r", "officeDocument", "ppt/presentation.xml")),
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"r{n}", "slide", f"slides/slide{10 - n}.xml") for n in range(len(shapes)))
        ),
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in range(len(shapes)))
        + "</p:sldIdLst></p:presentation>",
    }
    for number, content in enumerate(shapes):
        last = attributes if number == len(shapes) - 1 else ""
        files[f"ppt/slides/slide{10 - number}.xml"] = (
            f"<p:sld {SPACES} {last}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"
        )
    if notes:
        files[f"ppt/slides/_rels/slide{11 - len(shapes)}.xml.rels"] = relations(
            ("n", "notesSlide", "../notesSlides/n.xml")
        )
        files["ppt/notesSlides/n.xml"] = f"<p:notes {SPACES}><p:cSld><p:spTree>{notes}</p:spTree></p:cSld></p:notes>"
    return zip_of(files)


def test_slides_come_in_the_order_of_the_file_with_their_titles_first() -> None:
    raw = read_pptx(
        slides(
            shape(plain("副题"), kind="subTitle") + shape(plain("治水"), plain("报告"), kind="ctrTitle"),
            f"<p:grpSp>{shape(plain('先修渠。'), plain('再护堤。'))}</p:grpSp>{shape(plain('一年工作'), kind='title')}",
        ),
        "a.pptx",
    )
    assert [(line.text, line.level) for line in raw.lines] == [
        ("治水报告", 0),
        ("副题", None),
        ("一年工作", 1),
        ("先修渠。", None),
        ("再护堤。", None),
    ]


def test_notes_are_marked_and_furniture_is_listed() -> None:
    raw = read_pptx(
        slides(
            shape(plain("题"), kind="title") + shape(plain("3"), kind="sldNum") + shape(plain("渠务局"), kind="ftr"),
            notes=shape(plain("同志们："), plain("今天讲治水。"), kind="body") + shape(plain("3"), kind="sldNum"),
        ),
        "a.pptx",
    )
    assert [line.text for line in raw.lines] == ["题", f"{NOTE_MARK}同志们：", "今天讲治水。"]
    assert [(one.text, one.reason) for one in raw.left_out] == [("3", "page"), ("渠务局", "page"), ("3", "page")]


def test_a_hidden_slide_is_left_out_and_listed() -> None:
    raw = read_pptx(slides(shape(plain("见")), shape(plain("不见")), attributes='show="0"'), "a.pptx")
    assert [line.text for line in raw.lines] == ["见"]
    assert [(one.text, one.reason) for one in raw.left_out] == [("不见", "hidden")]


def test_automatic_numbers_are_read_as_they_are_shown() -> None:
    chinese, arabic = (
        '><a:buAutoNum type="ea1ChsPeriod"/>',
        ' lvl="1"><a:buAutoNum type="arabicParenBoth" startAt="3"/>',
    )
    raw = read_pptx(
        slides(
            shape(
                paragraph("甲", chinese), paragraph("乙", arabic), paragraph("丙", arabic), paragraph("丁", chinese),
                paragraph("戊", arabic), plain("断"), paragraph("己", chinese),
            )
        ),
        "a.pptx",
    )  # fmt: skip
    assert [line.text for line in raw.lines] == ["一. 甲", "(3) 乙", "(4) 丙", "二. 丁", "(3) 戊", "断", "一. 己"]


def test_breaks_fields_tables_and_texts_in_several_editions() -> None:
    broken = (
        "<a:p><a:r><a:t>上</a:t></a:r><a:br/><a:r><a:t>下</a:t></a:r><a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p>"
    )
    cell = "<a:tc><a:txBody>{}</a:txBody></a:tc>"
    table = f"<p:graphicFrame><a:tbl><a:tr>{cell.format(plain('丁'))}{cell.format(plain('戊'))}</a:tr></a:tbl></p:graphicFrame>"
    both = f"<AlternateContent><Choice>{shape(plain('新'))}</Choice><Fallback>{shape(plain('新'))}</Fallback></AlternateContent>"
    raw = read_pptx(slides(shape(broken) + table + both), "a.pptx")
    assert [line.text for line in raw.lines] == ["上", "下", "丁　戊", "新"]


def test_what_is_no_such_file_is_refused() -> None:
    with pytest.raises(ReadError, match="幻灯片"):
        read_pptx(zip_of({"ppt/x.xml": "<a/>"}), "a.pptx")
