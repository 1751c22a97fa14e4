"""The width of the page that has broken the lines of a text, where the lines themselves prove one.

A line is full where what begins the next one would not have fitted. Lines that an author has made are full by chance;
those of a wrapped text are so one after the other. What only looks like it - a list of equally long lines, verse - is
told by its marks: in prose they stand anywhere in a line, and sentences end in the middle of lines.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from indexer.model import Line
from indexer.speech.cleaning.display_width import CLOSING, MEASURES, Measure, first_unit, printed_cells
from indexer.speech.cleaning.mid_sentence import INNER_MARK, SENTENCE_INSIDE, breaks_off, ends_sentence, is_prose

WIDTHS = range(24, 240)  # cells
WIDEST = 270  # cells of the longest line that can be full at the greatest width, by any measure
MIN_EXACT = 3  # full lines that prove a width to the cell
MIN_LOOSE = 8  # those that prove one of a printed page, whose letters are not all as wide as each other
MIN_SHARE = 0.6  # of the lines that break off in prose: full ones
LOOSER = 1.15  # times as many full lines speak for a printed page
MAX_ALIKE = 0.6  # share of full lines that begin, end or are marked alike: more is a list
HANGING = 4  # cells of punctuation that may hang over the edge
TIMID = 12  # a twelfth of the width may stay free where prose breaks off
CANDIDATES = 10
NEARLY_ALL = 0.9
LONG_WORD = re.compile(r"[0-9A-Za-z.%]{3}")
MIN_SPACED = 0.8  # share of lines with an empty line before them in a text of double line spacing

Border: TypeAlias = tuple[Line, Line]


@dataclass(frozen=True, slots=True)
class PageWidth:
    """A page of `width` cells by `measure`, give or take `slack`. `indent` is that of lines that go on a paragraph.

    `cuts_words`: lines are filled to the last cell, in the middle of a Latin word or a number if need be.
    """

    width: int
    measure: Measure
    slack: int
    indent: int
    cuts_words: bool = False

    def is_full(self, left: Line, right: Line, *, breaking: bool = False) -> bool:
        """Whether a line reaches so far that what begins the next one would not have fitted.

        `breaking`: it breaks off in prose, so that a little less is enough; programs keep marks away from both edges.
        """
        over = self._over(left)
        free = [self.width - own for own in self._widths(left)]
        if max(free) < -over:  # as nearly every line of a text that is not wrapped
            return False
        room = self._room_for(right) + (self.width // TIMID if breaking else 0)
        return any(-over <= own < room for own in free)

    def full_at(self, left: Line, right: Line) -> set[int]:
        """The widths of a page otherwise like this one at which a line is full and the next is not over."""
        over, room = self._over(left), self._room_for(right)
        widths = {width for own in self._widths(left) for width in range(own - over, own + room)}
        if first_unit(right.text) == right.text:
            return widths
        least = self.measure(right.text) - max(HANGING, self.slack)
        return {width for width in widths if width >= least}

    def room(self, left: Line) -> int:
        """How many cells stay free behind a line; below 0 where it hangs over the edge."""
        return min((self.width - own for own in self._widths(left)), key=abs)

    def reaches_edge(self, left: Line) -> bool:
        """Whether no cell stays free behind a line, or one: of two widths that are as likely the narrower is believed."""
        return self.width - max(self._widths(left)) <= (1 if self.cuts_words else 0)

    def is_over(self, line: Line) -> bool:
        """Whether a line is longer than the page: no program has broken it, and none has made it of a longer one."""
        return self.measure(line.text) > self.width + max(HANGING, self.slack) and first_unit(line.text) != line.text

    def _over(self, line: Line) -> int:
        """How many cells of a line may hang over the edge."""
        return max(HANGING if line.text[-1] in CLOSING else 0, self.slack)

    def _room_for(self, line: Line) -> int:
        """The cells that what begins a line would need on the one before."""
        return max(self.measure(first_unit(line.text)), 2) + self.slack

    def _widths(self, line: Line) -> tuple[int, ...]:
        """What a line may measure: white space before it counts as it was typed, in one cell or in two."""
        own, extra = self.measure(line.text), max(0, line.indent - self.indent)
        return (own, own + extra, own + 2 * extra) if extra else (own,)


def line_spacing(lines: Sequence[Line]) -> int:
    """How many empty lines stand between lines anyway: 0, or what parts nearly all of them."""
    blanks = Counter(line.blanks for line in lines[1:])
    spaced = sum(count for number, count in blanks.items() if number)
    if not lines[1:] or spaced < MIN_SPACED * (len(lines) - 1):
        return 0
    del blanks[0]
    return blanks.most_common(1)[0][0]


def page_width(lines: Sequence[Line], spacing: int) -> PageWidth | None:
    """The width of the page that has broken the lines, or None; `spacing` is what `line_spacing` says."""
    broken = [
        (left, right)
        for left, right in pairwise(lines)
        if breaks_off(left.text)
        and left.level is None
        and right.level is None
        and (right.blanks <= spacing or right.page_break)
    ]
    indent = Counter(right.indent for _left, right in broken).most_common(1)[0][0] if broken else 0
    marked = _first_lines_are_indented(lines, indent)
    # Where first lines are indented, a line before one of these is the last of its paragraph, or a heading.
    prose = [(left, right) for left, right in broken if (right.indent <= indent if marked else is_prose(left.text))]
    could_be_full = sum(printed_cells(left.text) <= WIDEST for left, _right in prose)
    if could_be_full < max(MIN_EXACT, MIN_SHARE * len(prose)):
        return None  # whatever the width, most lines are longer: each is a paragraph
    found = [_best(prose, measure, 0, indent) for measure in MEASURES]
    page, count = max(found, key=lambda pair: pair[1])
    printed, near = _best_loose(prose, indent)
    if near >= max(MIN_LOOSE, LOOSER * count):
        page, count = printed, near
    if count < max(MIN_EXACT, MIN_SHARE * len(prose)):
        return None
    if count < MIN_LOOSE and count < sum(map(page.is_over, lines)):
        return None  # a few lines are full by chance where more are longer
    full = [(left, right) for left, right in prose if page.is_full(left, right) and not page.is_over(right)]
    proven = (marked or not _is_list(full)) and _has_sentences(full)
    return replace(page, cuts_words=_cuts_words(page, full)) if proven else None


def _first_lines_are_indented(lines: Sequence[Line], indent: int) -> bool:
    """Whether a line after a sentence's end stands further in than one that goes on a sentence."""
    after_end = [right.indent > indent for left, right in pairwise(lines) if ends_sentence(left.text)]
    return len(after_end) >= MIN_EXACT and sum(after_end) >= MIN_SHARE * len(after_end)


