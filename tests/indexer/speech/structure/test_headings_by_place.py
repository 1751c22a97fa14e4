"""Headings that their place or their words tell, and numbered lines that are none."""

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


@pytest.mark.parametrize(
    ("levels", "headings"),
    [
        ("122122", ["第一章 概况", "第一节 机构", "第二节 进度", "第二章 经验", "第一节 实事求是", "第二节 众手成志"]),
        ("122123", ["1. 制度", "1.1 计划", "1.2 评审", "2. 廉洁", "2.1\t准入", "2.1.1 资质"]),
        ("11", ["故事一：一盏灯", "故事二：一双鞋"]),
        ("111", ["1951年：筚路蓝缕", "1981年：弦歌再起", "2011年：扬帆远航"]),
        ("111", ["◆ 第一句话：放心", "◆ 第二句话：用心", "◆ 第三句话：安心"]),
        ("111", ["治学之一：勤", "治学之二：恒", "治学之三：疑"]),
        ("111", ["渡轮服务", "桥梁工程", "水位"]),
        ("1111", ["一、认识", "二、分类", "二、责任", "三、处置"]),  # a number given twice
        ("111", ["I. 研究背景", "II. 研究方法", "III. 主要发现"]),
        ("1221", ["一、部署", "a. 本地", "b. 云上", "二、运维"]),
        ("11", ["Part 1 区位", "Part 2 产业"]),
    ],
    ids=["chapters", "decimals", "named", "topics", "bullets", "words", "beside", "twice", "roman", "letters", "parts"],
)
def test_headings_of_other_forms(levels: str, headings: list[str]) -> None:
    found = outline(parsed(LONG, *(part for heading in headings for part in (heading, LONG))))
    assert [(str(level), "".join(one.split())) for level, one in found] == [
        (level, "".join(one.split())) for level, one in zip(levels, headings, strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("{}、为什么学？", "{}、为什么学？"),
        ("{}、比一比！", "{}、比一比！"),
        ("{}、突出“早”字：早动手", "{}、突出“早”字：早动手"),
        ("{}、改革的背景：", "{}、改革的背景"),
    ],
)
def test_a_question_and_a_line_with_a_colon_stand_as_headings(line: str, heading: str) -> None:
    speech = parsed(*(part for number in "一二" for part in (line.format(number), LONG)))
    assert outline(speech) == [(1, heading.format(number)) for number in "一二"]
    assert [one.run_in for one in speech.sections] == [False, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.修渠", "2.修路", "3.修桥"],
        ["申请→受理→审核→办结"],
        ["（一）加强巡查，做到早发现；", "（二）加强储备，做到有保障；", "（三）加强宣传，做到不恐慌。"],
        ["一、二期工程要衔接好。" + LONG, "二、三季度要多跑现场。" + LONG],
        ["1.5 万亿元", "10.8 亿元"],
        ["目标：7%", "单位：亿元", "时间：三月", "指标：用水", LONG],
        ["水深：三尺", LONG, "水温：八度", LONG],  # two could be chance
    ],
)
def test_numbered_lines_that_head_nothing(lines: list[str]) -> None:
    speech = parsed("一、任务", LONG, *lines, LONG, "二、措施", LONG)
    assert outline(speech) == [(1, "一、任务"), (1, "二、措施")]


def test_headings_without_text_of_a_list_that_goes_on_below_stay() -> None:
    speech = parsed("一、看形势", "二、明方向", "三、抓重点", LONG, "四、强保障", LONG)
    assert [one for _, one in outline(speech)] == ["一、看形势", "二、明方向", "三、抓重点", "四、强保障"]


def test_items_of_a_list_are_points_that_were_announced() -> None:
    speech = parsed("这里讲三点：", "（一）早发现；", "（二）有保障；", "（三）不恐慌。")
    assert (speech.announced, speech.warnings) == (3, ())


def test_a_point_whose_next_one_a_gap_has_swallowed_stays_a_heading() -> None:
    speech = parsed("一、要求", "一要学。" + LONG, "此处隐藏512个字。VIP会员可见", "三要严。" + LONG, "三、实效", LONG)
    assert outline(speech)[:2] == [(1, "一、要求"), (2, "一要学")]
