"""Lines that a page's width or something else broke are whole again; lines that an author made stay apart."""

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Kind, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from indexer.speech.cleaning.display_width import cells

HEAD = ["在测试会上的讲话", "（2031年3月5日）", "同志们："]
CLAUSES = (
    "我们要把渠系整治这件大事办好",
    "去年全市建成泵站128座",
    "群众的用水难题得到缓解",
    "各镇都制定了轮灌办法",
    "管护资金增长6.8%",
    "今年还要接着做下去",
    "不能有半点松懈",
    "水价改革在三个乡试点",
    "老人和孩子走路上学都要经过这座桥",
    "干部下到田间地头听意见",
    "2029年、2030年两年的旱情都很重",
    "请大家多提意见",
)


def prose(chance: random.Random, paragraphs: int) -> list[str]:
    return [
        "".join("，".join(chance.choices(CLAUSES, k=chance.randint(2, 4))) + "。" for _ in range(chance.randint(2, 4)))
        for _ in range(paragraphs)
    ]


def wrapped(text: str, width: int, measure: Callable[[str], int]) -> list[str]:
    """Lines filled to the last cell, as `fold` and text boxes do."""
    lines = [""]
    for sign in text:
        if measure(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines


def parsed(lines: Sequence[str]) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), "a.txt"))


def body(lines: Sequence[str]) -> list[str]:
    return [paragraph.text for paragraph in parsed([*HEAD, *lines]).paragraphs[len(HEAD) :]]


@pytest.mark.slow
@given(
    seed=st.integers(0, 10**6),
    width=st.integers(15, 80),
    measure=st.sampled_from([len, cells]),
    form=st.sampled_from(["indents", "blank lines", "nothing"]),
    long_line=st.booleans(),
)
def test_strings_across_wraps_are_found(
    seed: int, width: int, measure: Callable[[str], int], form: str, long_line: bool
) -> None:
    chance = random.Random(seed)
    columns = width if measure is len else 2 * width
    paragraphs = prose(chance, 14)
    lines: list[str] = []
    across: list[str] = []
    for paragraph in paragraphs:
        pieces = wrapped("　　" * (form == "indents") + paragraph, columns, measure)
        lines += pieces + [""] * (form == "blank lines")
        across += [(left[-6:] + right[:6]).strip() for left, right in pairwise(pieces)]
    if long_line:
        lines.append("　　" * (form == "indents") + "附表列出各条渠道的长度和流量" * 12)
    found = body(lines)
    whole = "\n".join(found)
    assert not [text for text in across if text not in whole]
    if form != "nothing":
        assert found[: len(paragraphs)] == paragraphs


LISTS = {
    "items of one length": [f"{name}渠系整治取得新的进展" for name in "东西南北中上下左右前后里"],
    "items with a comma in one place": [f"{name}镇建成泵站，群众用水方便" for name in "东西南北中上下左右前后里"],
    "verse": ["朝看渠水出东山，暮看渠水入西田。", "三十六村同一饮，不须争水到门前。"] * 6,
    "verse without full stops": ["春水绕着新修的渠", "秋风吹过打谷场上", "孩子们在桥头唱歌", "老人坐在树下乘凉"] * 4,
    "names": ["张三丰", "李四光明", "王五", "赵六平", "钱七"] * 3,
    "headings and long paragraphs": ["坚持节水优先，守住底线", "我们要把这件事办好，一件一件地办，办一件成一件。" * 4]
    * 8,
    "a table": [f"{year}年　{year % 7 + 10}座　{year % 5 + 20}公里" for year in range(2015, 2031)],
    "sentences of one length": ["第一条渠已经修到东山村的田头。", "第二条渠已经修到西山村的田头。"] * 7,
    "points in prose": [f"{name}是抓好水源，这一点最要紧" for name in "一二三四五六七八九"],
}


@pytest.mark.parametrize("lines", LISTS.values(), ids=LISTS)
def test_lines_of_an_author_stay_apart(lines: list[str]) -> None:
    assert body(lines) == lines


def test_a_list_in_a_wrapped_text_stays_a_list() -> None:
    chance = random.Random(7)
    items = ["东渠三公里", "西渠五公里", "南渠两公里"]
    before, after = prose(chance, 5), prose(chance, 5)
    lines = [line for text in before for line in wrapped(text, 60, cells)]
    lines += ["", *items, ""] + [line for text in after for line in wrapped(text, 60, cells)]
    assert set(items) <= set(body(lines))


@pytest.mark.parametrize("spacing", [1, 2])
def test_lines_of_double_spacing_are_joined(spacing: int) -> None:
    chance = random.Random(spacing)
    paragraphs = prose(chance, 6)
    lines: list[str] = []
    for text in paragraphs:
        for place, piece in enumerate(wrapped(text, 28, len)):
            lines += [""] * spacing + ["　　" * (place == 0) + piece]
    assert body(lines) == paragraphs


