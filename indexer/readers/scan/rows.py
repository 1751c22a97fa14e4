"""Recognised lines → rows of print, as the layout of pages reads them.

A machine gives each line as a box of its own, a little askew and a little too high or too low, and a line with wide
gaps as several. A row is straight, of one of the few sizes of type that a document has, and whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, cos, hypot, sin
from statistics import median

from indexer.readers.layout.reading_order import SAME_LINE
from indexer.readers.layout.row import Glyph, Row, is_han, make_row
from indexer.readers.scan.recognised_page import Recognised, RecognisedLine, RecognisedPage

LONG = 8.0  # times its height: a line long enough to tell how much a page is askew
ENOUGH = 2.0  # em of text that tell the size of type: a box may be far higher than its line
SAME_SIZE = 1.18  # ratio of sizes that are one: what the machine's boxes differ by
TOGETHER = 1.8  # em: a wider gap on a line may be that between columns or cells
WIDE = 6.0  # em of a piece that may be a row of a column
COLUMN = 4  # pieces that begin beside another one at one place: a column begins there, however near the boxes are
PLAY = 0.6  # em by which the beginnings of rows differ
GUTTER = 1.0  # em, about the least that is left white between columns
SURE = 0.5  # what it is less sure of is mostly a stain or a seal
NARROW = 0.5  # em of a Latin letter, about
BLANK = 0.5  # em of a sign's place that it leaves white
_OPENING, _CLOSING = frozenset("“‘（《〈【"), frozenset("，。、；：！？”’）》〉】")
_LATIN = re.compile("[A-Za-z]")
_PUNCTUATION = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff，。、；：？！”’》）])[,:;?!()]|[,:;?!()](?=[\u4e00-\u9fff“‘《（])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line set straight: its edges in points from the lower left, and about how large its type is."""

    text: str
    sure: float
    left: float
    right: float
    base: float
    size: float

    @property
    def glyphs(self) -> Iterator[Glyph]:
        """Its characters, each about where it stands."""
        step = (self.right - self.left) / max(1.0, _units(self.text))
        x = self.left
        for character in self.text:
            end = x + step * _width(character)
            yield Glyph(character, (x, self.base, end, self.base + self.size))
            x = end


def rows_of(pages: Recognised) -> dict[int, tuple[Row, ...]]:
    """The rows of each page, from the top down."""
    pieces = {number: [_piece(line, page, _slant(page)) for line in page.lines] for number, page in pages.items()}
    sizes = _sizes([piece for some in pieces.values() for piece in some])
    return {
        number: tuple(_rows(number, [replace(piece, size=sizes[piece.size]) for piece in some]))
        for number, some in pieces.items()
    }


def _width(character: str) -> float:
    return 1.0 if ord(character) >= 0x2000 else NARROW


def _units(text: str) -> float:
    """How long a text is, in em."""
    return sum(map(_width, text))


def _slant(page: RecognisedPage) -> float:
    """By how much the page is askew, in radians; of long lines, which tell it best."""
    angles = []
    for line in page.lines:
        x1, y1, x2, y2, _, _, x4, y4 = line.corners
        if hypot(x2 - x1, y2 - y1) >= LONG * hypot(x4 - x1, y4 - y1):
            angles.append(atan2(y2 - y1, x2 - x1))
    return median(angles) if angles else 0.0


def _piece(line: RecognisedLine, page: RecognisedPage, slant: float) -> _Piece:
    """A line as it would stand on the page set straight."""
    middle_x, middle_y = page.width / 2, page.height / 2
    xs, ys = [], []
    for x, y in zip(line.corners[::2], line.corners[1::2], strict=True):
        xs.append(middle_x + (x - middle_x) * cos(slant) + (y - middle_y) * sin(slant))
        ys.append(page.height - (middle_y + (y - middle_y) * cos(slant) - (x - middle_x) * sin(slant)))
    left, right = (xs[0] + xs[3]) / 2, (xs[1] + xs[2]) / 2
    top, base = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
    text = _full_width(" ".join(line.text.split()))
    units, height = _units(text), max(1.0, top - base)
    size = max(1.0, min(height, (right - left) / units) if units >= ENOUGH else height)
    # The box ends where the ink does, and signs of punctuation have half their place white.
    left -= BLANK * size * (text[0] in _OPENING)
    right += BLANK * size * (text[-1] in _CLOSING)
    return _Piece(text, line.sure, left, max(right, left + 1.0), base, size)


