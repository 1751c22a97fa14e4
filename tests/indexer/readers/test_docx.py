"""Word: what Word shows is what is read, its automatic numbers too; what it hides is reported."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers.docx import read_docx
from indexer.readers.docx.number import format_number

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/>
  <w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="Subtitle"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="黑体小标题"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="numbering" w:styleId="n"><w:name w:val="列表"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = f"""
<w:abstractNum w:abstractNumId="0">
  {level(0, "chineseCountingThousand", "%1、")}{level(1, "chineseCounting", "（%2）")}
  {level(2, "decimal", "%3.")}{level(3, "decimal", "%1.%4", "<w:isLgl/>")}
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  {level(0, "japaneseCounting", "第%1章", '<w:pStyle w:val="1"/>')}
  {level(1, "upperRoman", "%2．", '<w:pStyle w:val="2"/><w:lvlRestart w:val="0"/>')}
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{level(0, "bullet", "&#xF0B7;")}</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="n"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>
"""


def package(body: str, parts: Mapping[str, str] | None = None, namespace: str = W) -> bytes:
    """A Word file with this body, and these parts by kind."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **(parts or {})}
    relations = "".join(f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="r" Type="{RELATIONS}/officeDocument"'
        ' Target="/word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{namespace}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>',
    }
    files |= {f"word/{kind}.xml": f'<w:{kind} xmlns:w="{namespace}">{xml}</w:{kind}>' for kind, xml in parts.items()}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            archive.writestr(name, xml)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def item(text: str, number: int, at: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def styled(text: str, style: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def read(body: str, parts: Mapping[str, str] | None = None, namespace: str = W) -> RawText:
    return read_docx(package(body, parts, namespace), "a.docx")


def texts(raw: RawText) -> list[str]:
    return [line.text for line in raw.lines]


def test_labels_of_three_levels_restart_below_each_other() -> None:
    body = [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1), ("庚", 2), ("辛", 2), ("壬", 3)]
    raw = read("".join(item(text, 1, at) for text, at in body))
    assert texts(raw) == [
        "一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己", "1. 庚", "2. 辛", "2.1 壬",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_unless_they_say_where_to_start() -> None:
    raw = read(item("甲", 1) + item("乙", 1) + p("间") + item("丙", 4) + item("丁", 2) + item("戊", 2) + item("己", 1))
    assert texts(raw) == ["一、甲", "二、乙", "间", "三、丙", "五、丁", "六、戊", "七、己"]


def test_paragraphs_that_are_deleted_are_not_counted() -> None:
    gone = (
        item("乙", 1)
        .replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
        .replace(run("乙"), f"<w:del>{run('乙')}</w:del>")
    )
    assert texts(read(item("甲", 1) + gone + item("丙", 1))) == ["一、甲", "二、丙"]


def test_numbering_by_style() -> None:
    body = [("甲", "2"), ("乙", "2"), ("丙", "2")]
    raw = read("".join(styled(text, style) for text, style in body))
    assert texts(raw) == ["I．甲", "II．乙", "III．丙"]
    chapter = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="9"/></w:numPr>'
    raw = read(p("总则", chapter) + styled("甲", "2") + p("附则", chapter) + styled("乙", "2"))
    assert texts(raw) == ["第一章 总则", "I．甲", "第二章 附则", "II．乙"], "lvlRestart 0 counts on"


def test_a_bullet_and_a_list_that_was_taken_back_give_no_label() -> None:
    raw = read(item("甲", 3) + p("乙", '<w:pStyle w:val="2"/><w:numPr><w:numId w:val="0"/></w:numPr>') + item("丙", 77))
    assert texts(raw) == ["甲", "乙", "丙"]


def field_of(code: str, result: str = "") -> str:
    """A field whose code is in several runs, as Word writes it."""
    codes = "".join(f"<w:r><w:instrText>{sign}</w:instrText></w:r>" for sign in code)
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + codes + shown + end


def test_a_number_in_a_ring_that_is_a_formula_is_read() -> None:
    ringed = field_of("eq \\o\\ac(○,3)")
    body = run("第") + ringed + run("条，见") + field_of("PAGE", "8") + field_of("XE x")
    assert texts(read(f"<w:p>{body}</w:p>")) == ["第③条，见8"]


def test_the_label_stands_before_the_first_line_only() -> None:
    body = item("", 1).replace(run(""), "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>")
    assert texts(read(body)) == ["一、甲", "乙"]


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 102, "一百零二"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("japaneseCounting", 21, "二十一"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircleChinese", 33, "33"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperLetter", 27, "AA"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("none", 4, ""),
        ("hindiVowels", 4, "4"),
        ("chineseCounting", 0, "0"),
        ("upperLetter", 10**6, "1000000"),
    ],
)
def test_number_forms(form: str, number: int, text: str) -> None:
    assert format_number(number, form) == text


def test_levels_by_style_name_by_base_and_by_outline() -> None:
    raw = read(
        styled("题", "a3")
        + styled("副题", "a5")
        + styled("甲", "1")
        + styled("乙", "b")
        + styled("丙", "c")
        + p("丁", '<w:outlineLvl w:val="2"/>')
        + p("戊", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
        + p("己")
    )
    assert [line.level for line in raw.lines] == [0, None, 1, 2, 1, 3, None, None]


def test_tracked_changes_read_as_if_accepted() -> None:
    raw = read(
        f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('丁')}</w:moveFrom><w:moveTo>{run('戊')}</w:moveTo></w:p>"
        + p("前", "<w:rPr><w:del/></w:rPr>")
        + p("后")
    )
    assert texts(raw) == ["甲乙戊", "前后"]


def test_text_in_controls_links_fields_and_tags_is_read() -> None:
    raw = read(
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        f"<w:p><w:smartTag>{run('乙')}</w:smartTag><w:hyperlink>{run('丙')}</w:hyperlink><w:fldSimple>{run('丁')}</w:fldSimple>"
        f"<w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent>{run('戊')}</w:sdtContent></w:sdt>"
        "<w:r><w:noBreakHyphen/><w:tab/><w:sym w:char='2460'/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>ji</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>己</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert texts(raw) == ["甲", "乙丙丁戊-\t①己"]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:drawing><w:txbxContent>{p('盒')}</w:txbxContent></w:drawing>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(read(f"<w:p>{run('前')}<w:r>{both}</w:r>{run('后')}</w:p>")) == ["前后", "盒"]


def test_notes_come_at_the_end_and_do_not_part_a_phrase() -> None:
    body = (
        f"<w:p>{run('党的')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('建设')}</w:p>"
        "<w:p><w:r><w:endnoteReference w:id='1'/></w:r></w:p>" + p("完")
    )
    notes = {
        "footnotes": f"<w:footnote w:id='-1'>{p('—')}</w:footnote><w:footnote w:id='2'>{p('甲')}{p('乙')}</w:footnote>",
        "endnotes": f"<w:endnote w:id='1'>{p('丙')}</w:endnote>",
    }
    assert texts(read(body, notes)) == ["党的建设", "完", "〔1〕甲", "乙", "〔2〕丙"]


def test_heads_comments_and_hidden_text_are_reported() -> None:
    raw = read(
        f"<w:p>{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>",
        {"header": p("页眉"), "footer": p("第1页"), "comments": f"<w:comment>{p('批注')}</w:comment>"},
    )
    assert texts(raw) == ["甲"]
    assert [(item.line, item.text, item.reason) for item in raw.left_out] == [
        (2, "隐", "hidden"),
        (3, "页眉", "page"),
        (4, "第1页", "page"),
        (5, "批注", "comment"),
    ]


def test_a_speech_inside_a_table_keeps_its_paragraphs() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = (
        f"<w:tbl><w:tr>{cell(p('甲') + p('乙'))}</w:tr><w:tr>{cell(p('丙'))}{cell(p('丁') + p('戊'))}</w:tr></w:tbl>"
    )
    assert texts(read(table)) == ["甲", "乙", "丙　丁 戊"]


def test_the_strict_edition_of_the_format() -> None:
    assert texts(read(item("甲", 1), namespace=STRICT)) == ["一、甲"]


@pytest.mark.slow
def test_bombs_are_refused() -> None:
    with pytest.raises(ReadError, match="炸弹"):
        read(p("字" * 30_000_000))
    entities = '<!DOCTYPE a [<!ENTITY a "字">]>'
    data = package(p("甲&a;乙"))
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            prefix = entities.encode() if name == "word/document.xml" else b""
            target.writestr(name, prefix + source.read(name))
    assert texts(read_docx(buffer.getvalue(), "a.docx")) == ["甲&a;乙"], "entities are not followed"
