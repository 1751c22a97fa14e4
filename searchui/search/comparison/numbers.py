"""Numbers that changed in otherwise equal text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.analysis import fold
from indexer.analysis.numbers.numeral import RUN
from indexer.model import Span
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import ComparedRow, NumberChange, RowKind
from searchui.search.comparison.similarity import counted

SHORTEST_FRAME = 4  # letters that a clause must have besides its numbers, where the rest of the sentence changed
_CLAUSE = re.compile(r"[^，,。；;、！!？?：:\n]+")
_MARK = r"[，,。；;：:！!？?\n]"
# What counts items in the midst of a sentence: （一）, 第一，, 一是.
_COUNTING = re.compile(
    rf"[(（](?:{RUN.pattern})[)）]|第(?:{RUN.pattern})(?=[，,、：:])|(?<={_MARK})\s*(?:{RUN.pattern})(?=[、．.](?!\d)|[是要])"
)
_NUMBER = re.compile(rf"(?:{RUN.pattern})(?:[%％‰℃]|个百分点)?")


def number_changes(a: ComparedText, b: ComparedText, rows: Sequence[ComparedRow]) -> tuple[NumberChange, ...]:
    """Those of every row whose sentences were kept but for changes, in the order of the rows."""
    return tuple(
        NumberChange(place, own, other)
        for place, row in enumerate(rows)
        if row.a and row.b and row.edits
        for own, other in _changes(a.text, row.a, b.text, row.b, whole=row.kind is RowKind.NUMBERS)
    )


def _changes(a: str, own: Span, b: str, other: Span, *, whole: bool) -> Iterator[tuple[Span, Span]]:
    if whole:
        yield from _different(a, _numbers(a, own), b, _numbers(b, other))
        return
    clauses, others = _clauses(a, own), _clauses(b, other)
    for masked, spans in clauses.items():
        there = others.get(masked, [])
        if len(spans) == len(there) == 1 and sum(map(str.isalpha, masked)) >= SHORTEST_FRAME:
            yield from _different(a, _numbers(a, spans[0]), b, _numbers(b, there[0]))


def _clauses(text: str, within: Span) -> dict[str, list[Span]]:
    """The clauses of a stretch by what they say without their numbers."""
    found: dict[str, list[Span]] = defaultdict(list)
    for clause in _CLAUSE.finditer(text, within.start, within.end):
        found[RUN.sub("0", "".join(fold(clause[0]).split()))].append(Span(*clause.span()))
    return found


def _numbers(text: str, within: Span) -> list[Span]:
    """Those of a stretch that do not count its items."""
    start = within.start + counted(text[within.start : within.end])
    counting = [Span(*found.span()) for found in _COUNTING.finditer(text, within.start, within.end)]
    every = (Span(*number.span()) for number in _NUMBER.finditer(text, start, within.end))
    return [one for one in every if not any(own.start <= one.start < own.end for own in counting)]


def _different(a: str, own: Sequence[Span], b: str, other: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    for one, there in zip(own, other, strict=False):
        if fold(a[one.start : one.end]) != fold(b[there.start : there.end]):
            yield one, there
