"""Ranges of numbers, as years are narrowed by: 2018..2022, 2018.. and ..2022, both ends in it."""

import re
from typing import Self

import msgspec

MAX_DIGITS = 18
RANGE = re.compile(rf"([0-9]{{1,{MAX_DIGITS}}})?\.\.([0-9]{{1,{MAX_DIGITS}}})?")


class NumberRange(msgspec.Struct, frozen=True):
    """From `first` to `last`; None: with no end there. Its text is how it is written."""

    first: int | None
    last: int | None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The range that a text is; None for another text. Raises ValueError for one without ends or in reverse."""
        found = RANGE.fullmatch(text)
        if found is None:
            return None
        first, last = (int(end) if end else None for end in found.groups())
        if first is None and last is None:
            raise ValueError(text)
        if first is not None and last is not None and first > last:
            raise ValueError(text)
        return cls(first, last)

    def __str__(self) -> str:
        return "..".join("" if end is None else str(end) for end in (self.first, self.last))

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        return (self.first is None or self.first <= value) and (self.last is None or value <= self.last)
