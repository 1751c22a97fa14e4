"""Prints pages of paragraphs in columns, with all that belongs to a page: what a layout program or an office makes."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
CLOSING = "，。、；：？！”）%.①②③"
MARKS = "①②③④⑤⑥⑦⑧⑨"

string_width: Callable[[str, str, float], float] = pdfmetrics.stringWidth
PDF_CANVAS: Callable[[BytesIO], Any] = partial(Canvas, pagesize=(WIDTH, HEIGHT))
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Layout:
    """How pages look. `head` and `number` give the texts of a page, None for none; sizes in points, gaps in em."""

    columns: int = 1
    em: float = 12.0
    leading: float = 1.5
    gutter: float = 2.0
    margin: float = 60.0
    indent: float = 2.0
    between: float = 0.0
    head: Callable[[int], str | None] = lambda page: None
    number: Callable[[int], str | None] = lambda page: None
    number_on_top: bool = False
    across: bool = False  # rows are printed line by line over the columns
    watermark: str | None = None
    head_distance: float = 1.8  # of the leading
    small: float = 0.8  # size of heads and notes, of the body's


@dataclass
class Printed:
    """A document that was printed: its bytes, its paragraphs, and what else stands on its pages."""

    data: bytes
    paragraphs: list[str]
    others: list[str]


@dataclass
class _Column:
    left: float
    y: float
    foot: float = 80.0
    notes: list[str] = field(default_factory=list)
    rows: list[tuple[float, float, str]] = field(default_factory=list)


class ColumnPress:
    """Sets paragraphs into columns; a note is put at the foot of the column in which its mark stands."""

    def __init__(self, layout: Layout, canvas: Callable[[BytesIO], Any] = PDF_CANVAS) -> None:
        self.layout = layout
        self.buffer = BytesIO()
        self.canvas = canvas(self.buffer)
        self.page = 0
        self.others: list[str] = []
        self.columns: list[_Column] = []

    @property
    def measure(self) -> float:
        layout = self.layout
        free = WIDTH - 2 * layout.margin - (layout.columns - 1) * layout.gutter * layout.em
        return free / layout.columns

    def print(self, title: str | None, paragraphs: Sequence[str], notes: dict[int, str] | None = None) -> Printed:
        """`notes` has for a paragraph the text of its footnote; the mark stands in it as ①."""
        self._open(title)
        for number, paragraph in enumerate(paragraphs):
            self._set(paragraph, (notes or {}).get(number))
        self._close()
        self.canvas.save()
        bare = [text.replace("①", "") if number in (notes or {}) else text for number, text in enumerate(paragraphs)]
        return Printed(self.buffer.getvalue(), [*([title] if title else []), *bare], self.others)

    def _open(self, title: str | None = None) -> None:
        layout = self.layout
        self.page += 1
        top = HEIGHT - 90.0
        if title:
            self._draw((WIDTH - 1.8 * layout.em * len(title)) / 2, top, title, 1.8 * layout.em)
            top -= 3 * layout.em
        step = self.measure + layout.gutter * layout.em
        self.columns = [_Column(layout.margin + at * step, top) for at in range(layout.columns)]
        self.now = 0
        self.marks = 0

    def _close(self) -> None:
        layout = self.layout
        small, step = layout.small * layout.em, layout.leading * layout.em
        if layout.watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.85)
            self.canvas.translate(150, 300)
            self.canvas.rotate(40)
            self._draw(0, 0, layout.watermark, 48)
            self.canvas.restoreState()
            self.others.append(layout.watermark)
        y = HEIGHT - 90.0 + layout.head_distance * step
        if head := layout.head(self.page):
            self._draw(layout.margin, y, head, small)
            self.others.append(head)
        if number := layout.number(self.page):
            self._draw(WIDTH / 2 + 60, y if layout.number_on_top else 80.0 - 3 * step, number, small)
            self.others.append(number)
        rows = [row for column in self.columns for row in column.rows]
        for x, base, text in sorted(rows, key=lambda row: -row[1]) if layout.across else rows:
            self._draw_with_marks(x, base, text)
        for column in self.columns:
            for at, note in enumerate(reversed(column.notes)):
                self._draw(column.left, 80.0 + at * small * 1.4, note, small)
            self.others += [*column.notes, *(note[0] for note in column.notes)]
        self.canvas.showPage()

    def _draw(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)

    def _draw_with_marks(self, x: float, y: float, text: str) -> None:
        em = self.layout.em
        for piece in _pieces(text):
            raised = piece in MARKS
            self._draw(x, y + (0.4 * em if raised else 0), piece, em * (0.6 if raised else 1))
            x += string_width(piece, FONT, em * (0.6 if raised else 1))

    def _set(self, text: str, note: str | None) -> None:
        layout = self.layout
        indent = layout.indent * layout.em
        while text:
            end = _fitting(text, self.measure - indent, layout.em)
            row, text = text[:end], text[end:].lstrip()
            noted = note is not None and "①" in row
            self._place(row.rstrip(), indent, noted)
            if noted and note:
                mark = MARKS[self.marks]
                self.marks += 1
                column = self.columns[self.now]
                x, base, printed = column.rows[-1]
                column.rows[-1] = (x, base, printed.replace("①", mark))
                column.notes.append(f"{mark}{note}")
                column.foot = 80.0 + (len(column.notes) + 1) * layout.em * 1.3
            indent = 0.0
        self.columns[self.now].y -= layout.between * layout.em

    def _place(self, row: str, indent: float, noted: bool) -> None:
        layout = self.layout
        room = 2.6 * layout.em if noted else 0
        if self.columns[self.now].y < self.columns[self.now].foot + room:
            if self.now + 1 < layout.columns:
                self.now += 1
            else:
                self._close()
                self._open()
        column = self.columns[self.now]
        column.rows.append((column.left + indent, column.y, row))
        column.y -= layout.leading * layout.em


def _pieces(text: str) -> Iterator[str]:
    plain = ""
    for character in text:
        if character in MARKS:
            if plain:
                yield plain
            yield character
            plain = ""
        else:
            plain += character
    if plain:
        yield plain


def _width(text: str, em: float) -> float:
    return sum(string_width(piece, FONT, em * (0.6 if piece in MARKS else 1)) for piece in _pieces(text))


def _fitting(text: str, room: float, em: float) -> int:
    """How many characters go into a row: no word is parted, and no row begins with closing punctuation."""
    end = min(len(text), int(2 * room / em))
    while _width(text[:end], em) > room:
        end -= 1
    while 0 < end < len(text) and (text[end] in CLOSING or _in_a_word(text[end - 1], text[end])):
        end -= 1
    return max(1, end)


def _in_a_word(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before != " " != after


PHRASES = (
    "渠系整治按期推进",
    "推动高质量发展",
    "粮食产量增长5.5%",
    "改善民生",
    "实施World Bank项目",
    "管护责任落实到人",
    "到2031年",
    "沿线群众反映的问题得到解决",
)


def paragraphs(generator: random.Random, count: int, longest: int = 20) -> list[str]:
    return [
        "，".join(generator.choice(PHRASES) for _ in range(generator.randint(2, longest))) + "。" for _ in range(count)
    ]
