"""What stands on the pages of a printed speech besides its text, and how its lines begin: the table data/pdf.toml."""

import re
from dataclasses import dataclass
from functools import cache

import msgspec

from indexer.tables import load_table


@dataclass(frozen=True, slots=True)
class PrintPatterns:
    """A row that is a page number, or a bare number; how a heading or a point begins; the signs that end a sentence."""

    page_number: re.Pattern[str]
    bare_number: re.Pattern[str]
    heading: re.Pattern[str]
    point: re.Pattern[str]
    sentence_end: frozenset[str]


class _Table(msgspec.Struct, frozen=True):
    page_numbers: tuple[str, ...]
    bare_numbers: str
    headings: str
    points: str
    sentence_end: str


@cache
def print_patterns() -> PrintPatterns:
    table = load_table("indexer.readers", "pdf", _Table)
    return PrintPatterns(
        page_number=re.compile("|".join(table.page_numbers)),
        bare_number=re.compile(table.bare_numbers),
        heading=re.compile(table.headings),
        point=re.compile(table.points),
        sentence_end=frozenset(table.sentence_end),
    )
