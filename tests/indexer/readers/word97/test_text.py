"""Word 97–2003: what Word shows is what is read, however it was saved; what it hides is listed."""

import pytest

from indexer.model import RawText
from indexer.readers.word97 import read_doc
from tests.indexer.readers.office.samples import FOLDER, SEEN
from tests.indexer.readers.word97.press import (
    DELETED,
    HIDDEN,
    INNER,
    INNER_CELL,
    INNER_ROW,
    RAISED,
    ROW_END,
    SPECIAL,
    Paragraph,
    Press,
    cell,
    doc,
    outline,
    p,
    places,
    row,
    runs,
    style,
    symbol,
)

CHARACTER_STYLE = b"\x30\x4a\x02\0"  # the style of characters with number 2


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def read(data: bytes) -> RawText:
    return read_doc(data, "a.doc")


def left_out(data: bytes) -> list[tuple[str, str]]:
    return [(one.reason, one.text) for one in read(data).left_out]


def test_a_file_of_libreoffice_reads_as_the_page_does() -> None:
    raw = read((FOLDER / "by-libreoffice.doc").read_bytes())
    assert raw.format == "doc"
    assert [line.text for line in raw.lines] == SEEN
    assert [line.level for line in raw.lines[:4]] == [0, None, None, None]
    assert [(one.reason, one.text) for one in raw.left_out] == [("hidden", "看不见")]


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("cuts", [(), (3,), (1, 2, 3, 9, 14), tuple(range(1, 30))])
def test_pieces_in_one_or_two_bytes_and_in_any_order_are_one_text(cuts: tuple[int, ...], shuffled: bool) -> None:
    data = doc(p("同志们："), p("GDP growth 5.2%"), p("见𠮷😀完"), p("第二句。"), cuts=cuts, shuffled=shuffled)
    assert texts(data) == ["同志们：", "GDP growth 5.2%", "见𠮷😀完", "第二句。"]


def test_single_bytes_are_western() -> None:
    data = doc(p("a~b~c"), p("甲"), cuts=[6])
    assert texts(data.replace(b"a~b~c", b"a\x93b\x85c")) == ["a“b…c", "甲"]


def test_deleted_text_is_not_read_and_hidden_text_is_listed() -> None:
    data = doc(
        runs("留", ("删", DELETED), "下", ("藏", HIDDEN), "完"), runs(("全删", DELETED), end=("\r", DELETED)), p("末")
    )
    assert texts(data) == ["留下完", "末"]
    assert left_out(data) == [("hidden", "藏")]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    data = doc(runs("甲", end=("\r", DELETED)), p("乙", outline(0)), p("丙"))
    assert [(line.text, line.level) for line in read(data).lines] == [("甲乙", 1), ("丙", None)]


def test_what_is_said_of_a_piece_holds_for_all_of_it() -> None:
    deleted, hidden = 0x41 << 1 | 1 << 8, 0 << 1 | 1  # in short, and by the number of a group
    data = doc(p("甲乙丙丁"), cuts=[1, 2, 3], short={1: deleted, 2: hidden}, groups=[HIDDEN])
    assert texts(data) == ["甲丁"]
    assert left_out(data) == [("hidden", "丙")]


def test_styles_hide_too_and_text_may_say_otherwise() -> None:
    styles = [
        style(0, "Normal"),
        style(0xFFE, "藏", characters=HIDDEN),
        style(0xFFE, "字", characters=HIDDEN, kind=2),
    ]
    shown, against = b"\x3c\x08\0", b"\x3c\x08\x81"
    data = doc(
        Paragraph([("藏", b""), ("露", shown), ("反", against), ("\r", b"")], style=1),
        runs("看", ("不见", CHARACTER_STYLE), "得"),
        styles=styles,
    )
    assert texts(data) == ["露反", "看得"]
    assert left_out(data) == [("hidden", "藏"), ("hidden", "不见")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('见\x13 HYPERLINK "http://a.b" \x14此处\x15。', "见此处。"),
        ("第\x13 IF \x13 PAGE \x141\x15 = 1 \x14甲\x15页", "第甲页"),
        ("甲\x13 PAGE \x15乙", "甲乙"),
        ('甲\x13 XE "党" 乙', '甲 XE "党" 乙'),
        ("甲\x14乙\x15丙", "甲乙丙"),
        ("\x13 EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(hàn),汉)\x15字", "汉字"),
        ("第\x13 eq \\o\\ac(○,8)\x15条", "第⑧条"),
        ("\x13 eq \\o\\ac(○,甲)\x15字", "甲字"),
        ("\x13 eq \\o\\ac(□,21)\x15号", "21号"),
        ("甲\x13 EQ \\f(1,2)\x15", "甲"),
    ],
)
def test_of_a_field_its_result_is_read(text: str, shown: str) -> None:
    assert texts(doc(p(text), p("末"))) == [shown, "末"]


def test_a_field_over_several_paragraphs() -> None:
    assert texts(doc(p('\x13 TOC \\o "1-3" \x14一、总则'), p("二、附则"), p("\x15正文"))) == [
        "一、总则",
        "二、附则",
        "正文",
    ]


def test_signs_that_stand_for_something() -> None:
    assert texts(doc(p("甲\x0b乙\tA\x1eB\x1fC\xa0丙\x0e丁"))) == ["甲", "乙\tA-BC\xa0丙", "丁"]
    assert texts(doc(runs("约", ("(", SPECIAL + symbol(0xB1)), "5(个)"))) == ["约±5(个)"]
    assert texts(doc(runs(("\x01", SPECIAL), "图", ("\x08", SPECIAL), "说"))) == ["图说"]


