"""The numbers that Word shows before paragraphs and does not keep in their text, and the levels of headings."""

import pytest

from tests.indexer.readers.word97.press import doc, level, listed, lists, outline, overrides, own_start, p, style
from tests.indexer.readers.word97.test_text import read, texts

CHINESE, LEGAL, DECIMAL, ROMAN, BULLET, CIRCLED, NONE = 39, 38, 0, 1, 23, 28, 255
REPORT = (level(CHINESE, "\0、"), level(CHINESE, "（\1）"), level(DECIMAL, "\2.", follow=0), level(DECIMAL, "\0.\3"))
TABLES = {
    73: lists(REPORT, (level(CHINESE, "第\0章", follow=1),), (level(BULLET, "\uf0b7"),)),
    74: overrides((0, b""), (0, own_start(0, 5)), (1, b""), (2, b"")),
}


def test_labels_of_three_levels_restart_below_each_other() -> None:
    body = [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1), ("庚", 2), ("辛", 2)]
    data = doc(*(p(text, listed(1, at)) for text, at in body), tables=dict(TABLES))
    assert texts(data) == ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己", "1. 庚", "2. 辛"]


def test_lists_of_one_definition_count_on_unless_they_say_where_to_start() -> None:
    data = doc(
        p("甲", listed(1, 0)),
        p("乙", listed(2, 0)),
        p("丙", listed(1, 0)),
        p("总则", listed(3, 0)),
        tables=dict(TABLES),
    )
    assert texts(data) == ["一、甲", "五、乙", "六、丙", "第一章 总则"]


def test_bullets_lists_that_are_left_and_lists_that_are_not_there_give_no_label() -> None:
    styles = [style(0, "Normal"), style(0xFFE, "列", listed(1, 0))]
    body = [
        p("甲", listed(4, 0)),
        p("乙", listed(0), 1),
        p("丙", listed(-2047), 1),
        p("丁", listed(99, 0)),
        p("戊", style=1),
    ]
    assert texts(doc(*body, styles=styles, tables=dict(TABLES))) == ["甲", "乙", "丙", "丁", "一、戊"]


def test_a_negative_number_keeps_indents_and_is_the_same_list() -> None:
    assert texts(doc(p("甲", listed(1, 0)), p("乙", listed(-1, 0)), tables=dict(TABLES))) == ["一、甲", "二、乙"]


def test_the_style_tells_the_list_and_the_list_the_level_of_a_style() -> None:
    styles = [
        style(0, "Normal"),
        style(1, "标题 1", listed(1)),
        style(2, "标题 2", listed(1)),
        style(0xFFE, "仿", base=2),
    ]
    tables = {73: lists(REPORT, styles={(0, 0): 1, (0, 1): 2}), 74: overrides((0, b""))}
    data = doc(p("甲", style=1), p("乙", style=2), p("丙", style=3), p("丁", style=1), styles=styles, tables=tables)
    assert [(line.text, line.level) for line in read(data).lines] == [
        ("一、甲", 1), ("（一）乙", 2), ("（二）丙", 2), ("二、丁", 1)
    ]  # fmt: skip


def test_a_level_that_counts_on_across_those_above_it() -> None:
    own = (level(CHINESE, "第\0章", follow=1), level(CHINESE, "第\1条", follow=1, restart=0))
    tables = {73: lists(own), 74: overrides((0, b""))}
    data = doc(*(p("文", listed(1, at)) for at in (0, 1, 1, 0, 1)), tables=tables)
    assert texts(data) == ["第一章 文", "第一条 文", "第二条 文", "第二章 文", "第三条 文"]


@pytest.mark.parametrize(
    ("form", "label"),
    [
        (CHINESE, "三"),
        (LEGAL, "叁"),
        (DECIMAL, "3"),
        (ROMAN, "III"),
        (CIRCLED, "③"),
        (NONE, ""),
        (30, "丙"),
        (201, "3"),
    ],
)
def test_forms_of_numbers(form: int, label: str) -> None:
    tables = {73: lists((level(form, "\0、", start=3),)), 74: overrides((0, b""))}
    assert texts(doc(p("文", listed(1, 0)), tables=tables)) == [f"{label}、文"]


def test_paragraphs_that_are_deleted_are_not_counted() -> None:
    deleted = b"\x00\x08\x01"
    data = doc(
        p("甲", listed(1, 0)),
        type(p(""))([("乙\r", deleted)], listed(1, 0)),
        p("丙", listed(1, 0)),
        tables=dict(TABLES),
    )
    assert texts(data) == ["一、甲", "二、丙"]


def test_a_page_that_ends_in_a_paragraph_makes_no_second_one() -> None:
    data = doc(p("甲\x0c乙", listed(1, 0)), p("丙", listed(1, 0)), tables=dict(TABLES))
    assert texts(data) == ["一、甲", "乙", "二、丙"]


def test_lists_that_are_cut_off_give_no_labels() -> None:
    tables = {73: TABLES[73][:60], 74: TABLES[74]}
    assert texts(doc(p("甲", listed(1, 0)), tables=tables)) == ["甲"]
    assert texts(doc(p("甲", listed(1, 0)), tables={73: TABLES[73], 74: TABLES[74][:9]})) == ["甲"]


def test_levels_by_the_number_of_a_style_its_name_and_the_outline() -> None:
    styles = [
        style(0, "正文"),
        style(1, "標題 1"),
        style(3, "随便什么", outline(2)),
        style(62, "標題"),
        style(74, "副標題", outline(1)),
        style(0xFFE, "标题 4"),
        style(0xFFE, "小标题", outline(1)),
        style(0xFFE, "题中之文", outline(9), base=1),
        style(0xFFE, "照标题", base=1),
    ]
    data = doc(
        *(p("文", style=number) for number in range(9)), p("文", outline(2)), p("文", outline(9), 1), styles=styles
    )
    assert [line.level for line in read(data).lines] == [None, 1, 3, 0, None, 4, 2, None, 1, 3, None]
