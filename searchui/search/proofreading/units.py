"""What of a draft is looked up: what it quotes, the clauses of its sentences, and the items of its enumerations."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from indexer.model import Span

FEWEST_QUOTED = 4  # characters; shorter ones are names, and words that are not meant
_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》")
_BREAK = re.compile(r"[，。！？；：,.!?;:…—\n]+")
ITEM_MARK = "、"
MAX_ITEM = 12  # characters


class Neighbours(NamedTuple):
    """Two items of an enumeration of so many that stand side by side."""

    one: Span
    other: Span
    of: int


def quotations(text: str) -> Iterator[Span]:
    """What stands between quotation marks, or in 《》, of some length; of one inside another only the inner."""
    for found in _QUOTED.finditer(text):
        group = found.lastindex or 1
        if len(found[group].strip()) >= FEWEST_QUOTED:
            yield Span(*found.span(group))


def shortened(text: str, span: Span, most: int) -> Iterator[Span]:
    """A stretch in parts of no more than so many characters, parted behind marks where there are any."""
    start = span.start
    while span.end - start > most:
        marks = [mark.end() for mark in _BREAK.finditer(text, start, start + most)]
        cut = marks[-1] if marks else start + most
        yield Span(start, cut)
        start = cut
    if start < span.end:
        yield Span(start, span.end)


def clauses(text: str, within: Span) -> Iterator[Span]:
    """The stretches of a sentence between marks that part more than items."""
    start = within.start
    for mark in _BREAK.finditer(text, within.start, within.end):
        if mark.start() > start:
            yield Span(start, mark.start())
        start = mark.end()
    if start < within.end:
        yield Span(start, within.end)


def neighbours(text: str, within: Span) -> Iterator[Neighbours]:
    """The items of the enumerations in a sentence, each with the next. Where the first begins and the last ends is not
    written: they are taken as long as the item beside them.
    """
    for clause in clauses(text, within):
        marks = [place for place in range(clause.start, clause.end) if text[place] == ITEM_MARK]
        edges = [clause.start - 1, *marks, clause.end]
        items = [Span(before + 1, after) for before, after in pairwise(edges)]
        for number, (one, other) in enumerate(pairwise(items)):
            first = number == 0 and len(items) > 1
            last = number == len(items) - 2
            size = _size(one), _size(other)
            if first and size[0] > size[1]:
                one = Span(one.end - size[1], one.end)
            if last and size[1] > size[0]:
                other = Span(other.start, other.start + size[0])
            if 1 < _size(one) <= MAX_ITEM and 1 < _size(other) <= MAX_ITEM:
                yield Neighbours(one, other, len(items))


def _size(span: Span) -> int:
    return span.end - span.start
