"""The ends of a sentence beside the source that it comes nearest to: what is wrong there, and what only stands beside it.

Of stretches of the source that differ equally much the alignment takes the shortest: that a last character is too much
costs no more than that it is another one. What the source has there tells them apart.
"""

import re
from collections.abc import Sequence

from indexer.analysis import fold
from indexer.model import Span
from searchui.search.nearest.sentences import core
from searchui.search.proofreading.edits import Change, Edit

LONG = 8  # characters, from which on the rest of a sentence tells what its last character should be
_LED = re.compile(r"[^，,：:、]*[，,：:]")  # 同志们， 第三，
ENUMERATOR = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]+[是要]"
)  # a number that counts sentences


def with_ends(said: str, text: str, source: Span) -> Span:
    """The `source` of what is said, in the text of a paragraph, with the character that stands there in place of the last
    or of the first one, where it lacks that: 金山银 is 金山银山, for 金山银水. Of few characters that is chance, but where the
    sentence of the source ends so too.
    """
    start, end, own, there = source.start, source.end, fold(said), fold(text[source.start : source.end])
    is_long = len(said) >= LONG
    if _lacks(own[-2:], there[-1:]) and _is_han(text[end : end + 1]) and (is_long or _ends(text, end + 1)):
        return Span(start, end + 1)
    if start and _lacks(own[1::-1], there[:1]) and _is_han(text[start - 1]) and (is_long or _begins(text, start - 1)):
        return Span(start - 1, end)
    return source


def _lacks(two: str, there: str) -> bool:
    """Whether of two characters at an end the source has only the inner one, at its own end."""
    return len(two) == 2 and two[0] == there != two[1] and _is_han(two[1])


def is_only_beside(said: str, edits: Sequence[Edit], start: int, text: str, source: Span) -> bool:
    """Whether all that parts a sentence, which begins at `start` of the draft, from its source stands beside that: words that
    lead to it, or what goes on where the sentence of the source goes on otherwise. Such is no altered sentence.
    """
    return bool(edits) and all(_is_beside(one, said, start, text, source) for one in edits)


def _is_beside(edit: Edit, said: str, start: int, text: str, source: Span) -> bool:
    counted = ENUMERATOR.match(said)
    if counted and edit.span.end <= start + counted.end():
        return True
    if edit.how is not Change.EXTRA:
        return False
    if edit.span.start == start:
        return _LED.fullmatch(edit.said) is not None or _is_han(text[max(source.start - 1, 0) : source.start])
    return edit.span.end == start + len(said) and not _ends(text, source.end)


def _ends(text: str, place: int) -> bool:
    """Whether a text has a mark, a line's end or nothing more at a place."""
    here = core(text[place : place + 1])
    return here.start == here.end


def _begins(text: str, place: int) -> bool:
    return not place or _ends(text, place - 1)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
