"""Rows of print: characters with their places → text, with the spaces that a reader would see as spaces."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from statistics import median_low
from typing import TypeAlias
from unicodedata import normalize

from indexer.readers.layout.face import PLAIN, Face

HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef\u3001-\u303f\U00020000-\U0003ffff]")
EITHER = frozenset("“”‘’—…·")  # as wide as what stands beside them
SENTENCE = frozenset("。！？；：，、")

WIDE = 0.75  # em: a gap that was meant
SPACED = 0.3  # em: a gap between letter-spaced characters
MOSTLY_SPACED = 0.7  # share of such gaps in a letter-spaced row
SHORT_ROW = 24  # characters: a post and a name, a number and a heading
SECOND_PRINT = 0.3  # of its width, by which a character is moved that is printed twice
GUTTER = 0.7  # em: the least gap that may be one between two columns
SMALL = 0.8  # of the usual height: a raised sign
RAISED = 0.12  # of the usual height, above the foot of the row

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top; points, from the lower left


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. `made` marks a space that the library put in because of a gap in the print; `index` is its number."""

    text: str
    box: Box
    made: bool = False
    index: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of print. `size` is the size of its type; `base` the height of its foot; both in points.

    `pieces` are its parts where a gap in it may be that between two columns. `raised` are the places of small raised
    signs in its text. `strip` tells between which gutters of the page it stands, in points. `printed` counts the rows of
    the page as they are printed. `doubtful`: a machine has read it and is not sure that it is text at all.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    face: Face = PLAIN
    pieces: tuple["Row", ...] = ()
    raised: tuple[tuple[int, int], ...] = ()
    strip: tuple[float, float] = (0.0, 0.0)
    printed: int = 0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1. `pictured` tells of a page without text whether it shows a picture.

    `aside` are rows of which the file itself says that they are no text of the page, with the reasons.
    `machine_read`: what stands on its picture was read by a machine, if anything; `unread`: nothing has read it.
    """

    number: int
    width: float
    rows: tuple[Row, ...]
    pictured: bool = False
    height: float = 0.0
    aside: tuple[tuple[Row, str], ...] = ()
    machine_read: bool = False
    unread: bool = False


def make_row(
    page: int, glyphs: Sequence[Glyph], size_of: Callable[[Glyph], float], face: Face = PLAIN, printed: int = 0
) -> Row | None:
    """The row that these characters make, None where all is white space. `size_of` gives the size of type in points."""
    shown = _printed_once(glyphs, [index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()])
    if not shown:
        return None
    size = size_of(_typical(glyphs))
    gaps = [_gap(glyphs, left, right, size) for left, right in pairwise(shown)]
    cuts = [shown[number] for number, gap in enumerate(gaps, 1) if gap.width >= GUTTER]
    parts = [glyphs[start:end] for start, end in pairwise([0, *cuts, len(glyphs)])] if cuts else []
    pieces = tuple(row for part in parts if (row := make_row(page, part, size_of, face, printed)))
    left, right = glyphs[shown[0]].box[0], max(glyphs[index].box[2] for index in shown)
    foot = median_low(glyphs[index].box[1] for index in shown)
    text, raised = _text([glyphs[index] for index in shown], gaps, foot)
    return Row(page, text, left, right, foot, size, face, pieces, raised, printed=printed)


def spelled(character: str) -> str:
    """ﬁ is two letters, as a reader sees them."""
    return normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character


def _printed_once(glyphs: Sequence[Glyph], shown: Sequence[int]) -> Sequence[int]:
    """These characters without the second print of false bold, which is left in some places."""
    lefts = [glyphs[index].box[0] for index in shown]
    if all(after > before for before, after in pairwise(lefts)):
        return shown
    first: dict[str, list[float]] = {}
    once: list[int] = []
    for index in shown:
        left, _, right, _ = glyphs[index].box
        places = first.setdefault(glyphs[index].text, [])
        if not any(abs(left - place) < SECOND_PRINT * (right - left) for place in places):
            places.append(left)
            once.append(index)
    return once


def _typical(glyphs: Sequence[Glyph]) -> Glyph:
    """A character that is as high as most, and so in the type of most."""
    shown = sorted((glyph for glyph in glyphs if not glyph.text.isspace()), key=_height)
    return shown[len(shown) // 2]


def _height(glyph: Glyph) -> float:
    return glyph.box[3] - glyph.box[1]


def is_han(character: str) -> bool:
    return HAN.match(character) is not None


def is_letter(character: str) -> bool:
    """Whether it is a Chinese character, and no punctuation, which may come from another font."""
    return is_han(character) and character.isalpha()


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


def _text(shown: Sequence[Glyph], gaps: Sequence[_Gap], foot: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, and the places in it of small raised signs."""
    spaced, lone = _is_letter_spaced(gaps), _has_lone_gap(gaps)
    spaces = ["", *(_space(gap, spaced, lone) for gap in gaps)]
    text = "".join(space + glyph.text for space, glyph in zip(spaces, shown, strict=True))
    height = median_low(map(_height, shown))
    small = [_height(glyph) < SMALL * height and glyph.box[1] > foot + RAISED * height for glyph in shown]
    return text, tuple(_raised(shown, spaces, small)) if any(small) else ()


def _raised(shown: Sequence[Glyph], spaces: Sequence[str], small: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where the small raised signs stand in the text, those side by side as one."""
    ends = list(accumulate(len(space) + len(glyph.text) for space, glyph in zip(spaces, shown, strict=True)))
    for is_raised, run in groupby(range(len(shown)), key=small.__getitem__):
        if is_raised:
            places = list(run)
            yield ends[places[0]] - len(shown[places[0]].text), ends[places[-1]]


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