def test_labels_begin_a_paragraph_also_after_a_full_line() -> None:
    chance = random.Random(11)
    texts = [f"{name}：{''.join(prose(chance, 2))[: 97 + n]}" for n in range(3) for name in ("主席", "议员")]
    full = [text[: len(text) // 20 * 20] for text in texts]  # each ends at the edge of the page
    assert body([line for text in full for line in wrapped(text, 20, len)]) == full


def test_a_chance_colon_at_the_start_of_a_wrapped_line_begins_nothing() -> None:
    chance = random.Random(3)
    text = "这件事我们讨论了很久，最后水利部门和各镇一致" + "同意：从今年起统一调度，" + prose(chance, 1)[0]
    paragraphs = [text, *prose(chance, 6)]
    lines = [line for text in paragraphs for line in ["　　" + text[:20], *wrapped(text[20:], 22, len)]]
    assert body(lines) == paragraphs


TORN = {
    "a page break": ["去年以来，全市认真落实用水", "\f条例，群众表示满意。"],
    "a line of zero width": ["去年以来，全市认真落实用水", "\u200b", "条例，群众表示满意。"],
    "a link at the end": ["去年以来，全市认真落实", "用水条例", "。", "群众表示满意。"],
    "a link in quotation marks": ["去年以来，全市认真落实《", "用水条例", "》，群众表示满意。"],
    "a comma first": ["去年以来，全市认真落实用水条例", "，群众表示满意。"],
}


@pytest.mark.parametrize("lines", TORN.values(), ids=TORN)
def test_torn_sentences_are_whole(lines: list[str]) -> None:
    assert "去年以来，全市认真落实" in (found := body(["先说一件事。", *lines]))[1]
    assert len(found[1]) > len(lines[0])
    assert "用水条例" in found[1].replace("《", "").replace("》", "")


def test_what_only_looks_torn_stays_apart() -> None:
    lines = [
        "加强队伍建设",
        "\u200b",
        "各级要重视这件事，抓好落实。",
        "\u200b",
        "一、总的要求",
        "\fP",
        "我们要办好这件事。",
    ]
    assert body(lines)[0] == "加强队伍建设"
    assert "一、总的要求" in body(lines)


def test_latin_words_are_joined_with_a_blank_and_cut_numbers_without() -> None:
    chance = random.Random(5)
    paragraphs = [f"{text}出口额达到12345.67亿元，比2029年增长103.5%，好。" for text in prose(chance, 8)]
    assert body([line for text in paragraphs for line in wrapped("　　" + text, 46, cells)]) == paragraphs


def test_words_that_a_program_keeps_whole_are_joined_with_a_blank() -> None:
    chance = random.Random(6)
    paragraphs = [f"{text}我们想一想 the tipping point of our water plan 在哪里。" for text in prose(chance, 9)]
    lines: list[str] = []
    for paragraph in paragraphs:
        lines.append("　　")
        for word in re.findall(r"[!-~]+ ?|.", paragraph):
            if cells(lines[-1] + word.strip()) > 52:
                lines.append("")
            lines[-1] += word
    found = body([line.rstrip() for line in lines])
    assert all("the tipping point of our water plan" in text for text in found)
    assert ["".join(text.split()) for text in found] == ["".join(text.split()) for text in paragraphs]


def test_a_turn_is_whole_and_its_line_is_its_first() -> None:
    chance = random.Random(9)
    lines = [line for text in prose(chance, 8) for line in wrapped("　　" + text, 30, len)]
    speech = parsed([*HEAD, *lines])
    assert [paragraph.kind for paragraph in speech.paragraphs[3:]] == [Kind.BODY] * 8
    assert [lines[paragraph.line - 4].strip() for paragraph in speech.paragraphs[3:]] == [
        paragraph.text[: len(lines[paragraph.line - 4].strip())] for paragraph in speech.paragraphs[3:]
    ]


def test_a_heading_below_the_head_of_a_page_is_apart_from_the_full_line_above_it() -> None:
    width = 24
    chance = random.Random(7)

    def page(number: int) -> list[str]:
        filled = [[text[at : at + width] for at in range(0, len(text), width)] for text in prose(chance, 3)]
        return [*(line for lines in filled for line in [*lines, ""]), "渡口紀錄  2031年4月2日", "", f"{number}"]

    full = "管理處根據《議事規則》第八條發言，並就提問作覆。"
    assert len(full) == width
    before = [line for number in range(6790, 6800) for line in page(number)]
    lines = [*before, full, "6800", "管理處答問會", "", "主席：現在開始。", "", *page(6801)]
    assert {full, "管理處答問會"} <= set(body(lines))


@pytest.mark.parametrize("width", range(40, 84, 4))
@pytest.mark.parametrize("indent", ["    ", "\u3000\u3000"])
def test_a_short_text_whose_first_lines_are_indented_is_whole_beside_its_headings(width: int, indent: str) -> None:
    """Headings, which break off as well, do not outvote the few full lines: a line further in begins a paragraph."""
    text = [
        "今天，我们召开全市老龄工作会议，主要任务是总结经验，分析形势，安排下一步工作。下面，我讲三点意见。",
        "一、充分认识做好老龄工作的重要意义",
        "截至去年底，全市60岁以上老年人达到86.3万人，占总人口的21.5%。老龄化是今后较长一个时期的基本市情。",
        "二、突出抓好养老服务体系建设",
        "要完善居家社区机构相协调、医养康养相结合的养老服务体系，新建社区食堂100个，改造敬老院12所。",
        "三、切实加强组织领导",
        "各级各部门要把老龄工作摆上重要位置，主要领导亲自抓、分管领导具体抓，出了问题要问责。",
    ]
    head = [
        "        在全市老龄工作会议上的讲话",
        "          （2031年10月9日）",
        "            市长  秦  川",
        "",
        "同志们：",
    ]
    lines = [line for paragraph in text for line in wrapped(indent + paragraph, width, cells)]
    assert [paragraph.text for paragraph in parsed([*head, *lines]).paragraphs][-len(text) :] == text
