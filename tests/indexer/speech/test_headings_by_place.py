"""Headings that their place or their words tell: opening and closing words, short sentences, lists inside of points."""

import pytest

from indexer.model import Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse

LONG = "全市渠系整治按期推进，各镇村都拿出了办法，群众反映的问题得到较好解决，评价总体满意。"


def parsed(*lines: str) -> Speech:
    return parse(read_plain("\n".join(("在全市水利工作会议上的讲话", "同志们：", *lines)).encode(), "a.txt"))


def outline(speech: Speech) -> list[tuple[int, str]]:
    return [(one.level, one.display) for section in speech.sections for one in section.walk()]


@pytest.mark.parametrize("opening", ["前言", "引　言", "开场白"])
@pytest.mark.parametrize("closing", ["结束语", "结　语", "尾声", "后记"])
def test_words_that_open_and_close_a_speech_stand_at_the_top(opening: str, closing: str) -> None:
    speech = parsed(
        opening, LONG, "一、成绩", "（一）修渠。" + LONG, "（二）修路。" + LONG, "二、任务", LONG, closing, LONG
    )
    assert outline(speech) == [
        (1, opening),
        (1, "一、成绩"),
        (2, "（一）修渠"),
        (2, "（二）修路"),
        (1, "二、任务"),
        (1, closing),
    ]


def test_short_sentences_that_head_paragraphs_in_turn_are_headings() -> None:
    names = ["渠系更加通畅。", "田地更加平整。", "村道更加宽阔。", "水质更加清洁。", "账目更加清楚。"]
    speech = parsed("一、成绩", LONG, *(line for name in names for line in (name, LONG)), "二、任务", LONG)
    assert outline(speech) == [(1, "一、成绩"), *((2, name) for name in names), (1, "二、任务")]


def test_they_begin_anew_under_each_point() -> None:
    names = ["渠系更加通畅。", "田地更加平整。", "村道更加宽阔。", "水质更加清洁。"]
    block = [line for name in names for line in (name, LONG)]
    speech = parsed("一、成绩", "（一）农业", *block, "（二）水务", *block, "二、任务", LONG)
    below = [(3, name) for name in names]
    assert outline(speech) == [(1, "一、成绩"), (2, "（一）农业"), *below, (2, "（二）水务"), *below, (1, "二、任务")]


@pytest.mark.parametrize(
    "lines", [["我们做得到。", "大家都知道。", "这很不容易呀，是吧。", "你们辛苦了。"], ["一起走到底吧。"]]
)
def test_sentences_that_speak_head_nothing(lines: list[str]) -> None:
    speech = parsed(LONG, *(part for line in lines for part in (line, LONG)))
    assert outline(speech) == []


def test_a_list_inside_of_a_point_leaves_the_outer_one_whole() -> None:
    inner = ["一、修好水渠", LONG, "二、修好村道", LONG, "三、修好仓库", LONG]
    speech = parsed("一、成绩", LONG, "二、任务", LONG, *inner, "三、作风", LONG, "四、纪律", LONG)
    assert outline(speech) == [
        (1, "一、成绩"),
        (1, "二、任务"),
        (2, "一、修好水渠"),
        (2, "二、修好村道"),
        (2, "三、修好仓库"),
        (1, "三、作风"),
        (1, "四、纪律"),
    ]


@pytest.mark.parametrize("form", ["第{}，修渠引水，先难后易", "其{}，修渠引水，先难后易", "第{}点，修渠引水，先难后易"])
def test_a_standing_heading_is_not_cut_at_its_comma(form: str) -> None:
    headings = [form.format(number) for number in "一二三"]
    speech = parsed(*(line for heading in headings for line in (heading, LONG)))
    assert outline(speech) == [(1, heading) for heading in headings]


def test_a_whole_line_that_ends_in_a_stop_is_a_heading_whole() -> None:
    long = "（二）大力推进渠系、田地和村道一体整治，加快建设旱涝保收、宜居宜业的新农村，让群众得到实惠。"
    speech = parsed("一、任务", "（一）保粮食。", LONG, long, LONG, "二、要求", LONG)
    assert outline(speech)[2] == (2, long.rstrip("。"))
