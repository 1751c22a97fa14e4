"""Patterns of lines that are not part of a speech: gaps and page furniture. The shipped ones, and a user's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from indexer.errors import CallError
from indexer.i18n import _
from indexer.tables import decode_table, load_table

MAX_FURNITURE_LENGTH = 80  # characters


@dataclass(frozen=True, slots=True)
class Patterns:
    """`gaps`: kind and pattern of lines that stand for withheld text; the others: lines that are left out.

    `furniture` stands at the edges of a page, `ends` at its end only; `anywhere` are marks of pages, and what a user's
    own file calls furniture.
    """

    gaps: tuple[tuple[str, re.Pattern[str]], ...]
    furniture: re.Pattern[str]
    anywhere: re.Pattern[str]
    ends: re.Pattern[str]
    related: re.Pattern[str]

    def gap_kind(self, text: str) -> str | None:
        """The kind of gap that a line announces, or None for a line of the speech."""
        for kind, pattern in self.gaps:
            if pattern.fullmatch(text):
                return kind
        return None

    def is_furniture(self, text: str) -> bool:
        return len(text) <= MAX_FURNITURE_LENGTH and self.furniture.fullmatch(text) is not None

    def is_furniture_anywhere(self, text: str) -> bool:
        return len(text) <= MAX_FURNITURE_LENGTH and self.anywhere.fullmatch(text) is not None

    def is_end_furniture(self, text: str) -> bool:
        """Whether a line is furniture where nothing of the speech follows."""
        return len(text) <= MAX_FURNITURE_LENGTH and self.ends.fullmatch(text) is not None

    def opens_related(self, text: str) -> bool:
        """Whether a line opens a list of other articles."""
        return len(text) <= MAX_FURNITURE_LENGTH and self.related.fullmatch(text) is not None


class _Gap(msgspec.Struct, frozen=True):
    kind: str
    lines: tuple[str, ...]


class _Table(msgspec.Struct, frozen=True):
    """A table of patterns: of gaps, of lines of furniture, of lines that open a list of other articles."""

    gap: tuple[_Gap, ...] = ()
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@cache
def shipped_patterns() -> Patterns:
    return _patterns(_shipped_tables(), _Table())


@cache
def _shipped_tables() -> tuple[_Table, ...]:
    return tuple(load_table("indexer.speech", name, _Table) for name in ("gaps", "furniture"))


def patterns_with(text: str) -> Patterns:
    """The shipped patterns and those of a user's TOML file, which has the same names.

    Raises CallError where it is no TOML, has other types, or a pattern is no regular expression.
    """
    try:
        return _patterns(_shipped_tables(), decode_table(text, _Table))
    except (msgspec.DecodeError, re.error) as error:
        raise CallError(_("样式文件有误：{error}", error=error)) from error


def _patterns(shipped: Sequence[_Table], own: _Table) -> Patterns:
    tables = (*shipped, own)
    return Patterns(
        gaps=tuple((row.kind, _any(row.lines)) for each in tables for row in each.gap),
        furniture=_any(line for each in tables for line in each.lines),
        anywhere=_any([*own.lines, *(line for each in tables for line in each.marks)]),
        ends=_any(line for each in tables for line in each.ends),
        related=_any(line for each in tables for line in each.related),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
