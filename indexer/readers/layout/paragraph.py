"""Rows of print → paragraphs: joined where the width of the page broke them, over page breaks too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.hyphenation import Hyphens, is_parted
from indexer.readers.layout.column import Column, Columns
from indexer.readers.layout.patterns import print_patterns
from indexer.readers.layout.row import Page, Row, is_han

SAME_SIZE = 1.12  # ratio up to which two sizes of type are one
TITLE_SIZE = 1.2  # times the body's
TITLE_ROWS = 4
LETTERHEAD = 12  # rows: several bodies may share one
LONG_ROW = 0.45  # of the column's width: a title broken by hand, not a short title and a name
PARTED = 1.5  # times the usual distance of rows: white space between paragraphs
OTHER_WIDTH = 3.0  # em by which columns differ that are not of one text
HALF = 0.5  # em by which rows with one left edge differ
NEXT_ROW = 2.2  # em: the distance of the rows of one title
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,%]*|.", re.ASCII)
_CLOSING = re.compile(r"[，。、；：？！…”’」』）】》〉,.;:?!)\]]*")
_OPENING = frozenset("“‘「『（【《〈([")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, title or heading; `first` is the row where it begins. `level` is 0 for the title, else None."""

    first: Row
    text: str
    level: int | None = None


def blocks(rows: Sequence[Row], pages: Sequence[Page]) -> Iterator[Block]:
    """The paragraphs of these rows, in order; the characters of a row are never parted."""
    if not rows:
        return
    columns, hyphens = Columns(rows, pages), Hyphens([row.text for row in rows])
    unread = [page.number for page in pages if page.unread]
    group = [rows[0]]
    for row in rows[1:]:
        if _begins(group, row, columns) or any(group[-1].page < number < row.page for number in unread):
            yield _block(group, rows, columns, hyphens)
            group = []
        group.append(row)
    yield _block(group, rows, columns, hyphens)


def _block(group: Sequence[Row], rows: Sequence[Row], columns: Columns, hyphens: Hyphens) -> Block:
    text = group[0].text
    for row in group[1:]:
        text = hyphens.joined(text, row.text) or text + _glue(text, row.text) + row.text
    return Block(group[0], text, 0 if _is_title(group, rows, columns) else None)


def _is_title(group: Sequence[Row], rows: Sequence[Row], columns: Columns) -> bool:
    """Centred at the head of the first page, in the largest type, which is not used for much else."""
    size = group[0].size
    letterhead = _letterhead(rows)
    large = [row for row in rows[letterhead:] if row.size * SAME_SIZE >= size]
    return (
        group[0].page == rows[0].page
        and group[0] not in rows[:letterhead]
        and size >= TITLE_SIZE * columns.size
        and columns.of(group[0]).is_centred(group[0])
        and all(row.size <= size * SAME_SIZE for row in large)
        and len(large) <= TITLE_ROWS
    )


def _letterhead(rows: Sequence[Row]) -> int:
    """How many rows say whose paper it is, as official documents begin in China: XX 文件, and below it their number.

    By GB/T 9704-2012 that is in larger type than the title.
    """
    patterns = print_patterns()
    head = list(takewhile(lambda row: row.page == rows[0].page, rows[:LETTERHEAD]))
    number = next((place for place, row in enumerate(head) if patterns.document_number.search(row.text)), 0)
    return number + 1 if any(patterns.letterhead.search(row.text) for row in head[:number]) else 0


def _begins(group: Sequence[Row], row: Row, columns: Columns) -> bool:
    """Whether a paragraph begins with `row`, after the rows of the one before."""
    previous = group[-1]
    before, column = columns.of(previous), columns.of(row)
    if max(previous.size, row.size) > SAME_SIZE * min(previous.size, row.size) or _is_other_place(before, column):
        return True
    if is_parted(previous.text, row.text):
        return False
    if before.is_apart(previous) or column.is_apart(row):
        return not _goes_on(previous, row, before, columns)
    full = before.right - previous.right < _first_unit(row.text) * row.size
    if not full or _is_parted(previous, row, columns) or _opens_in_other_type(group, row, column):
        return True
    ended = _has_ended(previous.text)
    if column.is_indented(row):
        return (ended and not _hangs(group, row, columns)) or not _is_set_in(group, row, columns)
    return _is_set_out(group, columns) or (ended and _opens(row, column))


