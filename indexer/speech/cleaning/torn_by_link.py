"""Sentences that the links of a page tore: the words of a link stand on a line of their own.

One tear is proven by a line that begins with a comma or the like. Where a text has such tears, three lines of which
only the last ends a sentence, the middle one short and without a mark, are a sentence and its link as well.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.model import Line
from indexer.speech.cleaning.mid_sentence import breaks_off, ends_sentence, is_prose, is_torn
from indexer.speech.enumerator import enumerator

MIN_TEARS = 2
MAX_LINK_LENGTH = 30  # characters


def pieces_of_links(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that go on in the next, by the tears around them."""
    torn = {left.number for left, right in pairwise(lines) if _is_near(left, right) and is_torn(left.text, right.text)}
    if not torn:
        return frozenset()
    found = {
        left.number
        for left, right in pairwise(lines)
        if right.number in torn and _is_near(left, right) and breaks_off(left.text) and is_prose(left.text)
    }
    if len(torn) >= MIN_TEARS:
        found |= set(_links_between(lines))
    return frozenset(found)


def _is_near(left: Line, right: Line) -> bool:
    return not right.blanks and left.level is None and right.level is None


def _links_between(lines: Sequence[Line]) -> Iterator[int]:
    """Both borders of a link that stands between two halves of a sentence, after a sentence's end."""
    for before, left, link, right in zip(lines, lines[1:], lines[2:], lines[3:], strict=False):
        near = _is_near(left, link) and _is_near(link, right) and enumerator(left.text) is None
        short = len(link.text) <= MAX_LINK_LENGTH and not is_prose(link.text)
        broken = ends_sentence(before.text) and breaks_off(left.text) and breaks_off(link.text)
        if near and short and broken and ends_sentence(right.text):
            yield from (left.number, link.number)
