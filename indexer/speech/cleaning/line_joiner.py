"""Lines that no author has parted, joined: those that a page's width broke, and sentences that something else tore.

White space is all that changes. Where nothing proves that a line goes on, it ends a paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import msgspec

from indexer.model import Line
from indexer.speech.cleaning.line_filter import FilteredLines, GapLines
from indexer.speech.cleaning.mid_sentence import breaks_off, ends_sentence, is_prose, is_torn
from indexer.speech.cleaning.page_width import PageWidth, line_spacing, page_width
from indexer.speech.cleaning.paragraph_start import believed_labels, label
from indexer.speech.cleaning.torn_by_link import pieces_of_links
from indexer.speech.enumerator import enumerator

NUMBER_END = re.compile(r"\d[.,:]?$")
LOOK_BACK = 6  # lines of a paragraph in which a bracket may have been opened


def join_wrapped_lines(filtered: FilteredLines, *, soft_breaks: bool = False) -> FilteredLines:
    """The lines with what belongs together joined, never across a gap."""
    joiner = _Joiner.of(filtered.lines, soft_breaks)
    lines: list[Line] = []
    gaps: list[GapLines] = []
    start = 0
    for gap in filtered.gaps:
        lines += joiner.join(filtered.lines[start : gap.place])
        gaps.append(replace(gap, place=len(lines)))
        start = gap.place
    lines += joiner.join(filtered.lines[start:])
    return FilteredLines(tuple(lines), tuple(gaps), filtered.left_out)


@dataclass(frozen=True, slots=True)
class _Joiner:
    """What is known of the lines of a text as a whole.

    `links` are the numbers of lines that go on across a link, `apart` those of lines that end like no paragraph.
    """

    page: PageWidth | None
    spacing: int
    labels: frozenset[str]
    links: frozenset[int]
    apart: frozenset[int]
    soft_breaks: bool

    @classmethod
    def of(cls, lines: Sequence[Line], soft_breaks: bool) -> "_Joiner":
        spacing = 0 if soft_breaks else line_spacing(lines)  # an empty row parts paragraphs, by the rules of the format
        page = page_width(lines, spacing)
        apart = _apart(lines, spacing)
        return cls(page, spacing, believed_labels(lines, page), pieces_of_links(lines), apart, soft_breaks)

    def join(self, lines: Sequence[Line]) -> Iterator[Line]:
        """Paragraphs, each with the number of its first line."""
        pending: Line | None = None
        parts: list[str] = []
        last: Line | None = None
        for line in lines:
            if last is not None and self._goes_on(last, line, "".join(parts[-LOOK_BACK:])):
                parts += self._glue(last, line), line.text
            else:
                if pending is not None:
                    yield msgspec.structs.replace(pending, text="".join(parts)) if len(parts) > 1 else pending
                pending, parts = line, [line.text]
            last = line
        if pending is not None:
            yield msgspec.structs.replace(pending, text="".join(parts)) if len(parts) > 1 else pending

    def _goes_on(self, left: Line, right: Line, before: str) -> bool:
        """Whether a line goes on in the next; `before` is what the paragraph has so far, or the end of it."""
        if left.level is not None or right.level is not None:
            return False
        if right.blanks > self.spacing and not right.page_break:
            return False
        if is_torn(before, right.text) or left.number in self.links:
            return True
        if not self._is_wrapped(left, right) and not (breaks_off(left.text) and self._is_cut(left, right)):
            return False
        return not self._begins(left, right)

    def _begins(self, left: Line, right: Line) -> bool:
        """Whether a line begins a paragraph by its indent, its label, or its number after a sentence's end."""
        if self.page is not None and right.indent > self.page.indent:
            return True
        if label(right.text) in self.labels:
            return True
        if ends_sentence(left.text) and (right.page_break or right.number in self.apart):
            return True
        return enumerator(right.text) is not None and (ends_sentence(left.text) or not is_prose(left.text))

    def _is_wrapped(self, left: Line, right: Line) -> bool:
        page = self.page
        if page is None or page.is_over(left) or page.is_over(right):
            return False
        return page.is_full(left, right, breaking=breaks_off(left.text) and is_prose(left.text))

    def _is_cut(self, left: Line, right: Line) -> bool:
        """Whether prose breaks off where a page ends, where something stands that prints nothing, or where it may."""
        if not is_prose(left.text):
            return False
        unseen = right.number - left.number - right.blanks > 1
        return right.page_break or unseen or self.soft_breaks

    def _glue(self, left: Line, right: Line) -> str:
        """A space between Latin words, nothing between Chinese characters nor inside a word that the edge has cut."""
        before, after = left.text[-1], right.text[0]
        if not before.isascii() or not after.isascii() or before in "-/(" or not after.isalnum():
            return ""
        page = self.page
        at_edge = page is not None and not page.slack and page.reaches_edge(left) and not right.indent
        number = NUMBER_END.search(left.text) is not None and after.isdigit()
        return "" if at_edge and page is not None and (page.cuts_words or number) else " "


def _apart(lines: Sequence[Line], spacing: int) -> frozenset[int]:
    """The numbers of lines before an empty row that neither end a sentence nor are of one: headings, under a page's head too."""
    return frozenset(
        line.number
        for line, after in pairwise(lines)
        if after.blanks > spacing and breaks_off(line.text) and not is_prose(line.text)
    )
