"""What stands on the pages of a printed speech besides its text, and how its lines begin: the table data/layout.toml."""

import re
from dataclasses import dataclass
from functools import cache

import msgspec

from indexer.tables import load_table


@dataclass(frozen=True, slots=True)
class PrintPatterns:
    """A row that is a page number, or a bare number; how a heading or a point begins; the signs that end a
    sentence, those that end a row of running text, how a footnote begins, and the end of an entry of contents; the end of the name
    of a series of official documents, and the number of one.
    """

    page_number: re.Pattern[str]
    bare_number: re.Pattern[str]
    heading: re.Pattern[str]
    point: re.Pattern[str]
    sentence_end: frozenset[str]
    statement_end: frozenset[str]
    note: re.Pattern[str]
    sure_note: re.Pattern[str]
    leader: re.Pattern[str]
    letterhead: re.Pattern[str]
    document_number: re.Pattern[str]


class _Table(msgspec.Struct, frozen=True):
    page_numbers: tuple[str, ...]
    bare_numbers: str
    headings: str
    points: str
    sentence_end: str
    statement_end: str
    notes: str
    sure_notes: str
    leaders: str
    letterheads: str
    document_numbers: str


@cache
def print_patterns() -> PrintPatterns:
    table = load_table("indexer.readers", "layout", _Table)
    return PrintPatterns(
        page_number=re.compile("|".join(table.page_numbers)),
        bare_number=re.compile(table.bare_numbers),
        heading=re.compile(table.headings),
        point=re.compile(table.points),
        sentence_end=frozenset(table.sentence_end),
        statement_end=frozenset(table.statement_end),
        note=re.compile(table.notes),
        sure_note=re.compile(table.sure_notes),
        leader=re.compile(table.leaders),
        letterhead=re.compile(table.letterheads),
        document_number=re.compile(table.document_numbers),
    )
