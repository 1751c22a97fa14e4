"""Patterns of lines that are not part of a speech: gaps and page furniture. The shipped ones, and a user's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from indexer.errors import CallError
from indexer.i18n import _
from indexer.speech.cleaning.own_patterns import OwnPattern, compile_own
from indexer.tables import decode_table, load_table

MAX_FURNITURE_LENGTH = 80  # characters


@dataclass(frozen=True, slots=True)
class LinePatterns:
    """Patterns of whole lines: the shipped ones as one, and a user's own."""

    shipped: re.Pattern[str]
    own: tuple[OwnPattern, ...]

    def match(self, text: str) -> bool:
        """Whether one of them is the whole text. Raises CallError where one of a user's runs away."""
        if self.shipped.fullmatch(text):
            return True
        return bool(self.own) and any(pattern.matches(text) for pattern in self.own)  # few have any


@dataclass(frozen=True, slots=True)
class Patterns:
    """`gaps`: kind and pattern of lines that stand for withheld text; the others: lines that are left out.

    `furniture` stands at the edges of a page, `ends` at its end only; `anywhere` are marks of pages, and what a user's
    own file calls furniture. `some_gap`: the patterns of all gaps, of which most lines match none.
    """

    gaps: tuple[tuple[str, LinePatterns], ...]
    some_gap: LinePatterns
    furniture: LinePatterns
    anywhere: LinePatterns
    ends: LinePatterns
    related: LinePatterns

    def gap_kind(self, text: str) -> str | None:
        """The kind of gap that a line announces, or None for a line of the speech."""
        if not self.some_gap.match(text):
            return None
        for kind, patterns in self.gaps:
            if patterns.match(text):
                return kind
        return None

    def is_furniture(self, text: str) -> bool:
        return len(text) <= MAX_FURNITURE_LENGTH and self.furniture.match(text)

    def is_furniture_anywhere(self, text: str) -> bool:
        return len(text) <= MAX_FURNITURE_LENGTH and self.anywhere.match(text)

    def is_end_furniture(self, text: str) -> bool:
        """Whether a line is furniture where nothing of the speech follows."""
        return len(text) <= MAX_FURNITURE_LENGTH and self.ends.match(text)

    def opens_related(self, text: str) -> bool:
        """Whether a line opens a list of other articles."""
        return len(text) <= MAX_FURNITURE_LENGTH and self.related.match(text)


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
    return _patterns(_Table(), "")


@cache
def _shipped_tables() -> tuple[_Table, ...]:
    return tuple(load_table("indexer.speech", name, _Table) for name in ("gaps", "furniture"))


def patterns_with(text: str) -> Patterns:
    """The shipped patterns and those of a user's TOML file, which has the same names.

    Raises CallError where it is no TOML, has other types, or a pattern is no regular expression.
    """
    try:
        return _patterns(decode_table(text, _Table), text)
    except msgspec.DecodeError as error:
        raise CallError(_("样式文件有误：{error}", error=error)) from error


def _patterns(own: _Table, file: str) -> Patterns:
    shipped = _shipped_tables()

    def both(theirs: Iterable[str], users: Sequence[str]) -> LinePatterns:
        return LinePatterns(re.compile("|".join(f"(?:{one})" for one in theirs) or r"(?!)"), compile_own(users, file))

    return Patterns(
        gaps=(
            *((row.kind, both(row.lines, ())) for table in shipped for row in table.gap),
            *((row.kind, both((), row.lines)) for row in own.gap),
        ),
        some_gap=both(
            (line for table in shipped for row in table.gap for line in row.lines),
            [line for row in own.gap for line in row.lines],
        ),
        furniture=both((line for table in shipped for line in table.lines), own.lines),
        anywhere=both((line for table in shipped for line in table.marks), (*own.lines, *own.marks)),
        ends=both((line for table in shipped for line in table.ends), own.ends),
        related=both((line for table in shipped for line in table.related), own.related),
    )
