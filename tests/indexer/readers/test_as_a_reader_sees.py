"""Marks, readings and hidden parts part no phrase in any format, and are listed; what a reader sees stays."""

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import RawText
from indexer.readers.docx import read_docx
from indexer.readers.epub import read_epub
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.note_mark import as_exponent, is_note_mark
from tests.indexer.readers.test_epub import book, page


def texts(raw: RawText) -> list[str]:
    return [line.text for line in raw.lines]


def listed(raw: RawText, *reasons: str) -> list[str]:
    return [item.text for item in raw.left_out if item.reason in reasons]


def html(body: str) -> RawText:
    return read_html(f"<html><body>{body}</body></html>".encode(), "a.html")


def md(text: str) -> RawText:
    return read_markdown(text.encode(), "a.md")


@pytest.mark.parametrize(
    ("body", "shown", "left_out"),
    [
        ("<p>兴修<ruby>堤<rt>dī</rt></ruby>防</p>", ["兴修堤防"], ["dī"]),
        ("<p><ruby>堤<rp>（</rp><rt>dī</rt><rp>）</rp>防<rp>（</rp><rt>fáng</rt><rp>）</rp></ruby></p>", ["堤防"], ["（ dī ） （ fáng ）"]),
        ("<p><ruby><rb>堤<rb>防<rt>dī<rt>fáng</ruby>牢固", ["堤防牢固"], ["dī fáng"]),
        ("<p>基本方针<sup><a href='#fn3'>3</a></sup>不变</p>", ["基本方针不变"], ["3"]),
        ("<p>基本方针<a href='notes.xhtml#n1' epub:type='noteref'>1</a>不变</p>", ["基本方针不变"], ["1"]),
        ("<p>基本方针<a href='#_ftn2' name='_ftnref2'><span>[2]</span></a>不变</p>", ["基本方针不变"], ["[2]"]),
        ("<p>基本方针<sup>①</sup>不变，<b>“两不变”</b><sup>[注4]</sup>。</p>", ["基本方针不变，“两不变”。"], ["① [注4]"]),
        ("<p>基本方针<a href='#m7'>⑦</a>不变<a href='b.xhtml#x'>〔8〕</a>。</p>", ["基本方针不变。"], ["⑦ 〔8〕"]),
        ("<p>基本方针<sup>12</sup>不变</p>", ["基本方针不变"], ["12"]),
        ("<p>坚持<span style='color:red; DISPLAY : none'>本页由某网制作</span>到底</p>", ["坚持到底"], ["本页由某网制作"]),
        ("<p>坚持到底，一张蓝图绘到底</p><div hidden><p>甲</p><p>乙</p></div>", ["坚持到底，一张蓝图绘到底"], ["甲 乙"]),
        ("<p>坚持到底<i style='visibility:hidden'>x</i>，绘到底</p>", ["坚持到底，绘到底"], ["x"]),
    ],
)  # fmt: skip
def test_a_page_is_read_as_it_is_seen(body: str, shown: list[str], left_out: list[str]) -> None:
    raw = html(body)
    assert texts(raw) == shown
    assert listed(raw, "reading", "note", "hidden") == left_out


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>面积 300 m<sup>2</sup>，CO<sub>2</sub> 少了，水量五百米<sup>3</sup>。</p>", "面积 300 m2，CO2 少了，水量五百米3。"),
        ("<p>投资 10<sup>8</sup> 元，误差 10<sup>-3</sup>。</p>", "投资 10⁸ 元，误差 10⁻³。"),
        ("<p>详见第<a href='#s3'>3</a>节和<a href='#x'>附件</a>。</p>", "详见第3节和附件。"),
        ("<p>第 1<sup>st</sup> 届</p>", "第 1st 届"),
        ("<p><sup>1</sup>见某某年鉴。</p>", "1见某某年鉴。"),
        ("<p><a href='#r1'>[1]</a> 见某某年鉴。</p>", "[1] 见某某年鉴。"),
        ("<p aria-hidden='true'>读屏软件不念的话</p>", "读屏软件不念的话"),
    ],
)  # fmt: skip
def test_what_is_seen_stays(body: str, shown: str) -> None:
    raw = html(body)
    assert (texts(raw), raw.left_out) == ([shown], ())


