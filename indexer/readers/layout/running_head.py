"""Running heads and feet: what the edges of many pages have in common.

The evidence is counted over the document: the same text at the same place, a number that counts along with the pages, a
word that all heads share, or heads that change from chapter to chapter and stay for a few pages.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from indexer.readers.layout.edge import EdgeLine
from indexer.readers.layout.page_number import is_separate, offsets

SHARE = 0.5  # of the pages of one side, left or right, on which a running head stands
LEAST = 2  # pages
WORD_SHARE = 0.6  # of the pages, where only a word is the same
LEAST_OF_WORD = 3
CHAPTERS = 0.6  # share of the pages that have a head at one place, and share of these heads that come again
LEAST_OF_CHAPTERS = 4  # pages
NEAR = 2  # pages from a head to the next with the same text: left and right pages may differ

Key: TypeAlias = tuple[str, str, bool, int]  # what is the same, its text, head or foot, place


@dataclass(frozen=True, slots=True)
class RunningHeads:
    """On which pages each piece of evidence was seen. `pages` are the numbers of the pages with text."""

    pages: frozenset[int]
    seen: dict[Key, set[int]] = field(default_factory=lambda: defaultdict(set))
    chapters: frozenset[EdgeLine] = frozenset()

    def has(self, line: EdgeLine) -> bool:
        """Whether this line runs along with the pages."""
        if not line.could_be_head:
            return False
        if line in self.chapters or any(
            self._runs(key, line.page, SHARE, LEAST) for key in (_text(line), *_counted(line))
        ):
            return True
        least = LEAST if line.small else LEAST_OF_WORD
        return any(self._runs(key, line.page, WORD_SHARE, least) for key in (*_numbers(line), *_words(line)))

    def counts(self, line: EdgeLine) -> bool:
        """Whether a number in the line counts along with the pages, at least twice."""
        return any(len(self.seen[key]) >= LEAST for key in _counted(line))

    def _runs(self, key: Key, page: int, share: float, least: int) -> bool:
        """Whether it stands on most pages, or on most left or most right ones."""
        seen = self.seen[key]
        side = {other for other in self.pages if other % 2 == page % 2}
        return len(seen) >= max(least, share * len(self.pages)) or len(seen & side) >= max(least, share * len(side))


def running_heads(lines: Sequence[EdgeLine], body: str) -> RunningHeads:
    """What the lines at the edges have in common. `body` is the text of the document without white space."""
    found = RunningHeads(frozenset(line.page for line in lines), chapters=frozenset(_chapters(lines, body)))
    for line in lines:
        for kind, text, foot, place in (_text(line), *_counted(line), *_numbers(line), *_words(line)):
            for near in (place - 1, place, place + 1):
                found.seen[kind, text, foot, near].add(line.page)
    return found


def _text(line: EdgeLine) -> Key:
    return "text", line.text, line.foot, line.place


def _counted(line: EdgeLine) -> Iterator[Key]:
    """The text with the distance of its numbers from the page's in their place, which is the same on all pages.

    Once with that of each number, and once with those of all.
    """
    numbers = [found for found in offsets(line.text, line.page) if line.small or is_separate(line.text, *found[:2])]
    texts = [f"{line.text[:start]}#{offset}{line.text[end:]}" for start, end, offset in numbers]
    of_all = line.text
    for start, end, offset in reversed(numbers):
        of_all = f"{of_all[:start]}#{offset}{of_all[end:]}"
    for text in {*texts, of_all} - {line.text}:
        yield "counted", text, line.foot, line.place


def _numbers(line: EdgeLine) -> Iterator[Key]:
    """A number at the end, whatever stands before it; in small type also one at the beginning."""
    for start, end, offset in offsets(line.text, line.page):
        if is_separate(line.text, start, end) and (end == len(line.text) or (start == 0 and line.small)):
            yield "number", f"{start == 0} {offset}", line.foot, line.place


def _words(line: EdgeLine) -> Iterator[Key]:
    words = line.text.split()
    if len(words) > 1:
        yield from (("word", word, line.foot, line.place) for word in words if len(word) > 1)


def _chapters(lines: Sequence[EdgeLine], body: str) -> Iterator[EdgeLine]:
    """Heads that change from chapter to chapter: at one place of most pages, each mostly for several pages.

    One that comes once is a head where its text also stands in the body, as a chapter's title does.
    """
    pages = {line.page for line in lines}
    for side in ({0, 1}, {0}, {1}):
        zones: dict[tuple[bool, int], list[EdgeLine]] = defaultdict(list)
        for line in lines:
            if line.stands_off and line.plain and line.could_be_head and line.page % 2 in side:
                zones[line.foot, line.place].append(line)
        least = max(LEAST_OF_CHAPTERS, CHAPTERS * sum(page % 2 in side for page in pages))
        for zone in zones.values():
            again = [line for line in zone if _comes_again(line, zone)]
            if len(zone) >= least and len(again) >= CHAPTERS * len(zone):
                yield from again
                yield from (line for line in zone if body.count("".join(_constant(line).split())) > 1)


def _comes_again(line: EdgeLine, zone: Sequence[EdgeLine]) -> bool:
    text = _constant(line)
    return any(0 < abs(other.page - line.page) <= NEAR and _constant(other) == text for other in zone)


def _constant(line: EdgeLine) -> str:
    """The text without a number at its beginning or its end."""
    return line.text.strip("0123456789 　·.-—|/")
