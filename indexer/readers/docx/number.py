"""A list's number as Word writes it: 12 → 十二, 拾贰, XII, L …; source: ECMA-376 part 1, 17.18.59 ST_NumberFormat."""

from functools import cache
from typing import Literal

import msgspec

from indexer.tables import load_table

MAX_NUMBER = 9999  # beyond it all forms are plain digits
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

_CLOSED = frozenset("、）．。：）】〕")  # after these nothing parts the label from the text


class _Form(msgspec.Struct, frozen=True):
    """A row of data/numbers.toml."""

    kind: Literal["positional", "counting", "list", "letters", "roman"]
    digits: str = ""
    units: str = ""
    zero: str = ""
    signs: str = ""
    one_ten: bool = False
    lower: bool = False
    width: int = 1


@cache
def _forms() -> dict[str, _Form]:
    return load_table("indexer.readers", "numbers", dict[str, _Form])


def format_number(number: int, form: str) -> str:
    """`number` in the form with this name; plain digits where the form is unknown or has no sign for it."""
    known = _forms().get(form)
    if form == "none":
        return ""
    if known is None or not 0 < number <= MAX_NUMBER:
        return str(number)
    if known.kind == "positional":
        return "".join(known.digits[int(digit)] for digit in str(number).zfill(known.width))
    if known.kind == "counting":
        return _in_counting_form(number, known)
    if known.kind == "roman":
        return _roman(number).lower() if known.lower else _roman(number)
    if known.kind == "letters":
        return known.signs[(number - 1) % len(known.signs)] * ((number - 1) // len(known.signs) + 1)
    return known.signs[number - 1] if number <= len(known.signs) else str(number)


def part_label(label: str, *, tight: bool = False) -> str:
    """A label as it stands before its text: a blank parts them, unless the label's own sign does or it is `tight`."""
    return label if not label or tight or label[-1] in _CLOSED else f"{label} "


def _in_counting_form(number: int, form: _Form) -> str:
    """102 → 一百零二: a unit after each digit but the last, one zero for any number of them, none at the end."""
    text = ""
    skipped = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            skipped = True
            continue
        text += form.zero if skipped and text else ""
        skipped = False
        bare = place == 1 and digit == 1 and not text and not form.one_ten
        text += ("" if bare else form.digits[digit]) + (form.units[place - 1] if place else "")
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text
