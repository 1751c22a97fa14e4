"""A text object → its characters, each where it stands on the page: GB/T 33190-2016, 11.3 and 11.4."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from math import hypot
from statistics import median
from unicodedata import east_asian_width

import msgspec
from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name
from indexer.readers.layout.row import spelled
from indexer.readers.ofd.ink import Ink
from indexer.readers.ofd.values import Matrix, box_of, deltas, matrix_of, number
from indexer.tables import load_table

UNKNOWN = "\ufffd"  # a glyph of which the file does not say what character it is
ASCENT, DESCENT = 0.88, 0.12  # of the size of type, above and below the line on which it stands
PLAY = 0.2  # em by which a font's letters are wider than those of the table
COMPRESSED = 0.3  # em: the least that is left of a Chinese character or sign set closer than its width
DEFAULT_SIZE = 3.5  # millimetres, where none is given: about ten points
LARGEST_SIZE = 2000.0  # millimetres
DIRECTIONS = {"90": (0.0, 1.0), "180": (-1.0, 0.0), "270": (0.0, -1.0)}
RIGHT = (1.0, 0.0)


class _Table(msgspec.Struct, frozen=True):
    widths: Mapping[str, str]
    half: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Widths:
    """Of Latin letters in em, and which fonts have them all half as wide as Chinese characters."""

    letters: Mapping[str, float]
    half: re.Pattern[str]


@cache
def _widths() -> _Widths:
    table = load_table("indexer.readers", "ofd", _Table)
    letters = {letter: int(width) / 1000 for width, same in table.widths.items() for letter in same}
    return _Widths(letters, re.compile(table.half["fonts"]))


@dataclass(frozen=True, slots=True)
class Character:
    """One character: where it begins on its line, in millimetres from the upper left of the page, and its width in em."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Run:
    """The characters of one object, in one type.

    `along` leads from the left of a character of one em to its right, `up` from its foot to its top, `onward` to the
    next character: all in millimetres on the page, whose y leads down.
    """

    characters: Sequence[Character]
    along: tuple[float, float]
    up: tuple[float, float]
    onward: tuple[float, float]
    font: str
    ink: Ink

    @property
    def size(self) -> float:
        """The size of type, in millimetres."""
        return hypot(*self.up)


def run_of(element: _Element, placed: Matrix, font: str, ink: Ink, most: int) -> Run | None:
    """The characters of a text object, at most so many; None where it has none. `placed` leads to the page."""
    boundary = box_of(attribute(element, "Boundary"))
    matrix = matrix_of(attribute(element, "CTM"))
    if boundary:
        matrix = Matrix(e=boundary.x, f=boundary.y).after(matrix)
    matrix = placed.after(matrix)
    size = min(abs(number(attribute(element, "Size")) or 0.0) or DEFAULT_SIZE, LARGEST_SIZE)
    stretch = abs(number(attribute(element, "HScale")) or 1.0)
    right = DIRECTIONS.get(attribute(element, "CharDirection") or "", RIGHT)
    reading = DIRECTIONS.get(attribute(element, "ReadDirection") or "", RIGHT)
    along = matrix.vector(right[0] * size * stretch, right[1] * size * stretch)
    up = matrix.vector(right[1] * size, -right[0] * size)
    if not matrix.is_tame() or not hypot(*up):
        return None
    setting = _Setting(size, stretch, reading, right, font)
    found = list(islice(_characters(element, setting, matrix), most))
    if not found:
        return None
    onward = _usual_step(found)
    if hypot(*onward) < hypot(*up) / 10:
        onward = matrix.vector(*reading)
    return Run(found, along, up, onward, f"{font} {attribute(element, 'Weight') or ''}".strip(), ink)


