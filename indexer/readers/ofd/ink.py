"""With which ink a text is printed: whether a reader sees it, and whether it is as pale as a watermark."""

from dataclasses import dataclass

from lxml.etree import _Element

from indexer.readers.archive import attribute
from indexer.readers.layout.face import PALE, SEE_THROUGH, WHITE
from indexer.readers.ofd.values import number, numbers

OPAQUE = 255


@dataclass(frozen=True, slots=True)
class Ink:
    """`inkless`: it is not drawn. `white` and `pale` as in `Face`."""

    inkless: bool = False
    white: bool = False
    pale: bool = False


def ink_of(element: _Element, fill: _Element | None) -> Ink:
    """The ink of a text object; `fill` is its colour, black where it has none."""
    if attribute(element, "Fill") == "false" and attribute(element, "Stroke") != "true":
        return Ink(inkless=True)
    opacity = _opacity(element) * _opacity(fill) / OPAQUE
    darkest = darkest_of(fill)
    return Ink(False, darkest >= WHITE or opacity == 0, darkest >= PALE or opacity < SEE_THROUGH)


def darkest_of(fill: _Element | None) -> float:
    """The least of red, green and blue, of 255; black for what is no plain colour."""
    values = numbers(attribute(fill, "Value"), 4)
    if len(values) == 4:  # cyan, magenta, yellow, black
        return OPAQUE - min(OPAQUE, max(values[:3]) + values[3])
    return min(values, default=0.0)


def _opacity(element: _Element | None) -> float:
    value = number(attribute(element, "Alpha"))
    return OPAQUE if value is None else min(max(value, 0.0), OPAQUE)
