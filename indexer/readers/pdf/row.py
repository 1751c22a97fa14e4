"""Rows of print: characters with their places → text, with the spaces that a reader would see as spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef\u3001-\u303f\U00020000-\U0003ffff]")
EITHER = frozenset("“”‘’—…·")  # as wide as what stands beside them
SENTENCE = frozenset("。！？；：，、")

WIDE = 0.75  # em: a gap that was meant
SPACED = 0.3  # em: a gap between letter-spaced characters
MOSTLY_SPACED = 0.7  # share of such gaps in a letter-spaced row
SHORT_ROW = 24  # characters: a post and a name, a number and a heading

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top; points, from the lower left


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. `made` marks a space that the library put in because of a gap in the print."""

    text: str
    box: Box
    made: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of print. `size` is the size of its type; `base` the height of its foot; both in points."""

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1. `pictured` tells of a page without text whether it shows a picture."""

    number: int
    width: float
    rows: tuple[Row, ...]
    pictured: bool = False


def make_row(page: int, glyphs: Sequence[Glyph], size: float) -> Row | None:
    """The row that these characters make, None where all is white space."""
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return None
    lowest = sorted(glyph.box[1] for glyph in shown)[len(shown) // 2]
    return Row(page, _text(glyphs, size), shown[0].box[0], max(glyph.box[2] for glyph in shown), lowest, size)


def is_han(character: str) -> bool:
    return HAN.match(character) is not None


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two characters that are shown: white space or none, and how wide, in em."""

    before: str
    after: str
    spaces: Sequence[Glyph]
    width: float

    @property
    def between_han(self) -> bool:
        return all(is_han(side) or side in EITHER for side in (self.before, self.after))

    @property
    def beside_han(self) -> bool:
        return is_han(self.before) or is_han(self.after)

    @property
    def made(self) -> bool:
        return all(space.made for space in self.spaces)


def _text(glyphs: Sequence[Glyph], size: float) -> str:
    shown = [index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    gaps = [_gap(glyphs, left, right, size) for left, right in pairwise(shown)]
    spaced = _is_letter_spaced(gaps)
    lone = _has_lone_gap(gaps)
    return glyphs[shown[0]].text + "".join(_space(gap, spaced, lone) + gap.after for gap in gaps)


def _gap(glyphs: Sequence[Glyph], left: int, right: int, size: float) -> _Gap:
    width = (glyphs[right].box[0] - glyphs[left].box[2]) / size
    return _Gap(glyphs[left].text, glyphs[right].text, glyphs[left + 1 : right], width)


def _is_letter_spaced(gaps: Sequence[_Gap]) -> bool:
    """Whether the row is set like 讲 话 稿."""
    pairs = [gap for gap in gaps if gap.between_han]
    wide = sum(gap.width >= SPACED and bool(gap.spaces) for gap in pairs)
    return bool(pairs) and wide >= MOSTLY_SPACED * len(pairs)


def _has_lone_gap(gaps: Sequence[_Gap]) -> bool:
    """Whether one space parts a short row: 省长 李炳军, 第一章 总则. In running text it is a slip."""
    spaces = sum(gap.between_han and bool(gap.spaces) for gap in gaps)
    return spaces == 1 and len(gaps) < SHORT_ROW and not any(gap.after in SENTENCE for gap in gaps)


def _space(gap: _Gap, spaced: bool, lone: bool) -> str:
    if not gap.spaces:
        return ""
    if not gap.between_han:
        return "" if gap.made and gap.beside_han and gap.width < WIDE else " "
    if spaced:
        return ""
    if gap.width >= WIDE:
        return "　"
    return " " if lone else ""
