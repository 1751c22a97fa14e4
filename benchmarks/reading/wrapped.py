"""Reports wrapped at every width: which strings across the ends of lines are found, and which paragraphs are joined that are two."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from unicodedata import east_asian_width

from indexer.readers.plain import read_plain
from indexer.speech import parse

REACH = 5  # characters of a string on each side of a line's end
STRINGS, BORDERS = 200, 100  # that are tried in a report
SEED = 5


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How lines are broken: at `width` characters, or cells of which Chinese ones take two."""

    width: int
    cells: bool = False
    blank: bool = False  # an empty line stands between paragraphs
    indent: bool = False  # the first line of a paragraph is set in

    def __str__(self) -> str:
        more = [name for name, given in (("blank", self.blank), ("indent", self.indent)) if given]
        return " ".join([str(self.width), "cells" if self.cells else "characters", *more])


WRAPPINGS = (
    Wrapping(30),
    Wrapping(36, indent=True),
    Wrapping(40),
    Wrapping(72),
    Wrapping(60, cells=True),
    Wrapping(76, cells=True, indent=True),
    Wrapping(36, blank=True),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Shares, 0–1: strings that were found, and borders of paragraphs across which something false was."""

    strings: float
    joined: float


def found_in(folder: Path, wrapping: Wrapping) -> Found:
    """The shares over the text files of a folder."""
    generator = random.Random(SEED)
    strings: list[bool] = []
    joined: list[bool] = []
    for file in sorted(folder.glob("*.txt")):
        paragraphs = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        rows = [list(_rows(paragraph, wrapping)) for paragraph in paragraphs]
        text = _read("\n\n" if wrapping.blank else "\n", rows)
        across = [
            left[-REACH:] + right[:REACH] for each in rows for left, right in pairwise(each) if len(right) > REACH
        ]
        strings += [_squeezed(one) in text for one in _sample(generator, across, STRINGS)]
        borders = [_squeezed(left)[-REACH:] + _squeezed(right)[:REACH] for left, right in pairwise(paragraphs)]
        joined += [one in text for one in _sample(generator, borders, BORDERS)]
    return Found(sum(strings) / len(strings), sum(joined) / len(joined))


def _rows(paragraph: str, wrapping: Wrapping) -> Iterator[str]:
    row, width = "", 0
    for character in ("　　" if wrapping.indent else "") + paragraph:
        own = 2 if wrapping.cells and east_asian_width(character) in "WFA" else 1
        if width + own > wrapping.width:
            yield row
            row, width = "", 0
        row, width = row + character, width + own
    yield row


def _read(border: str, rows: Sequence[Sequence[str]]) -> str:
    text = border.join("\n".join(each) for each in rows)
    speech = parse(read_plain(text.encode(), "wrapped.txt"))
    return "\n".join(_squeezed(paragraph.text) for paragraph in speech.paragraphs)


def _sample(generator: random.Random, items: Sequence[str], most: int) -> list[str]:
    return generator.sample(items, min(most, len(items)))


def _squeezed(text: str) -> str:
    return "".join(text.split())
