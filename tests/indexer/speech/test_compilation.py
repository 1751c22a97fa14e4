"""Several speeches in one file: each by itself, no line lost; and nothing else is taken apart."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from indexer.model import Line, RawText
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from indexer.speech.compilation import speeches_of
from tests.conftest import SEEDS

TALK = ["修渠要趁早，冬天一个人干的，春天三个人也赶不上。", "散会以后就到渠上去。"]
SPEECHES = (
    ["在全县水利会议上的讲话", "（2031年3月1日）", "县长　江望山", "同志们：", *TALK],
    ["把渠修好", "——在修渠誓师会上的讲话", "（2031年4月2日）", "乡亲们：", *TALK],
    ["在水库开工仪式上的致辞", "2031年5月3日", "丘明河", "各位来宾：今天开工，是个好日子。", *TALK],
)
FACTS = {
    SPEECHES[0][0]: ("2031-03-01", "江望山"),
    "把渠修好 ——在修渠誓师会上的讲话": ("2031-04-02", None),
    SPEECHES[2][0]: ("2031-05-03", "丘明河"),
}


def raw(*lines: str) -> RawText:
    return RawText("a.txt", "txt", "utf-8", tuple(Line(number, line) for number, line in enumerate(lines, 1)))


@pytest.mark.parametrize("order", list(permutations(SPEECHES)), ids=lambda order: order[0][0])
@pytest.mark.parametrize(
    "front", [[], ["水利讲话选编"], ["水利讲话选编", "目录", *(one[0] for one in SPEECHES)]], ids=len
)
def test_each_speech_has_its_own_facts(order: tuple[list[str], ...], front: list[str]) -> None:
    text = raw(*front, *(line for one in order for line in one))
    found = [parse(one) for one in speeches_of(text)]
    assert {one.title: (str(one.date), one.speaker) for one in found} == FACTS
    assert [one.id for one in found] == ["a.txt:1", "a.txt:2", "a.txt:3"]
    kept = [line.text for one in speeches_of(text) for line in one.lines]
    left = [item.text for one in speeches_of(text) for item in one.left_out]
    assert left + kept == [line.text for line in text.lines], "every line is in one speech, or listed as left out"
    assert all(paragraph.text in kept for one in found for paragraph in one.paragraphs)


@pytest.mark.parametrize(
    "lines",
    [
        SPEECHES[0],
        [SPEECHES[0][0], *SPEECHES[0]],  # the title of the page, and of the speech
        [*SPEECHES[0], "在水库开工仪式上的致辞", "在修渠誓师会上的讲话"],  # links to others
        [
            *SPEECHES[0],
            "在水库开工仪式上的致辞",
            "2031-05-03",
            "在修渠誓师会上的讲话",
            "2031-04-02",
        ],  # … with their days
        [*SPEECHES[0], "各位代表！", *TALK],
    ],
)
def test_what_is_one_speech_stays_one(lines: list[str]) -> None:
    text = raw(*lines)
    assert speeches_of(text) == (text,)


def test_the_date_of_each_may_stand_below_it() -> None:
    first = ["在夏季防火会议上的讲话", "同志们：", *TALK, "（2031年6月1日）"]
    second = ["把火防住", "——在冬季防火会议上的讲话", "同志们：", *TALK, "（2031年12月1日）"]
    found = [parse(one) for one in speeches_of(raw(*first, *second))]
    assert [(one.title, str(one.date)) for one in found] == [
        ("在夏季防火会议上的讲话", "2031-06-01"),
        ("把火防住 ——在冬季防火会议上的讲话", "2031-12-01"),
    ]


@pytest.mark.parametrize(("one", "two"), [("一、", "二、"), ("第一篇　", "第二篇　")])
def test_titles_may_be_numbered(one: str, two: str) -> None:
    first = [f"{one}在春耕会上的讲话", "2031年3月12日", "同志们：", *TALK]
    second = [f"{two}在秋收会上的讲话", "2031年9月20日", "同志们：", *TALK]
    found = [parse(part) for part in speeches_of(raw(*first, *second))]
    assert [(part.title, str(part.date)) for part in found] == [(first[0], "2031-03-12"), (second[0], "2031-09-20")]


def test_a_notice_that_hands_on_a_speech_is_left_out_above_it() -> None:
    notice = [
        "关于印发江望山县长讲话的通知",
        "各乡镇人民政府：",
        "现将江望山县长的讲话印发给你们，请遵照执行。",
        "2031年3月9日",
    ]
    (one,) = speeches_of(raw(*notice, *SPEECHES[0]))
    found = parse(one)
    assert (found.title, str(found.date), found.speaker) == (SPEECHES[0][0], *FACTS[SPEECHES[0][0]])
    assert [item.text for item in found.left_out] == notice
    assert speeches_of(raw("前言", *SPEECHES[0]))[0].lines[0].text == "前言"


def test_what_a_file_says_of_itself_is_not_said_of_each_speech() -> None:
    text = replace(raw(*SPEECHES[0], *SPEECHES[2]), fields={"title": "选编", "date": "2032-01-01", "source": "水利志"})
    assert [one.fields for one in speeches_of(text)] == [{"source": "水利志"}] * 2


def test_a_speech_of_a_list_is_not_taken_apart() -> None:
    text = replace(raw(*SPEECHES[0], *SPEECHES[2]), part=7)
    assert speeches_of(text) == (text,)


def test_the_compilation_among_the_samples_and_no_other_is_one() -> None:
    parts = {path: len(speeches_of(read_one(file, path))) for path, file in corpus_files(SEEDS)}
    assert {path: number for path, number in parts.items() if number > 1} == {"防汛抗旱讲话选编.txt": 3}


def test_no_real_report_is_one(shared: Path) -> None:
    assert all(
        len(speeches_of(read_one(file, path))) == 1
        for path, file in corpus_files(shared / "corpora")
        if not path.startswith("trans")
    )
