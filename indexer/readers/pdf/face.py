"""How a row is printed: its fonts, its angle, its ink. PDFium is asked for a row, not for each of its characters."""

import ctypes
import re
from collections.abc import Sequence
from math import degrees
from typing import Any

from indexer.readers.layout.face import PALE, SEE_THROUGH, WHITE, Face

SUBSET = re.compile(r"^[A-Z]{6}\+")  # before the name of a font of which a part is in the file
NAME_BYTES = 128  # bytes of a font's name that are compared
NO_INK = 3  # the rendering mode of text that is not drawn: ISO 32000-1, table 106


def face_of(text: Any, shown: Sequence[int]) -> Face:
    """The face of a row of which these are Chinese characters, or any where it has none. The middle one tells angle and ink."""
    import pypdfium2.raw as raw

    middle = shown[len(shown) // 2]
    angle = round(degrees(max(raw.FPDFText_GetCharAngle(text, middle), 0.0))) % 360
    drawn = raw.FPDFText_GetTextObject(text, middle)
    inkless = bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) == NO_INK
    darkest, opacity = _ink(text, middle)
    white = darkest >= WHITE or opacity == 0
    return Face(
        _font(text, shown[0]), _font(text, shown[-1]), angle, inkless, white, darkest >= PALE or opacity < SEE_THROUGH
    )


def _font(text: Any, index: int) -> str:
    import pypdfium2.raw as raw

    name = ctypes.create_string_buffer(NAME_BYTES)
    raw.FPDFText_GetFontInfo(text, index, name, NAME_BYTES, None)
    subset = SUBSET.sub("", name.value.decode("utf-8", "replace"))
    return f"{subset} {raw.FPDFText_GetFontWeight(text, index)}"


def _ink(text: Any, index: int) -> tuple[int, int]:
    """The least of red, green and blue, and the opacity; black where PDFium does not know."""
    import pypdfium2.raw as raw

    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(text, index, red, green, blue, opacity):
        return 0, 255
    return min(red.value, green.value, blue.value), opacity.value
