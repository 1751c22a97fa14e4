"""Numbers as the attributes of an OFD have them, whatever they say: GB/T 33190-2016, 7.3 and 11.3."""

from collections.abc import Iterator, Sequence
from itertools import islice, repeat
from math import hypot, isfinite
from typing import NamedTuple

LARGEST = 1e7  # millimetres: what is larger, or no number, has no place on any page


class Box(NamedTuple):
    """A rectangle: its upper left corner and its size, in millimetres."""

    x: float
    y: float
    width: float
    height: float


class Matrix(NamedTuple):
    """An affine transformation: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def vector(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y

    def after(self, first: "Matrix") -> "Matrix":
        """`first`, then this one."""
        a, b = self.vector(first.a, first.b)
        c, d = self.vector(first.c, first.d)
        return Matrix(a, b, c, d, *self.point(first.e, first.f))

    def is_tame(self) -> bool:
        """Whether it takes what stands on a page to some place that can be told."""
        return all(isfinite(value) and abs(value) <= LARGEST for value in self) and hypot(self.c, self.d) > 0


def number(text: str | None) -> float | None:
    """The value, None for what is no number or too large for any page."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) <= LARGEST else None


def numbers(text: str | None, most: int) -> list[float]:
    """The first of a list of values; what is no number counts as 0."""
    return [number(word) or 0.0 for word in (text or "").split(maxsplit=most)[:most]]


def box_of(text: str | None) -> Box | None:
    values = numbers(text, 4)
    return Box(*values) if len(values) == 4 else None


def matrix_of(text: str | None) -> Matrix:
    """The transformation; none where there is none or it is not one."""
    values = numbers(text, 6)
    matrix = Matrix(*values) if len(values) == 6 else Matrix()
    return matrix if matrix.is_tame() else Matrix()


def deltas(text: str | None, most: int) -> list[float]:
    """The first of a list of distances. `g 3 5.2` is 5.2 three times, however often it says; `most` is what is needed."""
    return list(islice(_deltas((text or "").split()), max(0, most)))


def _deltas(words: Sequence[str]) -> Iterator[float]:
    place = 0
    while place < len(words):
        if words[place] == "g":
            times, value = (number(word) for word in (*words[place + 1 : place + 3], None, None)[:2])
            yield from repeat(value or 0.0, max(0, int(times or 0)))
            place += 3
        else:
            yield number(words[place]) or 0.0
            place += 1