def _is_other_place(before: Column, column: Column) -> bool:
    """Whether the text goes over from rows across the page to a column, or back."""
    return abs((before.right - before.left) - (column.right - column.left)) > OTHER_WIDTH * column.em


def _has_ended(text: str) -> bool:
    """Whether a row ends a sentence, or an entry of a table of contents."""
    return text[-1] in print_patterns().sentence_end or print_patterns().leader.search(text) is not None


def _opens_in_other_type(group: Sequence[Row], row: Row, column: Column) -> bool:
    """Whether a heading in a type of its own stands before `row`, where no indent tells paragraphs apart."""
    fonts = {font for before in group for font in (before.face.start, before.face.end)}
    return not column.indents and len(fonts) == 1 and {row.face.start, row.face.end}.isdisjoint(fonts)


def _offset(row: Row, columns: Columns) -> float:
    """How far a row begins from the left edge of its column, in em."""
    return (row.left - columns.of(row).left) / columns.size


def _hangs(group: Sequence[Row], row: Row, columns: Columns) -> bool:
    """Whether `row` stands below rows that are set in further than the first, as in a list with numbers at its left."""
    offsets = [_offset(before, columns) for before in group]
    hanging = len(group) > 1 and offsets[-1] - offsets[0] >= HALF
    return hanging and abs(offsets[-1] - _offset(row, columns)) < HALF


def _is_set_in(group: Sequence[Row], row: Row, columns: Columns) -> bool:
    """Whether an indented row goes on with the text before it: a block set in, or a list with numbers at its left."""
    own, above = _offset(row, columns), _offset(group[-1], columns)
    if abs(own - above) < HALF:
        return columns.of(group[-1]).is_indented(group[-1])
    patterns = print_patterns()
    numbered = any(pattern.match(group[0].text) for pattern in (patterns.heading, patterns.point))
    return len(group) == 1 and ((above < own and numbered) or (own < above and columns.of(group[-1]).is_indented(row)))


def _is_set_out(group: Sequence[Row], columns: Columns) -> bool:
    """Whether the rows before hang: then a row at the left edge begins the next point."""
    return len(group) > 1 and _offset(group[-1], columns) - _offset(group[0], columns) >= HALF


def _goes_on(previous: Row, row: Row, column: Column, columns: Columns) -> bool:
    """Whether `row` is the next row of a title that was broken in two."""
    patterns = print_patterns()
    return (
        column.is_centred(previous)
        and columns.of(row).is_centred(row)
        and (previous.page, previous.strip) == (row.page, row.strip)
        and previous.size >= TITLE_SIZE * columns.size
        and previous.right - previous.left >= LONG_ROW * (column.right - column.left)
        and previous.base - row.base < NEXT_ROW * row.size
        and not any(pattern.match(row.text) for pattern in (patterns.heading, patterns.point))
        and row.text[0] not in _OPENING
    )


def _opens(row: Row, column: Column) -> bool:
    """Whether the row begins like a heading, or like a point where nothing else shows where paragraphs begin."""
    if print_patterns().heading.match(row.text):
        return True
    return not column.indents and print_patterns().point.match(row.text) is not None


def _is_parted(previous: Row, row: Row, columns: Columns) -> bool:
    same = (previous.page, previous.strip) == (row.page, row.strip)
    return same and previous.base - row.base > PARTED * columns.of(row).leading


def _first_unit(text: str) -> float:
    """About how wide the part of a row is that could not have been parted, in em, with some play.

    A row is full where the first unit of the next would not have fitted: a word, or a character with
    the punctuation that may not begin a row.
    """
    start = next((index for index, character in enumerate(text) if character not in _OPENING), 0)
    word = _WORD.match(text, start)
    end = word.end() if word else start
    closing = _CLOSING.match(text, end)
    unit = text[: closing.end() if closing else end]
    return 1.0 + sum(1.0 if _is_wide(character) else 0.6 for character in unit)


def _is_wide(character: str) -> bool:
    return ord(character) >= 0x2000


def _glue(left: str, right: str) -> str:
    """A space between Latin words, nothing beside Chinese characters, in a number or after a hyphen."""
    before, after = left[-1], right[0]
    if is_han(before) or is_han(after) or before in "-/(“‘—…" or after in "”’—…,.;:)%":
        return ""
    return "" if before.isdigit() and after.isdigit() else " "
