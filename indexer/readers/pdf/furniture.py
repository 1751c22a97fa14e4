"""What belongs to the page and not to the speech: running heads and feet, and page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TypeAlias

from indexer.readers.pdf.column import leading_of
from indexer.readers.pdf.patterns import print_patterns
from indexer.readers.pdf.row import Page, Row

EDGE = 3  # rows at the top and at the foot of a page that are looked at
RUNNING_HEAD_SHARE = 0.5  # share of the pages of one side, left or right, on which a running head stands
SAME_PLACE = 6.0  # points
NUMBER = re.compile(r"\d{1,4}")
CLEAR_DISTANCE = 1.3  # times the usual distance of rows
SMALLER = 1.12  # ratio of the sizes of type
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

Key: TypeAlias = tuple[str, int, int]  # text, place, 1 on a right page and 0 on a left one


def furniture(pages: Sequence[Page]) -> frozenset[Row]:
    """The rows that are no text of the speech: from the edge of each page inwards, as far as they are furniture."""
    edges = [edge for page in pages for edge in _edges(page)]
    outermost = {row for edge in edges for row in edge[:EDGE]}  # on a short page both edges hold the same rows
    seen = Counter(key for row in outermost for key in set(_keys(row)))
    leading = leading_of([row for page in pages for row in page.rows])
    return frozenset(row for edge in edges for row in _outer(edge, seen, pages, leading))


def _edges(page: Page) -> Iterator[Sequence[Row]]:
    """The rows of a page from the top inwards, and from the foot inwards; one more than may be furniture."""
    rows = sorted(page.rows, key=lambda row: row.base)
    yield list(reversed(rows[-EDGE - 1 :]))
    yield rows[: EDGE + 1]


def _outer(edge: Sequence[Row], seen: Counter[Key], pages: Sequence[Page], leading: float) -> Sequence[Row]:
    """As many rows from the edge as are furniture and stand off from what follows.

    A line of the speech may well stand at one place on two pages; a running head keeps its distance.
    """
    found = list(takewhile(lambda row: _is_furniture(row, seen, pages), edge[:EDGE]))
    while found and not _stands_off(found[-1], edge[len(found)] if len(found) < len(edge) else None, leading):
        found.pop()
    return found


def _stands_off(row: Row, inner: Row | None, leading: float) -> bool:
    if inner is None or print_patterns().page_number.fullmatch(row.text):
        return True
    smaller = row.size * SMALLER <= inner.size
    return smaller or abs(row.base - inner.base) > CLEAR_DISTANCE * leading


def _keys(row: Row) -> Iterator[Key]:
    """What a row has in common with the same running head on another page: text, place, left or right page.

    A number that counts along with the pages is the same on all of them.
    """
    place = round(row.base / SAME_PLACE)
    for text in (row.text, *_counted(row)):
        for near in (place - 1, place, place + 1):
            yield text, near, row.page % 2


def _counted(row: Row) -> Iterator[str]:
    """The row's text for each of its numbers, with that number as its distance from the page's."""
    for number in NUMBER.finditer(row.text):
        yield f"{row.text[: number.start()]}#{int(number.group()) - row.page}{row.text[number.end() :]}"
    if row.text and set(row.text) <= ROMAN.keys():
        yield f"#{_roman(row.text) - row.page}"


def _roman(text: str) -> int:
    values = [ROMAN[letter] for letter in text]
    return sum(value if value >= max(values[index:]) else -value for index, value in enumerate(values))


def _is_furniture(row: Row, seen: Counter[Key], pages: Sequence[Page]) -> bool:
    place = round(row.base / SAME_PLACE)
    if print_patterns().page_number.fullmatch(row.text):
        return True
    texts = [row.text, *_counted(row)]
    if print_patterns().bare_number.fullmatch(row.text):
        counts_along = any(sum(seen[text, place, side] for side in (0, 1)) >= 2 for text in texts[1:])
        return counts_along or row.text == str(row.page)
    return any(_runs(text, place, row.page, seen, pages) for text in texts)


def _runs(text: str, place: int, page: int, seen: Counter[Key], pages: Sequence[Page]) -> bool:
    """Whether this text stands at this place on most pages, or on most left or most right ones."""
    both = seen[text, place, 0] + seen[text, place, 1]
    one = seen[text, place, page % 2]
    same_side = sum(other.number % 2 == page % 2 for other in pages)
    return both >= max(2, RUNNING_HEAD_SHARE * len(pages)) or one >= max(2, RUNNING_HEAD_SHARE * same_side)
