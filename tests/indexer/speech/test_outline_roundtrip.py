"""Random outlines, printed in every numbering style, parse back to themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import Section
from indexer.readers.plain import read_plain
from indexer.speech import parse

HAN = "一二三四五六七八九"
STYLES: tuple[Callable[[int], str], ...] = (
    lambda n: f"{HAN[n]}、",
    lambda n: f"（{HAN[n]}）",
    lambda n: f"{n + 1}. ",
    lambda n: f"（{n + 1}）",
    lambda n: f"{'甲乙丙丁戊己庚辛壬'[n]}、",
    lambda n: f"{'ABCDEFGH'[n]}、",
    lambda n: f"{'ⅠⅡⅢⅣⅤⅥⅦⅧⅨ'[n]}．",
    lambda n: f"{'㈠㈡㈢㈣㈤㈥㈦㈧㈨'[n]}",
    lambda n: f"{'①②③④⑤⑥⑦⑧⑨'[n]}",
    lambda n: f"{'壹贰叁肆伍陆柒捌玖'[n]}、",
    lambda n: f"第{HAN[n]}部分　",
    lambda n: f"{n + 1}）",
)
SPOKEN: tuple[Callable[[int], str], ...] = (
    lambda n: f"{HAN[n]}要",
    lambda n: f"{HAN[n]}是",
    lambda n: f"第{HAN[n]}，",
    lambda n: f"第{HAN[n]}点：",
    lambda n: f"其{HAN[n]}，",
)
HEADINGS = (
    "狠抓工作落实",
    "把基础打牢",
    "推动产业升级",
    "改善居民生活",
    "守住安全底线",
    "建好干部队伍",
    "坚持依法办事",
)
TALK = ("我们去年做了许多事情，今年还要接着做下去。", "各个部门要各负其责，不能互相推诿。", "这件事关系到每一户人家。")


@dataclass
class Item:
    """A heading with its paragraphs and the headings below it."""

    heading: str
    run_in: bool
    paragraphs: list[str]
    items: list["Item"] = field(default_factory=list)


@st.composite
def outlines(draw: st.DrawFn, depth: int = 3) -> list[Item]:
    count = draw(st.integers(2, 4))
    run_in = draw(st.booleans())
    return [
        Item(
            heading=draw(st.sampled_from(HEADINGS)),
            run_in=run_in,
            paragraphs=draw(st.lists(st.sampled_from(TALK), min_size=1, max_size=2)),
            items=draw(outlines(depth=depth - 1)) if depth > 1 and draw(st.booleans()) else [],
        )
        for _ in range(count)
    ]


def printed(items: Sequence[Item], styles: Sequence[Callable[[int], str]]) -> list[str]:
    lines = []
    for number, item in enumerate(items):
        opening = styles[0](number) + item.heading
        run_in = item.run_in or styles[0] in SPOKEN
        first, *others = item.paragraphs
        lines += [f"{opening}。{first}", *others] if run_in else [opening, *item.paragraphs]
        lines += printed(item.items, styles[1:])
    return lines


Shape = list[tuple[str, str | None, bool, int, "Shape"]]


def expected(items: Sequence[Item], styles: Sequence[Callable[[int], str]]) -> Shape:
    return [
        (
            styles[0](number).strip(),
            item.heading,
            item.run_in or styles[0] in SPOKEN,
            len(item.paragraphs),
            expected(item.items, styles[1:]),
        )
        for number, item in enumerate(items)
    ]


def found(sections: Sequence[Section]) -> Shape:
    return [(s.label, s.heading, s.run_in, s.own, found(s.sections)) for s in sections]


@pytest.mark.slow
@settings(max_examples=300)
@given(
    items=outlines(),
    styles=st.lists(st.sampled_from(STYLES), min_size=3, max_size=3, unique=True),
    spoken=st.sampled_from([None, *SPOKEN]),
    closing=st.sampled_from([[], ["同志们，让我们一起努力。"], ["谢谢大家！"]]),
)
def test_an_outline_parses_back_to_itself(
    items: list[Item],
    styles: list[Callable[[int], str]],
    spoken: Callable[[int], str] | None,
    closing: list[str],
) -> None:
    if spoken is not None:
        styles = [*styles[:2], spoken]
    lines = ["在测试会上的讲话", "（2024年5月3日）", "同志们：", "先讲一段开头的话，说明来意。"]
    lines += [*printed(items, styles), *closing]
    speech = parse(read_plain("\n".join(lines).encode(), "a.txt"))
    assert found(speech.sections) == expected(items, styles)
    assert (speech.opening, speech.closing) == (1, len(closing))
