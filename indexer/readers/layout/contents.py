"""What is on the pages of a document: the rows of its text in reading order, and what is left out, with the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.readers.layout.column import body_size, leading_of
from indexer.readers.layout.footnote import footnotes, note_mark, without_marks
from indexer.readers.layout.furniture import furniture
from indexer.readers.layout.reading_order import in_reading_order
from indexer.readers.layout.row import Page, Row
from indexer.readers.layout.stray import strays


@dataclass(frozen=True, slots=True)
class PageContents:
    """The text of a page, and what is left out above it and below it: texts with reasons.

    `marks` are those of notes that stood in a row, which is without them. `pictured`: nothing but a picture. `unread`:
    what its picture says is not known.
    """

    number: int
    rows: Sequence[Row]
    marks: Mapping[Row, Sequence[str]]
    above: Sequence[tuple[str, str]]
    below: Sequence[tuple[str, str]]
    pictured: bool
    unread: bool


def contents_of(pages: Sequence[Page]) -> list[PageContents]:
    """One for each page."""
    rows = [row for page in pages for row in page.rows]
    if not rows:
        return [_contents(page, (), frozenset(), {}) for page in pages]
    em, leading = body_size(rows), leading_of(rows)
    left_out = dict(strays(pages, em))
    pages_left = [_without(page, left_out) for page in pages]
    left_out |= dict.fromkeys(furniture(pages_left), "page")
    ordered = in_reading_order([_without(page, left_out) for page in pages], em)
    notes = footnotes(ordered, em, leading)
    marks = frozenset(mark for rows in ordered for row in rows if (mark := note_mark(row)))
    left_out |= dict.fromkeys(notes, "footnote")
    return [_contents(page, rows, marks, left_out) for page, rows in zip(pages, ordered, strict=True)]


def _without(page: Page, left_out: Mapping[Row, str]) -> Page:
    return replace(page, rows=tuple(row for row in page.rows if row not in left_out))


def _contents(page: Page, rows: Sequence[Row], marks: frozenset[str], left_out: Mapping[Row, str]) -> PageContents:
    kept: list[Row] = []
    taken: dict[Row, Sequence[str]] = {}
    for row in rows:
        if row not in left_out:
            bare, signs = without_marks(row, marks)
            kept.append(bare)
            taken[bare] = signs
    out = [*page.aside, *((row, left_out[row]) for row in (*page.rows, *rows) if row in left_out)]
    out.sort(key=lambda item: -item[0].base)
    top = max((row.base for row in kept), default=0.0)
    above, below = (
        [(row.text, why) for row, why in out if (row.base >= top) == is_above] for is_above in (True, False)
    )
    return PageContents(page.number, kept, taken, above, below, not page.rows and page.pictured, page.unread)
