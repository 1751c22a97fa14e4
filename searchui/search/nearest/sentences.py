"""Sentences: where those of a text are, and what of one is compared."""

import re
from collections.abc import Iterator

from indexer.analysis.match_options import ignorable
from indexer.model import Span

_CLOSING = "”’」』）)》】\"'＂"
_END = re.compile(rf"[。！？；!?;…｡]+[{_CLOSING}]*|\n\s*")
_COUNTED_ENDS = "%‰‱℃°％$￥"


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text in order; together they are all of it. Closing quotes belong to the one before them."""
    start = 0
    for end in _END.finditer(text):
        if any(map(str.isalnum, text[start : end.start()])):
            yield Span(start, end.end())
            start = end.end()
    if start < len(text):
        yield Span(start, len(text))


def core(text: str) -> Span:
    """What is left of a sentence without the marks and the white space at both of its ends; empty where it is only those."""
    start, end = 0, len(text)
    while start < end and _is_mark(text[start]):
        start += 1
    while end > start and _is_mark(text[end - 1]):
        end -= 1
    return Span(start, end)


def _is_mark(character: str) -> bool:
    return character in ignorable() or not (character.isalnum() or character in _COUNTED_ENDS)
