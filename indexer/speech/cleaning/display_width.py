"""How wide a text is on a page of fixed columns: what decides where a program has broken its lines."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

REMEMBERED = 4096  # lines of a text that are measured again and again for every width that is tried
Measure: TypeAlias = Callable[[str], int]

OPENING = "“‘《〈「『（(【〔[〖"
CLOSING = "”’》〉」』）)】〕]〗，。、；：！？,.;:!?…%％"
# Printed in one cell by every program; what is left of Chinese text takes two.
_NARROW = re.compile(r"[\x20-\x7e\u00a0-\u00b6\u00b8-\u024f\uff61-\uff9f]")
_AMBIGUOUS = re.compile(r"[“”‘’—…·─―①-⑳Ⅰ-Ⅻ]")  # in one cell by terminals, in two by Chinese fonts (Unicode UAX 11)
_FIRST_UNIT = re.compile(rf"[{re.escape(OPENING)}]*(?:[0-9A-Za-z][!-~]*|.)[{re.escape(CLOSING)}]*", re.DOTALL)


@lru_cache(maxsize=REMEMBERED)
def cells(text: str) -> int:
    """Cells of a text in a Chinese font: two a character, one for Latin letters and digits."""
    return 2 * len(text) - len(_NARROW.findall(text))


@lru_cache(maxsize=REMEMBERED)
def terminal_cells(text: str) -> int:
    """The same where quotation marks and dashes take one cell, as programs count that know only wide and narrow."""
    return cells(text) - len(_AMBIGUOUS.findall(text))


def doubled_length(text: str) -> int:
    """The same where every character is as wide as any other: programs that count characters."""
    return 2 * len(text)


@lru_cache(maxsize=REMEMBERED)
def printed_cells(text: str) -> int:
    """The same of a page in print: blanks beside Chinese characters, which text from a PDF has, take no room."""
    return cells("".join(text.split()))


MEASURES: tuple[Measure, ...] = (cells, terminal_cells, doubled_length)


@lru_cache(maxsize=REMEMBERED)
def first_unit(text: str) -> str:
    """What of a line no program parts: a Latin word or a number, or one character, with the marks that cling to it."""
    match = _FIRST_UNIT.match(text)
    return match.group() if match else text
