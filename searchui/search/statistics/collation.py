"""Collation: in what order characters stand where lines are sorted by text: by code point, by pinyin or by strokes.

A rank for each code point, different for each, so that every order is total. By pinyin and by strokes all that is not
Chinese comes first, by code point; then Chinese characters in the order of a table in `data/`; then the rare ones that
it lacks, by code point. Texts are compared folded, so traditional characters stand where their simplified ones do.
"""

import sys
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold

Ranks = npt.NDArray[np.uint32]

POINTS = sys.maxunicode + 1
RARE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0))


class Collation(StrEnum):
    """By what characters are ordered."""

    CODE = "code"
    PINYIN = "pinyin"
    STROKES = "strokes"


@cache
def ranks(collation: Collation) -> Ranks:
    """The rank of each code point, from 0 on: that of NUL, which stands for no character, is 0."""
    order = np.arange(POINTS, dtype=np.uint32)
    if collation is not Collation.CODE:
        for block in RARE:
            order[block.start : block.stop] += 2 * POINTS
        points = np.array([ord(character) for character in characters(collation)])
        order[points] = POINTS + np.arange(len(points), dtype=np.uint32)
    order.flags.writeable = False
    return order


def sort_key(text: str, collation: Collation) -> bytes:
    """By what texts stand in this order, one before all that go on from it."""
    points = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return bytes(ranks(collation)[points].astype(">u4").tobytes())


def characters(collation: Collation) -> str:
    """The Chinese characters of a table, in its order."""
    lines = files(__package__).joinpath("data", f"{collation}.txt").read_text(encoding="utf-8").splitlines()
    return "".join(chain.from_iterable(line.partition("\t")[2] for line in lines if not line.startswith("#")))
