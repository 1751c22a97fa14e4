"""Chinese and Arabic numerals → int, by the table data/numerals.toml."""

from functools import cache, lru_cache

import msgspec

from indexer.tables import load_table

CACHED = 1024  # the numerals of headings and dates are few, and come again and again


class _Table(msgspec.Struct, frozen=True):
    """By each number, the characters that stand for it."""

    digits: dict[int, str]
    units: dict[int, str]


@cache
def _values() -> tuple[dict[str, int], dict[str, int]]:
    """The digits and the units (ten, a hundred) by their characters."""
    table = load_table(__package__, "numerals", _Table)
    digits, units = (
        {sign: value for value, signs in part.items() for sign in signs} for part in (table.digits, table.units)
    )
    return digits, units


def digits() -> str:
    """Every character that is a digit, as a regular expression's class content."""
    return "".join(_values()[0])


@lru_cache(maxsize=CACHED)
def numeral(text: str) -> int | None:
    """The number that `text` writes: 12, １２, 十二, 二十, 一百零三, 二〇二六, 拾貳; None for anything else.

    Numbers below a thousand, and digits in a row, which is all that headings and dates have.
    """
    if not text:
        return None
    ones, units = _values()
    if ones.keys() >= set(text):
        return int("".join(str(ones[sign]) for sign in text))
    total, pending = 0, None
    for sign in text:
        if sign in units:
            total += (1 if pending is None else pending) * units[sign]
            pending = None
        elif sign in ones:
            pending = ones[sign]
        else:
            return None
    return total + (pending or 0)
