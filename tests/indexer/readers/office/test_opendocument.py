"""OpenDocument: the text as LibreOffice shows it; what it hides is listed."""

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers.opendocument import read_odt
from tests.indexer.readers.office.samples import FOLDER, SEEN, zip_of

SPACES = (
    'xmlns:office="urn:office" xmlns:text="urn:text" xmlns:style="urn:style" xmlns:table="urn:table" '
    'xmlns:draw="urn:draw" xmlns:fo="urn:fo"'
)
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties style:text-position="33% 80%"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties style:text-position="-25% 58%"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
  <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2" text:start-value="4"/>
  <text:list-level-style-bullet text:level="3" text:bullet-char="•"/>
</text:list-style>
"""


def odt(body: str, pages: str = "") -> bytes:
    content = f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{content}<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {SPACES}><office:master-styles>{pages}</office:master-styles></office:document-styles>",
        }
    )


def lines(body: str) -> list[str]:
    return [line.text for line in read_odt(odt(body), "a.odt").lines]


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def item(*content: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{''.join(content)}</text:list-item>"


def list_item(text: str) -> str:
    return item(p(text))


def a_list(*items: str, attributes: str = 'text:style-name="L1"') -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


def test_a_file_of_libreoffice_reads_as_the_page_does() -> None:
    raw = read_odt((FOLDER / "by-libreoffice.odt").read_bytes(), "a.odt")
    assert [line.text for line in raw.lines] == SEEN
    assert raw.lines[0].level == 0
    assert [(one.text, one.reason) for one in raw.left_out] == [("看不见", "hidden")]


def test_blanks_are_those_that_are_shown() -> None:
    assert lines(p('甲  乙\n丙<text:s text:c="2"/>丁<text:tab/>戊<text:line-break/>己')) == ["甲 乙 丙  丁\t戊", "己"]


def test_lists_count_as_they_are_shown() -> None:
    inner = a_list(item(p("丙")), item(p("丁"), a_list(item(p("戊")), attributes="")), attributes="")
    first = a_list(item(p("甲"), p("又"), inner), item(p("己")))
    again = a_list(item(p("庚")), attributes='text:style-name="L1" text:continue-numbering="true"')
    anew = a_list(item(p("辛"), attributes='text:start-value="9"'), f"<text:list-header>{p('壬')}</text:list-header>")
    assert lines(first + again + anew) == [
        "一、甲", "又", "一.4. 丙", "一.5. 丁", "戊", "二、己", "三、庚", "九、辛", "壬",
    ]  # fmt: skip


def test_notes_boxes_tables_and_readings() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    box = f"<draw:frame><draw:text-box>{p('框里')}</draw:text-box></draw:frame>"
    ruby = "<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>zì</text:ruby-text></text:ruby>"
    cell = "<table:table-cell>{}</table:table-cell>"
    row = f"<table:table-row>{cell.format(p('丁'))}{cell.format(p('戊'))}</table:table-row>"
    table = f"<table:table><table:table-header-rows>{row}</table:table-header-rows></table:table>"
    assert lines(p(f"话{note.format(p('注'))}中{box}有{ruby}") + table) == ["话中有字", "框里", "丁　戊", "〔1〕注"]


def test_what_is_hidden_deleted_said_beside_or_on_every_page_is_no_text() -> None:
    deleted = f"<text:tracked-changes><text:changed-region><text:deletion>{p('删')}</text:deletion></text:changed-region></text:tracked-changes>"
    comment = f"<office:annotation>{p('批')}</office:annotation>"
    body = deleted + p(f'见<text:span text:style-name="T1">藏</text:span>到{comment}的')
    section = f'<text:section text:display="none">{p("整节")}</text:section>'
    pages = f'<style:master-page style:name="S"><style:header>{p("眉")}</style:header></style:master-page>'
    raw: RawText = read_odt(odt(body + section, pages), "a.odt")
    assert [line.text for line in raw.lines] == ["见到的"]
    assert [(one.text, one.reason) for one in raw.left_out] == [
        ("藏", "hidden"),
        ("整节", "hidden"),
        ("批", "comment"),
        ("眉", "page"),
    ]


def test_a_locked_file_and_one_that_is_no_text_say_so() -> None:
    locked: dict[str, str | bytes] = {
        "content.xml": b"\x81\x02",
        "META-INF/manifest.xml": '<m xmlns="urn:m"><f><encryption-data/></f></m>',
    }
    with pytest.raises(ReadError, match="有密码"):
        read_odt(zip_of(locked), "a.odt")
    with pytest.raises(ReadError, match="表格或幻灯片"):
        read_odt(zip_of({"content.xml": "<d><body><spreadsheet/></body></d>"}), "a.odt")
    with pytest.raises(ReadError, match="损坏"):
        read_odt(zip_of({"x": "y"}), "a.odt")


def test_raised_marks_of_notes_are_no_text_and_exponents_are() -> None:
    def run(style: str, text: str) -> str:
        return f'<text:span text:style-name="{style}">{text}</text:span>'

    body = p(f"基本方针{run('T2', '[')}{run('T2', '2]')}不变{run('T3', '③')}。")
    body += p(f"面积 9 m{run('T2', '2')}，投资 10{run('T3', '8')} 元，CO{run('T4', '2')} 少了")
    raw = read_odt(odt(body), "a.odt")
    assert [line.text for line in raw.lines] == ["基本方针不变。", "面积 9 m2，投资 10⁸ 元，CO2 少了"]
    assert [(item.text, item.reason) for item in raw.left_out] == [("[2] ③", "note")]
