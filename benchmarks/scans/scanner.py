"""Printed pages as a scanner gives them: texts → pictures, and pictures → a PDF without any text."""

import io
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FAMILY = "Noto Serif CJK SC"
POINTS = 72  # an inch
WIDTH, HEIGHT = 595, 842  # points: A4
MARGIN = 72  # points above and below
LEADING = 1.75  # times the size of type
GUTTER = 2  # em
TITLE = 1.5  # times the size of type
CLOSING = frozenset("，。、；：？！”’》）…—%")


@dataclass(frozen=True, slots=True)
class Press:
    """How pages are printed: dots an inch, the size of type in points, em of text a row, columns."""

    dpi: int = 200
    size: float = 16.0
    row: int = 28
    columns: int = 1

    def dots(self, points: float) -> int:
        return round(points * self.dpi / POINTS)


@dataclass(frozen=True, slots=True)
class Wear:
    """What happened to a page: degrees askew, noise of the scanner, blur in dots, quality of the JPEG."""

    angle: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 85


@dataclass(frozen=True, slots=True)
class Printed:
    """A page as it came from the press, and its rows, without the number of the page."""

    picture: Image.Image
    rows: tuple[str, ...]


def printed(title: str, paragraphs: Sequence[str], press: Press) -> list[Printed]:
    """The pages of a speech: a title, then paragraphs indented by two characters, and a number at the foot of each."""
    font, bold = _font("Regular", press.dots(press.size)), _font("Bold", press.dots(press.size * TITLE))
    em = press.dots(press.size)
    width = (press.row - GUTTER * (press.columns - 1)) // press.columns * em
    waiting = [row for text in paragraphs for row in _rows("　　" + text, font, width)]
    pages: list[Printed] = []
    while waiting:
        picture = Image.new("L", (press.dots(WIDTH), press.dots(HEIGHT)), 255)
        draw, rows, top = ImageDraw.Draw(picture), [], press.dots(MARGIN)
        if not pages:
            draw.text(((picture.width - draw.textlength(title, bold)) / 2, top), title, fill=0, font=bold)
            rows.append(title)
            top += round(em * LEADING * 2)
        left = (picture.width - press.row * em) // 2
        for column in range(press.columns):
            x, y = left + column * (width + GUTTER * em), top
            while waiting and y + em * LEADING < picture.height - press.dots(MARGIN):
                row, full = waiting.pop(0)
                _draw(draw, row, (x, y), font, width if full else None)
                rows.append(row.strip("　"))
                y += round(em * LEADING)
        number = f"— {len(pages) + 1} —"
        small = _font("Regular", press.dots(10.5))
        place = ((picture.width - draw.textlength(number, small)) / 2, picture.height - press.dots(MARGIN * 0.8))
        draw.text(place, number, fill=0, font=small)
        pages.append(Printed(picture, tuple(rows)))
    return pages


def worn(page: Printed, wear: Wear) -> Printed:
    """The page as it comes out of a scanner; the same every time."""
    picture = page.picture
    if wear.angle:
        picture = picture.rotate(wear.angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.noise:
        draw = np.random.default_rng(1)
        dots = (
            np.asarray(picture).astype(np.float64) * 0.8
            + 30
            + draw.normal(0, wear.noise, (picture.height, picture.width))
        )
        dots[draw.random(dots.shape) < 0.0005] = 0
        picture = Image.fromarray(dots.clip(0, 255).astype(np.uint8))
    return replace(page, picture=picture)


def scan(pages: Sequence[Printed], press: Press, wear: Wear = Wear()) -> bytes:
    """A PDF of nothing but the pictures of these pages."""
    first, *others = [worn(page, wear).picture for page in pages]
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=float(press.dpi), quality=wear.quality)
    return file.getvalue()


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Raises FileNotFoundError where the system has no such font (Debian: fonts-noto-cjk)."""
    pattern = f"{FAMILY}:style={weight}"
    found = subprocess.run(
        ["fc-match", "-f", "%{family}|%{file}|%{index}", pattern], capture_output=True, text=True, check=True
    )
    family, file, index = found.stdout.split("|")
    if FAMILY not in family:
        raise FileNotFoundError(FAMILY)
    return ImageFont.truetype(file, size, index=int(index))


def _rows(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[tuple[str, bool]]:
    """The rows of a paragraph, and whether each is full; none begins with closing punctuation, no number is parted."""
    row = ""
    for character in text:
        if row and font.getlength(row + character) > width and character not in CLOSING:
            kept = len(row)
            while row[kept - 1].isascii() and row[kept - 1].isalnum() and character.isascii() and character.isalnum():
                kept -= 1
            yield row[:kept], True
            row = row[kept:]
        row += character
    yield row, False


def _draw(
    draw: ImageDraw.ImageDraw, row: str, place: tuple[int, int], font: ImageFont.FreeTypeFont, width: int | None
) -> None:
    """A row, its characters apart so that it is as wide as its column."""
    x, y = float(place[0]), place[1]
    spare = (width - font.getlength(row)) / max(1, len(row) - 1) if width else 0.0
    for character in row:
        draw.text((x, y), character, fill=0, font=font)
        x += font.getlength(character) + spare
