"""Recognised lines become rows as they were printed: straight, whole, of one size."""

import json
from itertools import pairwise
from math import cos, radians, sin

from indexer.readers.layout.column import body_size
from indexer.readers.layout.reading_order import in_reading_order
from indexer.readers.layout.row import Page
from indexer.readers.scan.recognised_page import RecognisedLine, RecognisedPage
from indexer.readers.scan.rows import rows_of
from tests.conftest import ROOT

WIDTH, HEIGHT = 595.0, 842.0
SURE = 0.98


def line(
    text: str, left: float, top: float, size: float = 16.0, *, width: float | None = None, sure: float = SURE
) -> RecognisedLine:
    right = left + (width or size * len(text))
    return RecognisedLine(text, sure, (left, top, right, top, right, top + size, left, top + size))


def page(*lines: RecognisedLine) -> RecognisedPage:
    return RecognisedPage(WIDTH, HEIGHT, lines)


def turned(one: RecognisedPage, degrees: float) -> RecognisedPage:
    """The page as it looks when it lay askew in the scanner."""
    angle = radians(degrees)

    def place(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - WIDTH / 2, y - HEIGHT / 2
        return WIDTH / 2 + dx * cos(angle) - dy * sin(angle), HEIGHT / 2 + dx * sin(angle) + dy * cos(angle)

    def moved(each: RecognisedLine) -> RecognisedLine:
        points = [place(each.corners[at], each.corners[at + 1]) for at in (0, 2, 4, 6)]
        (a, b), (c, d), (e, f), (g, h) = points
        return RecognisedLine(each.text, each.sure, (a, b, c, d, e, f, g, h))

    return RecognisedPage(WIDTH, HEIGHT, tuple(map(moved, one.lines)))


BODY = [f"第{number}行是一段话里的文字，写得同样长，一直写到右边" for number in "一二三四五六"]


def test_a_page_that_is_askew_is_set_straight() -> None:
    straight = page(*(line(text, 73.0, 100 + 28.0 * number) for number, text in enumerate(BODY)))
    for degrees in (-3.0, 1.0, 2.5):
        rows = rows_of({1: turned(straight, degrees)})[1]
        assert [row.text for row in rows] == BODY
        assert max(row.left for row in rows) - min(row.left for row in rows) < 0.5
        steps = {round(above.base - below.base) for above, below in pairwise(rows)}
        assert steps == {28}


def test_rows_of_about_one_size_are_of_one_and_a_title_is_not() -> None:
    heights = (15.2, 16.9, 16.0, 15.5, 16.4, 17.3)
    lines = [
        line(text, 73.0, 150 + 28.0 * number, height, width=16.0 * len(text))
        for number, (text, height) in enumerate(zip(BODY, heights, strict=True))
    ]
    rows = rows_of({1: page(line("讲话", 270, 80, 25.0), line("一、小标题", 105, 320, 17.5), *lines)})[1]
    sizes = {row.text: row.size for row in rows}
    assert len({sizes[text] for text in (*BODY, "一、小标题")}) == 1
    assert sizes["讲话"] > 1.3 * sizes[BODY[0]]


def test_pieces_of_a_row_are_one_row_and_columns_are_not() -> None:
    title = [line(character, 240 + 40.0 * number, 80.3 - 0.2 * number) for number, character in enumerate("讲话稿")]
    columns = [line("左边一栏里的一行字", 70, 200), line("右边一栏里的一行字", 330, 201)]
    cells = [line("一、", 70, 300), line("总则", 130, 300)]
    rows = rows_of({1: page(*title, *columns, *cells)})[1]
    assert [row.text for row in rows] == ["讲话稿", "左边一栏里的一行字", "右边一栏里的一行字", "一、　总则"]


def test_columns_whose_boxes_touch_are_parted() -> None:
    """As a machine gave them: many boxes of the left column reach over the gutter."""
    golden = json.loads((ROOT / "tests" / "golden" / "recognised-pages" / "two-columns.json").read_text("utf-8"))
    lines = [RecognisedLine(text, sure, tuple(corners)) for text, sure, corners in golden["lines"]]
    *body, number = lines
    assert number.text == "-1-"
    rows = rows_of({1: RecognisedPage(golden["width"], golden["height"], tuple(body))})[1]
    (ordered,) = in_reading_order([Page(1, golden["width"], rows)], body_size(rows))
    assert [row.text for row in ordered] == golden["rows"]


def test_numbers_of_a_list_stay_with_their_text() -> None:
    numbers, texts = "一二三四五六", [f"{sign}项工作要抓得实而又实" for sign in "甲乙丙丁戊己"]
    lines = [
        piece
        for number, (sign, text) in enumerate(zip(numbers, texts, strict=True))
        for piece in (line(f"{sign}、", 70, 100 + 28.0 * number, width=30.0), line(text, 104, 100 + 28.0 * number))
    ]
    rows = rows_of({1: page(*lines)})[1]
    assert [row.text for row in rows] == [f"{sign}、{text}" for sign, text in zip(numbers, texts, strict=True)]


def test_what_the_machine_is_not_sure_of_is_doubtful() -> None:
    rows = rows_of({1: page(line(BODY[0], 73, 100), line("丫丿", 400, 700, sure=0.3))})[1]
    assert [(row.text, row.doubtful) for row in rows] == [(BODY[0], False), ("丫丿", True)]


def test_punctuation_beside_chinese_is_chinese() -> None:
    texts = ["各位代表:", "增长8.2%,比上年(预计)高", "at 10:30, in (1)"]
    rows = rows_of({1: page(*(line(text, 73, 100 + 28.0 * number) for number, text in enumerate(texts)))})[1]
    assert [row.text for row in rows] == ["各位代表：", "增长8.2%，比上年（预计）高", "at 10:30, in (1)"]