def test_a_page_that_a_script_shows_is_read() -> None:
    speech = "一篇很长的讲话，全在这里。" * 20
    raw = html(f"<div style='visibility: hidden'><p>{speech}</p><p style='display:none'>广告</p></div>尾")
    assert texts(raw) == [speech, "尾"]
    assert listed(raw, "hidden") == ["广告"]


def test_an_electronic_book_too() -> None:
    body = "基本方针<a href='#n1' epub:type='noteref'><sup>1</sup></a>不变，<ruby>堤<rt>dī</rt></ruby>防牢固。" * 5
    (raw,) = read_epub(book({"a.xhtml": page(f"<p>{body}</p>")}), "a.epub")
    assert texts(raw) == ["基本方针不变，堤防牢固。" * 5]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("切实**“三个坚持”，**久久为功", "切实“三个坚持”，久久为功"),
        ("学习**《渠系条例》**原文", "学习《渠系条例》原文"),
        ("**一是：**抓堤防，**二是（防汛）**抓队伍", "一是：抓堤防，二是（防汛）抓队伍"),
        ("要做到***“先急后缓”***的次序", "要做到“先急后缓”的次序"),
        ("用*“小渠”*灌*（大田）*的水", "用“小渠”灌（大田）的水"),
        ("达到**“八通”。**GDP 上升", "达到“八通”。GDP 上升"),
        ("算式 5*（3）*4 = 60，注 * 号", "算式 5*（3）*4 = 60，注 * 号"),
        (r"写作 \*\*“原样”\*\* 不动", "写作 **“原样”** 不动"),
        ("兴修<ruby>堤<rt>dī</rt></ruby>防", "兴修堤防"),
        ("基本方针<sup>3</sup>不变，10<sup>8</sup> 元，m<sup>2</sup>", "基本方针不变，10⁸ 元，m2"),
    ],
)
def test_markdown_is_read_as_it_is_seen(text: str, shown: str) -> None:
    assert texts(md(text)) == [shown]


def test_references_of_markdown_are_marks_where_their_notes_are_there() -> None:
    raw = md("基本方针[^1]不变[^无]。\n\n[^1]: 见某某年鉴。\n")
    assert texts(raw) == ["基本方针不变[^无]。", "[^1]: 见某某年鉴。"]
    assert [(item.line, item.text) for item in raw.left_out if item.reason == "note"] == [(1, "[^1]")]


def test_a_block_of_tags_in_markdown_is_read() -> None:
    raw = md("# 题\n\n<div align='center'>基本<b>方针</b><sup>[1]</sup>不变</div>\n\n<!-- 注 -->\n")
    assert [(line.number, line.text) for line in raw.lines] == [(1, "题"), (3, "基本方针不变")]
    assert [item.text for item in raw.left_out] == ["[1]", "<!-- 注 -->"]


@pytest.mark.parametrize(
    ("runs", "shown", "left_out"),
    [
        (["基本方针", "^[", "^1", "^]", "不变"], "基本方针不变", ["[1]"]),
        (["基本方针", "^②", "不变"], "基本方针不变", ["②"]),
        (["基本方针。", "^15", "下一句"], "基本方针。下一句", ["15"]),
        (["面积 300 m", "^2", "，投资 10", "^8", " 元"], "面积 300 m2，投资 10⁸ 元", []),
        (["^1", "见某某年鉴"], "1见某某年鉴", []),
    ],
)
def test_raised_marks_in_word_files(runs: list[str], shown: str, left_out: list[str]) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run.removeprefix("^")).font.superscript = run.startswith("^") or None
    buffer = BytesIO()
    document.save(buffer)
    raw = read_docx(buffer.getvalue(), "a.docx")
    assert texts(raw) == [shown]
    assert listed(raw, "note") == left_out


@given(st.text(st.sampled_from("0123456789[]（）①注*a米，")), st.text(st.sampled_from("字米0a，” "), max_size=3))
def test_a_mark_needs_something_to_stand_after(text: str, before: str) -> None:
    if is_note_mark(text, before):
        assert before.strip()
        assert len(text) <= 12
    if is_note_mark(text, before) and text.isdecimal():
        assert not before.strip()[-1].isascii()
    if before[-1:].isdecimal() and text.isdecimal() and len(text) <= 3:
        assert as_exponent(text, before) != text
