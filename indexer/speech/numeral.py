"""Chinese and Arabic numerals → int, by the table data/numerals.toml."""

from functools import cache

from indexer.speech.tables import table


@cache
def _values(part: str) -> dict[str, int]:
    return {sign: int(value) for value, signs in table("numerals")[part].items() for sign in signs}


def digits() -> str:
    """Every character that is a digit, as a regular expression's class content."""
    return "".join(_values("digits"))


def numeral(text: str) -> int | None:
    """The number that `text` writes: 12, １２, 十二, 二十, 一百零三, 二〇二六, 拾貳; None for anything else.

    Numbers below a thousand, and digits in a row, which is all that headings and dates have.
    """
    if not text:
        return None
    ones, units = _values("digits"), _values("units")
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
