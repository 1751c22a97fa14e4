"""Printed pages come back as their paragraphs, whole and in order, whatever stands around them."""

import random
from dataclasses import replace

import pytest

from indexer.model import RawText
from indexer.readers import read_texts
from tests.indexer.readers.pdf_press import ColumnPress, Layout, Printed, paragraphs

ONE = Layout()
TWO = Layout(columns=2, em=10.5, gutter=2.5)
CHAPTERS = {1: "第一章 总论", 4: "第二章 水利", 7: "第三章 交通"}


def chapter(page: int) -> str:
    return CHAPTERS[max(first for first in CHAPTERS if first <= page)]


LAYOUTS = {
    "one": ONE,
    "wide": replace(ONE, margin=40.0, em=10.5),
    "narrow": replace(ONE, margin=150.0),
    "two": TWO,
    "two across": replace(TWO, across=True),
    "three": Layout(columns=3, em=9.0, gutter=2.5, margin=45.0),
    "numbers": replace(ONE, number=str),
    "numbers in dashes": replace(ONE, number=lambda page: f"- {page} -"),
    "numbers on top": replace(ONE, number=lambda page: f"第 {page} 页", number_on_top=True),
    "heads by chapter": replace(ONE, head=chapter, number=str),
    "heads by side": replace(ONE, head=lambda page: "临河市工作报告汇编" if page % 2 else "水利卷", number=str),
    "two with heads": replace(TWO, head=chapter, number=str),
}


def read(printed: Printed) -> RawText:
    (raw,) = read_texts(printed.data, "a.pdf")
    assert isinstance(raw, RawText)
    return raw


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("seed", range(2))
def test_paragraphs_come_back_whole_and_in_order(name: str, seed: int) -> None:
    texts = paragraphs(random.Random(seed), 40)
    raw = read(ColumnPress(LAYOUTS[name]).print(None, texts))
    assert [squeezed(line.text) for line in raw.lines] == [squeezed(text) for text in texts]


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_stands_around_them_is_listed(name: str) -> None:
    printed = ColumnPress(LAYOUTS[name]).print(None, paragraphs(random.Random(7), 40))
    raw = read(printed)
    left_out = {squeezed(item.text) for item in raw.left_out}
    assert {squeezed(other) for other in printed.others} <= left_out