def _best(borders: Sequence[Border], measure: Measure, slack: int, indent: int) -> tuple[PageWidth, int]:
    """The width at which most lines are full, the narrowest of these, and how many are."""
    page = PageWidth(WIDTHS[-1], measure, slack, indent)
    widths = Counter(own for left, _right in borders for own in page._widths(left) if own in WIDTHS)
    likely = {width + more for width, _count in widths.most_common(CANDIDATES) for more in (0, 1)} or {page.width}
    full = Counter(width for left, right in borders for width in page.full_at(left, right))
    best = max(likely, key=lambda width: (full[width], -width))
    return replace(page, width=best), full[best]


def _best_loose(borders: Sequence[Border], indent: int) -> tuple[PageWidth, int]:
    """The same for printed pages: a tenth of the width more or less."""
    measure = printed_cells
    widths = Counter(measure(left.text) for left, _right in borders)
    near = sorted({own + step for own in widths for step in (-1, 0, 1) if own + step in WIDTHS}) or WIDTHS
    width = max(near, key=lambda own: 2 * widths[own] + widths[own - 1] + widths[own + 1])
    page = PageWidth(width, measure, width // 10, indent)
    return page, _count_full(page, borders)


def _count_full(page: PageWidth, borders: Iterable[Border]) -> int:
    return sum(page.is_full(left, right) and not page.is_over(right) for left, right in borders)


def _cuts_words(page: PageWidth, full: Iterable[Border]) -> bool:
    """Whether lines are filled also where a long word or number comes next, which others leave to the next line."""
    before_words = [page.room(left) for left, right in full if LONG_WORD.match(right.text)]
    filled = sum(room <= 1 for room in before_words)
    return not page.slack and filled > 0 and filled >= NEARLY_ALL * len(before_words)


def _is_list(full: Sequence[Border]) -> bool:
    """Whether most full lines begin or end with the same character, or have their marks in the same places.

    So do the lines after them in a list; in prose these go on in the middle of a sentence.
    """
    texts = [line.text for border in full for line in border]
    traits = (
        Counter(text[0] for text in texts),
        Counter(text[-1] for text in texts if text[-1] not in CLOSING),
        Counter(tuple(mark.start() for mark in INNER_MARK.finditer(text)) for text in texts),
    )
    most = max(count for trait in traits for count in (trait.most_common(1)[0][1] if trait else 0,))
    return most >= MIN_EXACT and most >= MAX_ALIKE * len(texts)


def _has_sentences(full: Sequence[Border]) -> bool:
    """Whether what full lines run into ends in a sentence's end, or sentences end inside of them, in half the runs."""
    lefts = {id(left) for left, _right in full}
    closing = [right for _left, right in full if id(right) not in lefts]
    ended = sum(ends_sentence(line.text) for line in closing)
    inside = sum(SENTENCE_INSIDE.search(left.text) is not None for left, _right in full)
    return ended + inside >= max(1, len(closing) / 2)
