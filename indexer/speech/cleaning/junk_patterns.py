"""Patterns of what is no part of a speech: gaps, and page furniture. The shipped ones, and a user's own."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.errors import CallError
from indexer.i18n import _
from indexer.speech.tables import table

LONGEST_FURNITURE = 80  # characters


@dataclass(frozen=True, slots=True)
class Patterns:
    """`gaps`: kind and pattern of lines that stand for withheld text; the others: lines that are left out."""

    gaps: tuple[tuple[str, re.Pattern[str]], ...]
    furniture: re.Pattern[str]
    related: re.Pattern[str]

    def gap_kind(self, text: str) -> str | None:
        """The kind of gap that a line announces, or None for a line of the speech."""
        for kind, pattern in self.gaps:
            if pattern.fullmatch(text):
                return kind
        return None

    def is_furniture(self, text: str) -> bool:
        return len(text) <= LONGEST_FURNITURE and self.furniture.fullmatch(text) is not None

    def opens_related(self, text: str) -> bool:
        """Whether a line opens a list of other articles."""
        return len(text) <= LONGEST_FURNITURE and self.related.fullmatch(text) is not None


@cache
def shipped_patterns() -> Patterns:
    """The patterns of data/gaps.toml and data/furniture.toml."""
    return _patterns([table("gaps"), table("furniture")])


def patterns_with(text: str) -> Patterns:
    """The shipped patterns and those of a user's TOML file, which has the same names.

    Raises CallError where it is no TOML or a pattern is no regular expression.
    """
    try:
        own = tomllib.loads(text)
        return _patterns([table("gaps"), table("furniture"), own])
    except (tomllib.TOMLDecodeError, re.error, KeyError, TypeError) as error:
        raise CallError(_("样式文件有误：{error}", error=error)) from error


def _patterns(tables: Iterable[Mapping[str, Any]]) -> Patterns:
    tables = list(tables)
    return Patterns(
        gaps=tuple((row["kind"], _any(row["lines"])) for each in tables for row in each.get("gap", [])),
        furniture=_any(line for each in tables for line in each.get("lines", [])),
        related=_any(line for each in tables for line in each.get("related", [])),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