def test_a_page_ends_in_a_paragraph_or_with_it() -> None:
    data = doc(p("前", end="\x0c"), p("题", outline(0)), p("甲\x0c乙"), p("末"))
    assert [(line.text, line.level) for line in read(data).lines] == [
        ("前", None), ("题", 1), ("甲", None), ("乙", None), ("末", None)
    ]  # fmt: skip


def test_raised_digits_are_marks_or_exponents() -> None:
    data = doc(runs("依法治国", ("[1]", RAISED), "，10", ("8", RAISED), "元"))
    assert texts(data) == ["依法治国，10⁸元"]
    assert left_out(data) == [("note", "[1]")]


def test_a_row_of_cells_is_one_line_and_a_cell_alone_is_text() -> None:
    two = [p("第一", b"\x16\x24\x01"), cell("段")]
    data = doc(p("前"), *row("甲", "乙", "丙"), *two, cell("丁"), p("", ROW_END, end="\x07"), *row("独"), p("后"))
    assert texts(data) == ["前", "甲　乙　丙", "第一 段　丁", "独", "后"]


def test_headings_in_a_cell_that_is_alone_keep_their_level() -> None:
    data = doc(cell("题", b"\x16\x24\x01" + outline(0)), p("", ROW_END, end="\x07"), p("后"))
    assert [(line.text, line.level) for line in read(data).lines] == [("题", 1), ("后", None)]


def test_a_table_in_a_cell() -> None:
    inner = [p("子", INNER_CELL), p("丑", INNER_CELL), p("", INNER_ROW), p("寅", INNER_CELL), p("", INNER_ROW)]
    data = doc(cell("甲"), p("乙", INNER), *inner, cell("丙"), p("", ROW_END, end="\x07"), p("后"))
    assert texts(data) == ["甲　乙 子 丑 寅 丙", "后"]


def test_a_table_that_is_cut_off() -> None:
    assert texts(doc(cell("甲"), cell("乙"), p("后"))) == ["甲　乙", "后"]
    assert texts(doc(cell("甲"), cell("乙"))) == ["甲　乙"]


def test_what_is_said_of_a_wide_row_stands_elsewhere() -> None:
    data = doc(cell("甲"), cell("乙"), p("", b"\x46\x66\x04\0\0\0", end="\x07"), *row("丙", "丁"), p("后"),
               data=b"\0\0\0\0" + bytes([len(ROW_END), 0]) + ROW_END)  # fmt: skip
    assert texts(data) == ["甲　乙", "丙　丁", "后"]


def test_notes_come_at_the_end_in_the_order_of_their_marks() -> None:
    mark = ("\x02", SPECIAL)
    data = Press(
        {
            "text": [runs("甲", mark, "，乙", mark, "。"), runs("丙", ("\x02", SPECIAL + DELETED), mark)],
            "footnotes": [runs(mark, "脚注一"), p("又一段"), runs(mark, "删去的"), runs(mark, "脚注三")],
            "endnotes": [runs(mark, "尾注")],
        },
        {
            2: places(1, 8, 9, 12, entries=[b"\1\0"] * 3),
            3: places(0, 9, 14, 19, 20),
            46: places(4, 12, entries=[b"\1\0"]),
            47: places(0, 4, 5),
        },
    )
    assert texts(data.file()) == ["甲，乙。", "丙", "〔1〕脚注一", "又一段", "〔2〕尾注", "〔3〕脚注三"]


def test_heads_feet_and_comments_are_left_out() -> None:
    separators = [p("\x03"), p("\x04")]
    data = Press(
        {
            "text": [p("正文")],
            "headers": [*separators, p("页眉"), p("第1页")],
            "comments": [runs(("\x05", SPECIAL), "改一改")],
            "header_boxes": [p("－2－")],
        },
        {11: places(0, 2, 4, 4, 4, 4, 4, 7, 11, 12)},
    )
    assert texts(data.file()) == ["正文"]
    assert left_out(data.file()) == [("page", "页眉"), ("page", "第1页"), ("page", "－2－"), ("comment", "改一改")]


def box(shape: int) -> bytes:
    return bytes(14) + shape.to_bytes(4, "little") + bytes(4)


def record(kind: int, data: bytes, version: int = 0xF) -> bytes:
    return version.to_bytes(2, "little") + kind.to_bytes(2, "little") + len(data).to_bytes(4, "little") + data


def shape(number: int) -> bytes:
    return record(0xF004, record(0xF00A, number.to_bytes(4, "little") + bytes(4), 2))


def test_text_boxes_stand_behind_the_paragraph_that_they_hang_on() -> None:
    drawn = ("\x08", SPECIAL)
    group = record(0xF003, shape(21) + shape(22) + record(0xF003, shape(24) + shape(23)))
    drawings = record(0xF000, b"") + b"\0" + record(0xF002, record(0xF003, shape(1) + shape(11) + group))
    data = Press(
        {
            "text": [runs(drawn, "甲"), runs("乙", drawn), p("丙")],
            "boxes": [p("框一"), p("组二"), p("组三"), p("没有挂处"), p("")],
        },
        {
            40: places(0, 4, 6, entries=[bytes([11, 0, 0, 0]) + bytes(22), bytes([21, 0, 0, 0]) + bytes(22)]),
            50: drawings,
            56: places(0, 3, 6, 9, 14, 15, entries=[box(11), box(22), box(23), box(77), box(0)]),
        },
    )
    assert texts(data.file()) == ["甲", "框一", "乙", "组二", "组三", "丙", "没有挂处"]
