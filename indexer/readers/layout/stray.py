"""Print that is no text of the page: watermarks, what a reader cannot see, and what was printed twice for boldness."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from indexer.readers.layout.page_number import is_page_number
from indexer.readers.layout.row import Page, Row

SLANT = 3  # degrees from upright and from lying; a scan is never so much askew that its text is taken for a watermark
LARGE = 1.5  # times the size of the body
REPEATED = 2  # pages
SAME_PLACE = 6.0  # points
SECOND_PRINT = 0.2  # em by which the second print of false bold is moved
MOST = 0.5  # share of a page's characters: what most of them are is no mark
OFF_PAGE = 0.5  # of its width or height, outside of which nobody prints
OVER = 0.3  # share of a row's height that something else covers


def strays(pages: Sequence[Page], em: float) -> Mapping[Row, str]:
    """These rows, each with the reason: `watermark`, `hidden`, `unsure`, `overprint`, or `page` for a number across the text.

    `em` is the size of the body's type.
    """
    on_pages = Counter(place for page in pages for place in {_place(row) for row in page.rows})
    return {row: reason for page in pages for row, reason in _of_page(page, on_pages, em)}


def _place(row: Row) -> tuple[str, int, int]:
    return row.text, round(row.left / SAME_PLACE), round(row.base / SAME_PLACE)


def _of_page(page: Page, on_pages: Mapping[tuple[str, int, int], int], em: float) -> Iterator[tuple[Row, str]]:
    upright = _usual_angle(page.rows)
    inkless = _share(page.rows, lambda row: row.face.inkless) > MOST
    pale = _share(page.rows, lambda row: row.face.pale) > MOST
    for row in page.rows:
        if _is_unseen(row, page) or (row.face.inkless and not inkless):
            yield row, "hidden"
        elif row.doubtful:
            yield row, "unsure"
        elif _is_slanted(row, upright) or (
            not pale and _is_behind_text(row, page.rows, on_pages[_place(row)] >= REPEATED, em)
        ):
            yield row, "watermark"
        elif _is_across(row, upright) and is_page_number(row.text):
            yield row, "page"
    yield from ((row, "overprint") for row in _second_prints(page.rows))


def _usual_angle(rows: Sequence[Row]) -> int:
    angles: Counter[int] = Counter()
    for row in rows:
        angles[row.face.angle] += len(row.text)
    return max(angles, key=angles.__getitem__, default=0)


def _share(rows: Sequence[Row], has: Callable[[Row], bool]) -> float:
    """Share of the characters that are printed so."""
    return sum(len(row.text) for row in rows if has(row)) / max(1, sum(len(row.text) for row in rows))


def _is_unseen(row: Row, page: Page) -> bool:
    """Whether it is white on white, or far off the page; what a wrong size of the page cuts off is still its text."""
    beyond_x, beyond_y = OFF_PAGE * page.width, OFF_PAGE * page.height
    beside = row.right < -beyond_x or row.left > page.width + beyond_x
    return row.face.white or beside or row.base < -beyond_y or row.base > page.height + beyond_y


def _is_slanted(row: Row, upright: int) -> bool:
    return SLANT < (row.face.angle - upright) % 90 < 90 - SLANT


def _is_across(row: Row, upright: int) -> bool:
    """Whether it is turned by a quarter: what belongs to the paper stands so where the text lies on its side."""
    return 90 - SLANT <= (row.face.angle - upright) % 180 <= 90 + SLANT


def _is_behind_text(row: Row, rows: Sequence[Row], repeated: bool, em: float) -> bool:
    """Large or pale print over which other rows stand, or pale print that is large and stands on several pages."""
    large = row.size >= LARGE * em
    if not (large or row.face.pale):
        return False
    if large and row.face.pale and repeated:
        return True
    return (repeated or (large and row.face.pale)) and any(_covers(row, other) for other in rows)


def _covers(row: Row, other: Row) -> bool:
    if row is other or row.text == other.text or row.right <= other.left or other.right <= row.left:
        return False
    shared = min(row.base + row.size, other.base + other.size) - max(row.base, other.base)
    return shared > OVER * min(row.size, other.size)


def _second_prints(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows that stand where another with the same text does."""
    printed: dict[str, list[Row]] = {}
    for row in rows:
        same = printed.setdefault(row.text, [])
        if any(_is_same_place(row, other) for other in same):
            yield row
        else:
            same.append(row)


def _is_same_place(row: Row, other: Row) -> bool:
    return max(abs(row.left - other.left), abs(row.base - other.base)) <= SECOND_PRINT * row.size
