"""Characters with their places → rows of print, as a reader sees them, in whichever order and pieces they were written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from indexer.readers.layout.face import Face
from indexer.readers.layout.row import Glyph, Row, is_han, is_letter, make_row
from indexer.readers.ofd.text_object import ASCENT, DESCENT, Run
from indexer.readers.ofd.values import Box, Matrix

POINTS = 72 / 25.4  # to a millimetre
FAR = 1e5  # points: farther out nothing can be seen
UPRIGHT = 3  # degrees by which a row differs from the four directions of a page and is still read as one of them
SAME_LINE = 0.15  # of the size of type by which the characters of one row stand higher or lower
RAISED = 0.6  # of it, by which a raised or lowered sign does
OTHER_TYPE = 1.2  # ratio of sizes between such signs and the text beside them
NEAR = 0.6  # em between such a sign and what it stands beside
JOINED = 0.3  # em between two pieces of a row that were written apart: cells of a table stand farther
BACK = 1.0  # em to the left, from where on a character begins another row
SPACE, HAN_SPACE = 0.22, 0.3  # em between characters that are seen as a space: Latin ones, Chinese ones
COVERED = 0.5  # of a character's width, from where on it is print over print


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page turned as it is read: its size in points, and how its millimetres come to points from the lower left."""

    width: float
    height: float
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class _Mark:
    """A glyph, the line on which it stands, the size of its type, and its run."""

    glyph: Glyph
    line: float
    size: float
    run: Run

    @property
    def left(self) -> float:
        return self.glyph.box[0]

    @property
    def right(self) -> float:
        return self.glyph.box[2]


def sheet_of(runs: Iterable[Run], area: Box) -> Sheet:
    """The page turned so that most of its characters are read from left to right; `area` is its paper.

    So are tables that lie on their side, and rows that lead down the page: the rightmost is then the uppermost.
    """
    angles: Counter[int] = Counter()
    for run in runs:
        angles[_angle(*run.onward)] += len(run.characters)
    width, height = area.width * POINTS, area.height * POINTS
    match max(angles, key=angles.__getitem__, default=0):
        case 90:  # upwards
            sheet = Sheet(height, width, Matrix(0, -POINTS, -POINTS, 0, height, width))
        case 180:
            sheet = Sheet(width, height, Matrix(-POINTS, 0, 0, POINTS, width, 0))
        case 270:
            sheet = Sheet(height, width, Matrix(0, POINTS, POINTS, 0, 0, 0))
        case _:
            sheet = Sheet(width, height, Matrix(POINTS, 0, 0, -POINTS, 0, height))
    return replace(sheet, matrix=sheet.matrix.after(Matrix(e=-area.x, f=-area.y)))


def _angle(x: float, y: float) -> int:
    """Of a direction whose y leads down, in degrees against the clock; one of the page's four, if it is about that."""
    angle = degrees(atan2(-y, x)) % 360
    quarter = round(angle / 90) * 90
    return (quarter if abs(angle - quarter) <= UPRIGHT else round(angle)) % 360


def rows_of(runs: Iterable[Run], sheet: Sheet, page: int) -> list[Row]:
    """The rows of these runs, in the order in which the file begins them."""
    marks: dict[int, list[_Mark]] = defaultdict(list)
    first = 0
    for run in runs:
        x, y = sheet.matrix.vector(*run.onward)
        angle = _angle(x, -y)
        marks[angle] += _marks(run, _turn(-angle).after(sheet.matrix), first)
        first += len(run.characters)
    rows = (row for angle, same in marks.items() for row in _rows(same, angle, page))
    return sorted(rows, key=lambda row: row.printed)


def _turn(angle: int) -> Matrix:
    """Around the lower left corner, against the clock."""
    across, up = cos(radians(angle)), sin(radians(angle))
    return Matrix(across, up, -up, across)


def _marks(run: Run, matrix: Matrix, first: int) -> Iterator[_Mark]:
    along, up = matrix.vector(*run.along), matrix.vector(*run.up)
    size = max(hypot(*up), 1.0)
    feet = [(-DESCENT * one, ASCENT * one) for one in up]
    for number, character in enumerate(run.characters, first):
        x, y = map(_bounded, matrix.point(character.x, character.y))
        (left, right), (foot, top) = (
            (
                place + min(0.0, character.width * wide) + min(below, above),
                place + max(0.0, character.width * wide) + max(below, above),
            )
            for place, wide, (below, above) in zip((x, y), along, feet, strict=True)
        )
        yield _Mark(Glyph(character.text, (left, foot, right, top), index=number), y, size, run)


