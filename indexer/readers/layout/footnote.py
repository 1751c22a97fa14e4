"""Footnotes: small type at the foot of a page that begins with a mark, and the raised marks in the text that point there.

Both are believed only together, or where the form of the mark leaves no doubt: m² and a list in small type stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from indexer.readers.layout.patterns import print_patterns
from indexer.readers.layout.row import Row

SMALLER = 1.08  # ratio of the body's type to a note's
STANDS_OFF = 1.15  # times the usual distance of rows
BRACKETS = "〔〕[]［］【】()（） 　"


def footnotes(pages: Sequence[Sequence[Row]], em: float, leading: float) -> frozenset[Row]:
    """The rows of notes at the foot of each page; each page's rows are those of the text, in reading order."""
    found: set[Row] = set()
    goes_on = False
    for rows in pages:
        on_page: set[Row] = set()
        for strip in dict.fromkeys(row.strip for row in rows):
            on_page.update(_foot([row for row in rows if row.strip == strip], rows, em, leading, goes_on))
        found |= on_page
        goes_on = bool(on_page)
    return frozenset(found)


def _foot(strip: Sequence[Row], page: Sequence[Row], em: float, leading: float, goes_on: bool) -> Sequence[Row]:
    """The notes at the foot of one column, from the first that begins there, or goes on from the page before."""
    from_foot = sorted(strip, key=lambda row: row.base)
    small = list(takewhile(lambda row: row.size * SMALLER <= em, from_foot))[::-1]
    if not small or not any(row.size * SMALLER > em and row.base > small[0].base for row in page):
        return []
    above = min(row.base for row in page if row.base > small[0].base and row.size * SMALLER > em)
    apart = above - small[0].base > STANDS_OFF * leading
    if any(row.base < small[0].base and row.size * SMALLER > em and _overlap(row, small) for row in page):
        return []
    raised = {mark for row in page if row not in small for mark in raised_marks(row)}
    for number, row in enumerate(small):
        if _begins_note(row, raised, apart):
            return small if goes_on and apart else small[number:]
    return []


def _overlap(row: Row, rows: Sequence[Row]) -> bool:
    return row.left < max(other.right for other in rows) and row.right > min(other.left for other in rows)


def _begins_note(row: Row, raised: Iterable[str], apart: bool) -> bool:
    mark = note_mark(row)
    if not mark:
        return False
    sure = print_patterns().sure_note.match(row.text) is not None
    return mark in raised or mark in raised_marks(row) or (sure and apart)


def note_mark(row: Row) -> str:
    """The mark with which a row begins, without brackets; empty where it begins with none."""
    found = print_patterns().note.match(row.text)
    return found.group().strip(BRACKETS) if found else ""


def raised_marks(row: Row) -> list[str]:
    return [row.text[start:end].strip(BRACKETS) for start, end in row.raised]


def without_marks(row: Row, marks: frozenset[str]) -> tuple[Row, list[str]]:
    """The row without the raised marks that point to one of these notes, and the marks as they are printed."""
    text, taken = row.text, list[str]()
    for start, end in reversed(row.raised):
        if text[start:end].strip(BRACKETS) in marks and not _is_exponent(text[:start]):
            taken.append(text[start:end])
            text = text[:start] + text[end:]
    return (replace(row, text=text.strip(), raised=()) if taken else row), taken[::-1]


def _is_exponent(before: str) -> bool:
    """Whether a raised number after this is no mark: km², 10⁸."""
    return before[-1:].isascii() and before[-1:].isalnum()