def _full_width(text: str) -> str:
    """Punctuation beside Chinese characters as Chinese print has it; the machine gives either."""
    if any(map(is_han, text)) and not _LATIN.search(text):
        text = text.replace("(", "（").replace(")", "）")
    return _BESIDE_HAN.sub(lambda sign: _PUNCTUATION[sign.group()], text)


def _sizes(pieces: Sequence[_Piece]) -> dict[float, float]:
    """To each size as it was measured, the size of type: the commonest of those about as large, most text first."""
    weights: dict[float, int] = {}
    for piece in pieces:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    left, found = dict(weights), {}
    while left:
        centre = max(left, key=lambda size: (_near(left, size), size))
        near = {size for size in left if max(size, centre) <= SAME_SIZE * min(size, centre)}
        common = sum(size * left[size] for size in near) / sum(left[size] for size in near)
        for size in near:
            found[size] = common
            del left[size]
    return found


def _near(weights: dict[float, int], size: float) -> int:
    """How much text there is in about this size."""
    return sum(weight for other, weight in weights.items() if max(other, size) <= 1.06 * min(other, size))


def _rows(number: int, pieces: Sequence[_Piece]) -> Iterator[Row]:
    for printed, group in enumerate(_lines(pieces)):
        glyphs = [glyph for index, piece in enumerate(group) for glyph in _with_gap(index, piece)]
        size = max(piece.size for piece in group)
        row = make_row(number, glyphs, _always(size), printed=printed)
        if row:
            yield replace(row, doubtful=min(piece.sure for piece in group) < SURE)


def _always(size: float) -> Callable[[Glyph], float]:
    return lambda _glyph: size


def _with_gap(index: int, piece: _Piece) -> Iterator[Glyph]:
    if index:
        yield Glyph(" ", (piece.left, piece.base, piece.left, piece.base + piece.size), made=True)
    yield from piece.glyphs


def _lines(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that are one row together, from the top down."""
    lines = list(_beside(pieces))
    columns = [right.left for line in lines for left, right in pairwise(line) if min(_em(left), _em(right)) >= WIDE]
    for line in lines:
        yield from _joined(line, columns)


def _em(piece: _Piece) -> float:
    """How long a piece is, in em."""
    return (piece.right - piece.left) / piece.size


def _beside(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces on one line, from the left, from the top down."""
    line: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if line and line[0].base - piece.base > SAME_LINE * max(line[0].size, piece.size):
            yield sorted(line, key=lambda piece: piece.left)
            line = []
        line.append(piece)
    yield sorted(line, key=lambda piece: piece.left)


def _joined(line: Sequence[_Piece], columns: Sequence[float]) -> Iterator[list[_Piece]]:
    """The pieces on one line, those near each other and of one size together; `columns`: where pieces begin beside others."""
    group: list[_Piece] = []
    for piece in line:
        parted = sum(abs(piece.left - other) <= PLAY * piece.size for other in columns) >= COLUMN
        if group and (parted or not _belongs(group[-1], piece)):
            if parted:  # its box reaches over the gutter
                last, edge = group[-1], piece.left - GUTTER * piece.size
                group[-1] = replace(last, right=min(last.right, max(edge, last.left + 1.0)))
            yield group
            group = []
        group.append(replace(piece, base=group[0].base) if group else piece)
    if group:
        yield group


def _belongs(piece: _Piece, other: _Piece) -> bool:
    surely = (piece.sure < SURE) == (other.sure < SURE)
    return surely and piece.size == other.size and other.left - piece.right < TOGETHER * piece.size