def _bounded(place: float) -> float:
    return max(-FAR, min(place, FAR))


def _rows(marks: Sequence[_Mark], angle: int, page: int) -> Iterator[Row]:
    for piece in _joined(_pieces(marks)):
        row = _row(piece, angle, page)
        if row is not None:
            yield row


def _pieces(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """What was written one after another and stands in one row."""
    piece: list[_Mark] = []
    for mark in marks:
        if piece and not _goes_on(piece[-1], mark):
            yield piece
            piece = []
        piece.append(mark)
    if piece:
        yield piece


def _goes_on(before: _Mark, mark: _Mark) -> bool:
    """Whether a character stands in the row of the one before it, to its right or as its second print."""
    em = max(before.size, mark.size)
    if mark.left < before.left - BACK * em:
        return False
    apart = abs(mark.line - before.line)
    if apart <= SAME_LINE * em:
        return True
    other_type = em >= OTHER_TYPE * min(before.size, mark.size)
    return other_type and apart <= RAISED * em and abs(mark.left - before.right) <= NEAR * em


def _joined(pieces: Iterable[list[_Mark]]) -> Iterator[list[_Mark]]:
    """The pieces, those together that were written apart and stand close to each other in one row.

    Some programs write what is in one font, then what is in another; some write every character apart.
    """
    lines: list[list[list[_Mark]]] = []
    shown = (piece for piece in pieces if not all(mark.glyph.text.isspace() for mark in piece))
    for piece in sorted(shown, key=lambda piece: -piece[0].line):
        if lines and lines[-1][0][0].line - piece[0].line <= SAME_LINE * min(lines[-1][0][0].size, piece[0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        yield from _joined_in_line(line) if len(line) > 1 else line


def _joined_in_line(pieces: Sequence[list[_Mark]]) -> Iterator[list[_Mark]]:
    """Those of one line that stand close to each other; what stands over another is left apart, as a watermark."""
    groups: list[list[list[_Mark]]] = []
    edge = 0.0
    for piece in sorted(pieces, key=lambda piece: min(mark.left for mark in piece)):
        left, right = min(mark.left for mark in piece), max(mark.right for mark in piece)
        if groups and left - edge <= JOINED * piece[0].size:
            groups[-1].append(piece)
            edge = max(edge, right)
        else:
            groups.append([piece])
            edge = right
    for group in groups:
        marks = sorted((mark for piece in group for mark in piece), key=lambda mark: mark.left)
        shown = [mark for mark in marks if not mark.glyph.text.isspace()]
        if len(group) > 1 and not any(_covers(before, mark) for before, mark in pairwise(shown)):
            yield marks
        else:
            yield from group


def _covers(before: _Mark, mark: _Mark) -> bool:
    return before.right - mark.left > COVERED * min(before.right - before.left, mark.right - mark.left)


def _row(marks: Sequence[_Mark], angle: int, page: int) -> Row | None:
    shown = [mark for mark in marks if not mark.glyph.text.isspace()]
    if not shown:
        return None
    letters = [mark for mark in shown if is_letter(mark.glyph.text)] or shown
    ink = letters[len(letters) // 2].run.ink
    face = Face(letters[0].run.font, letters[-1].run.font, angle, ink.inkless, ink.white, ink.pale)
    sizes = {mark.glyph.index: mark.size for mark in marks}
    first = min(mark.glyph.index for mark in shown)
    row = make_row(page, list(_spaced(marks)), lambda glyph: sizes[glyph.index], face, first)
    return _turned_back(row, angle) if row and angle else row


def _spaced(marks: Sequence[_Mark]) -> Iterator[Glyph]:
    """The glyphs, and a space wherever a reader sees one that was not written."""
    yield marks[0].glyph
    for before, mark in pairwise(marks):
        gap = (mark.left - before.right) / max(before.size, mark.size)
        texts = before.glyph.text, mark.glyph.text
        if gap >= (HAN_SPACE if all(map(is_han, texts)) else SPACE) and not any(map(str.isspace, texts)):
            _, foot, _, top = mark.glyph.box
            yield Glyph(" ", (before.right, foot, mark.left, top), made=True, index=mark.glyph.index)
        yield mark.glyph


def _turned_back(row: Row, angle: int) -> Row:
    """A row that is read at an angle, with its place on the sheet; it has no columns."""
    turn = _turn(angle)
    corners = [turn.point(x, y) for x in (row.left, row.right) for y in (row.base, row.base + row.size)]
    across, heights = zip(*corners, strict=True)
    return replace(row, left=min(across), right=max(across), base=min(heights), pieces=())
