"""Pages of an OFD come back as their paragraphs, whole and in order, in whichever way a program wrote them."""

import random
from dataclasses import replace
from functools import partial

import pytest

from indexer.model import RawText
from indexer.readers import read_texts
from tests.indexer.readers.ofd.press import STYLES, OfdCanvas
from tests.indexer.readers.pdf_press import ColumnPress, Layout, Printed, paragraphs
from tests.indexer.readers.test_pdf_layout import LAYOUTS, ONE, squeezed

MARKED = replace(ONE, watermark="内部资料", head=lambda page: "临河市工作报告汇编", number=lambda page: f"— {page} —")


def printed(layout: Layout, style: str, seed: int, number: int = 40) -> tuple[Printed, list[str]]:
    texts = paragraphs(random.Random(seed), number)
    return ColumnPress(layout, partial(OfdCanvas, style=style)).print(None, texts), texts


def read(data: bytes) -> RawText:
    (raw,) = read_texts(data, "a.ofd")
    assert isinstance(raw, RawText)
    return raw


@pytest.mark.parametrize("name", LAYOUTS)
def test_paragraphs_come_back_whole_and_in_order(name: str) -> None:
    found, texts = printed(LAYOUTS[name], "deltas", 3)
    raw = read(found.data)
    assert [squeezed(line.text) for line in raw.lines] == [squeezed(text) for text in texts]
    assert {squeezed(other) for other in found.others} <= {squeezed(item.text) for item in raw.left_out}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", [MARKED, LAYOUTS["two with heads"]])
def test_in_every_way_of_writing_nothing_is_lost(style: str, layout: Layout) -> None:
    found, texts = printed(layout, style, 5)
    raw = read(found.data)
    assert [squeezed(line.text) for line in raw.lines] == [squeezed(text) for text in texts]
    assert sorted(squeezed(item.text) for item in raw.left_out) == sorted(map(squeezed, found.others))


def test_spaces_between_words_are_those_of_the_print() -> None:
    text = "各地要用好 WTO rules and the AI tools，在 2031 年以前办成 12 件实事，让群众看得见、摸得着、真满意。"
    for style in ("deltas", "repeated", "scaled", "glyphs"):
        data = ColumnPress(ONE, partial(OfdCanvas, style=style)).print(None, [text]).data
        assert [line.text for line in read(data).lines] == [text.replace(" 2031 ", " 2031 ")]
