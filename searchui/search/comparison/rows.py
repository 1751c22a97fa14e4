"""Links between sentences → rows: each sentence of either text in one of them, and what became of it."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, pairwise

from indexer.analysis import fold
from indexer.analysis.numbers.numeral import RUN
from indexer.model import Span
from searchui.search.comparison.alignment import Link
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import ComparedRow, RowKind
from searchui.search.nearest.sentences import core
from searchui.search.proofreading.edits import Change, Edit, edits_between

LITTLE = 0.25  # of the characters of sentences that differ; where it is more, words are compared
LONG = 1_000  # characters of sentences that are compared clause by clause: what it takes grows with the square
_CLAUSE = re.compile(r"[^，、：,:\s]+[，、：,:\s]*|[，、：,:\s]+")
Cut = Callable[[str], Sequence[str]]
_SPACE = re.compile(r"\s+")


def rows(a: ComparedText, b: ComparedText, links: Sequence[Link], cut: Cut) -> tuple[ComparedRow, ...]:
    """All rows, in the order of the second text; what was dropped stands behind what stood before it.

    `cut` parts a folded text into words.
    """
    taken_a = {number for link in links for number in link.a}
    taken_b = {number for link in links for number in link.b}
    dropped = [number for number in range(len(a.sentences)) if number not in taken_a]
    new = [number for number in range(len(b.sentences)) if number not in taken_b]
    placed = [
        *((link.b.start, 0, _linked(a, b, link, cut)) for link in links),
        *((number, 0, _new(b, number)) for number in new),
        *(
            (place, 1 + number, _dropped(a, number))
            for number, place in zip(dropped, _places(dropped, links), strict=True)
        ),
    ]
    return tuple(row for _place, _number, row in sorted(placed, key=lambda one: one[:2]))


def _places(dropped: Sequence[int], links: Sequence[Link]) -> Iterator[int]:
    """Behind which sentence of the second text each is told that was dropped: that of what stood before it."""
    ordered = sorted((link.a.stop - 1, link.b.stop - 1) for link in links if not link.moved)
    starts = [own for own, _other in ordered]
    furthest = [*accumulate((other for _own, other in ordered), max)]
    for number in dropped:
        before = bisect_left(starts, number)
        yield furthest[before - 1] if before else -1


def _new(b: ComparedText, number: int) -> ComparedRow:
    return ComparedRow(RowKind.NEW, None, b.sentences[number], moved=False, similarity=0.0)


def _dropped(a: ComparedText, number: int) -> ComparedRow:
    return ComparedRow(RowKind.DROPPED, a.sentences[number], None, moved=False, similarity=0.0)


def _linked(a: ComparedText, b: ComparedText, link: Link, cut: Cut) -> ComparedRow:
    own, other = _whole(a, link.a), _whole(b, link.b)
    kind = _kind(link, a.text[own.start : own.end], b.text[other.start : other.end])
    edits = () if kind is RowKind.KEPT else _edits(a, own, b, other, cut)
    return ComparedRow(kind, own, other, link.moved, link.similarity, edits)


def _whole(text: ComparedText, numbers: range) -> Span:
    return Span(text.sentences[numbers.start].start, text.sentences[numbers.stop - 1].end)


def _kind(link: Link, a: str, b: str) -> RowKind:
    if len(link.a) > 1:
        return RowKind.MERGED
    if len(link.b) > 1:
        return RowKind.SPLIT
    if link.moved:
        return RowKind.MOVED
    own, other = _bare(a), _bare(b)
    if own == other:
        return RowKind.KEPT
    return RowKind.NUMBERS if RUN.sub("0", own) == RUN.sub("0", other) else RowKind.CHANGED


def _bare(text: str) -> str:
    """A sentence folded, without white space, and without the marks at its ends."""
    folded = _SPACE.sub("", fold(text))
    own = core(folded)
    return folded[own.start : own.end] or folded


def _edits(a: ComparedText, own: Span, b: ComparedText, other: Span, cut: Cut) -> tuple[Edit, ...]:
    source, said = a.text[own.start : own.end], b.text[other.start : other.end]
    if _bare(source) == _bare(said):
        return ()
    inner, outer = core(source), core(said)
    source, said, offset = source[inner.start : inner.end], said[outer.start : outer.end], other.start + outer.start
    if max(len(source), len(said)) > LONG:
        return edits_between(said, source, offset, _CLAUSE.findall)
    by_character = edits_between(said, source, offset)
    if sum(len(edit.said) + len(edit.source) for edit in by_character) <= LITTLE * (len(said) + len(source)):
        return by_character
    by_word = edits_between(said, source, offset, partial(_words, cut=cut))
    return tuple(_without_islands(by_word, said, source, offset))


def _words(text: str, cut: Cut) -> list[str]:
    ends = [0, *accumulate(map(len, cut(fold(text))))]
    return [text[start:end] for start, end in pairwise(ends)]


def _without_islands(edits: Sequence[Edit], said: str, source: str, offset: int) -> Iterator[Edit]:
    """Where much changed: what is between two changes and kept by chance, a word of one character or a mark, is of them.

    `said` begins at `offset` of the second text.
    """
    kept: Edit | None = None
    start, source_end, end = 0, 0, offset
    for edit in edits:
        source_start = source_end + edit.span.start - end
        source_end, end = source_start + len(edit.source), edit.span.end
        if kept and edit.span.start - kept.span.end <= 1:
            span = Span(kept.span.start, end)
            kept = Edit(span, said[span.start - offset : end - offset], source[start:source_end], Change.REPLACED)
            continue
        if kept:
            yield kept
        kept, start = edit, source_start
    if kept:
        yield kept
