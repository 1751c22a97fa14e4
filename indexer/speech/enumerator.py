"""Enumerators: how a numbered heading or paragraph begins (一、 （一） 1. 一要 第一， 甲、 Ⅰ．), by data/enumerators.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from indexer.speech.numeral import numeral
from indexer.tables import load_table


class Enumerator(msgspec.Struct, frozen=True, gc=False):
    """`label` is the enumerator as it is written, `ordinal` its number from 1, `form` its kind.

    `opens_paragraph`: it is part of a sentence (一要…), so it cannot stand as a heading of its own.
    """

    form: str
    ordinal: int
    label: str
    opens_paragraph: bool


class _Row(msgspec.Struct, frozen=True):
    """A row of the table: `numeral` or `signs` is given."""

    name: str
    pattern: str
    numeral: str = ""
    signs: str = ""
    opens: Literal["paragraph"] | None = None


class _Table(msgspec.Struct, frozen=True):
    form: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    pattern: re.Pattern[str]
    signs: Mapping[str, int] | None
    opens_paragraph: bool


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(_form(row) for row in load_table(__package__, "enumerators", _Table).form)


@cache
def _any_form() -> re.Pattern[str]:
    """All forms in one pattern, which tells at once that a line has none, as nearly every one."""
    return re.compile("|".join(form.pattern.pattern for form in _forms()))


def _form(row: _Row) -> _Form:
    signs = None
    if row.numeral:
        number = f"[{row.numeral}]{{1,3}}"
    else:
        places = [place.split("/") for place in row.signs.split()]
        signs = {sign: ordinal for ordinal, place in enumerate(places, 1) for sign in place}
        number = "|".join(map(re.escape, signs))
    pattern = re.compile(row.pattern.replace("{n}", number) + r"\s*")
    return _Form(row.name, pattern, signs, row.opens == "paragraph")


def enumerator(text: str) -> Enumerator | None:
    """The enumerator at the start of `text`, or None.

    A list of numbers is none (一、二、三司令部统一起来).
    """
    if not _any_form().match(text):
        return None
    for form in _forms():
        match = form.pattern.match(text)
        if match is None:
            continue
        sign = match.group(1)
        ordinal = numeral(sign) if form.signs is None else form.signs[sign]
        if ordinal and not form.pattern.match(text, match.end()):
            return Enumerator(form.name, ordinal, match.group().rstrip(), form.opens_paragraph)
    return None