def _usual_step(characters: Sequence[Character]) -> tuple[float, float]:
    """From most characters to the next; an object may have several rows."""
    steps = [(after.x - before.x, after.y - before.y) for before, after in pairwise(characters)]
    return (median(x for x, _ in steps), median(y for _, y in steps)) if steps else (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How characters follow each other: their size, in the units of their object; where the next one and their right is."""

    size: float
    stretch: float
    reading: tuple[float, float]
    right: tuple[float, float]
    font: str

    def width(self, character: str) -> float:
        """As wide as most fonts have it, in em."""
        if east_asian_width(character) in "WFA" or character == UNKNOWN:
            return 1.0
        widths = _widths()
        return 0.5 if widths.half.search(self.font) else widths.letters.get(character, 0.5)

    def advance(self, width: float) -> tuple[float, float]:
        """The step to the next character where the file does not tell it."""
        step = self.size * (
            width * self.stretch if self.reading[0] * self.right[0] + self.reading[1] * self.right[1] else 1
        )
        return self.reading[0] * step, self.reading[1] * step

    def shown_width(self, character: str, step: tuple[float, float]) -> float:
        """In em, where the next one follows at this step: no font is known, but few characters cover each other."""
        width = self.width(character)
        measured = (step[0] * self.right[0] + step[1] * self.right[1]) / (self.size * self.stretch)
        if measured <= 0:
            return width
        if width == 1.0:
            return max(COMPRESSED, min(measured, 1.0))
        widest = max(width, _widths().letters.get(character, 0.5)) + PLAY
        return measured if measured <= widest else width


def _characters(element: _Element, setting: _Setting, matrix: Matrix) -> Iterator[Character]:
    x = y = 0.0
    for code, text in _codes(element):
        given_x, given_y = number(attribute(code, "X")), number(attribute(code, "Y"))
        x, y = x if given_x is None else given_x, y if given_y is None else given_y
        at_x, at_y = x, y
        for character, step in zip(text, _steps(code, _glyphs(element, text), setting), strict=True):
            place = matrix.point(at_x, at_y)
            yield Character(spelled(character), *place, setting.shown_width(character, step))
            at_x, at_y = at_x + step[0], at_y + step[1]


def _codes(element: _Element) -> Iterator[tuple[_Element, str]]:
    """The texts of an object. Where there are only glyphs, an unknown character for each."""
    codes = [(one, _unwrapped(one.text or "")) for one in element if local_name(one) == "TextCode"]
    if any(text for _, text in codes):
        yield from codes
        return
    glyphs = sum(len((glyphs.text or "").split()) for one in element if (glyphs := child(one, "Glyphs")) is not None)
    yield codes[0][0] if codes else element, UNKNOWN * glyphs


def _unwrapped(text: str) -> str:
    """A text in one line, without the white space with which a program set it off from the marks around it."""
    return " ".join(line.strip() for line in text.splitlines()).strip() if "\n" in text or "\r" in text else text


def _glyphs(element: _Element, text: str) -> list[tuple[str, int]]:
    """The characters of a text in groups, each with the number of its glyphs: for most, one character has one."""
    groups: list[tuple[str, int]] = []
    place = 0
    for transform in element:
        if local_name(transform) != "CGTransform":
            continue
        start, codes, glyphs = (
            int(number(attribute(transform, name)) or default)
            for name, default in (("CodePosition", 0), ("CodeCount", 1), ("GlyphCount", 1))
        )
        if codes != glyphs and place <= start and codes > 0 and start + codes <= len(text):
            groups += [(character, 1) for character in text[place:start]]
            groups.append((text[start : start + codes], max(1, glyphs)))
            place = start + codes
    return [*groups, *((character, 1) for character in text[place:])]


def _steps(code: _Element, groups: Sequence[tuple[str, int]], setting: _Setting) -> Iterator[tuple[float, float]]:
    """From each character to the next; after the last, as far as it is wide.

    Distances are those of glyphs: characters that share them share their width. By the standard, characters without
    distances stand on top of each other. No program shows them so: where too few are given, they follow at their widths.
    """
    needed = sum(glyphs for _, glyphs in groups) - 1
    across, down = (deltas(attribute(code, name), needed) for name in ("DeltaX", "DeltaY"))
    given, place = max(len(across), len(down)), 0
    for text, glyphs in groups:
        end = place + glyphs
        step = sum(across[place:end]) / len(text), sum(down[place:end]) / len(text)
        yield from (step if end <= given else setting.advance(setting.width(character)) for character in text)
        place = end
