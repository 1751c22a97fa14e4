"""Snippets: the part of a long paragraph with the densest matches, cut where sentences end."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from indexer.analysis import fold
from indexer.model import Span

MAX_LENGTH = 220  # characters; a shorter paragraph is shown whole
_STEP = MAX_LENGTH // 4  # where there is no mark to cut at
_SENTENCE_END = re.compile(r"[。！？；!?;…]+[”’」』）)》]*|\n+")
_CLAUSE_END = re.compile(r"[，、：,:]+[”’」』）)》]*|[ \u3000]+")


def snippet(text: str, marks: Sequence[Span], longest: int = MAX_LENGTH) -> Span:
    """The part of `text` to show: all of it, or whole pieces that follow each other, of `longest` characters at most.

    Of all such parts, the one with the most different marks, then with the most, then with them nearest to its
    middle, then the first. A single match that is longer than `longest` is shown whole. Time is linear.
    """
    if len(text) <= longest:
        return Span(0, len(text))
    cut = pieces(text, marks, longest)
    held = _held(text, cut, marks)
    return max(_windows(cut, held, longest), key=lambda candidate: candidate[0])[1]


def pieces(text: str, marks: Sequence[Span], longest: int) -> list[Span]:
    """All of `text` as sentences; a longer one as its clauses, a longer clause as parts. No match is cut in two."""
    whole = _indivisible(marks, longest)
    starts = [span.start for span in whole]

    def free(place: int) -> bool:
        before = bisect_left(starts, place) - 1
        return before < 0 or whole[before].end <= place

    def cut(span: Span, places: Iterable[int]) -> list[Span]:
        edges = [span.start, *(place for place in places if span.start < place < span.end and free(place)), span.end]
        return [Span(start, end) for start, end in pairwise(edges)]

    def shorter(span: Span) -> Iterator[Span]:
        if span.end - span.start <= longest:
            yield span
            return
        for clause in cut(span, _ends(_CLAUSE_END, text, span)):
            if clause.end - clause.start <= longest:
                yield clause
            else:
                yield from cut(clause, _steps(clause, whole, starts, min(_STEP, longest)))

    sentences = cut(Span(0, len(text)), _ends(_SENTENCE_END, text, Span(0, len(text))))
    return [piece for sentence in sentences for piece in shorter(sentence)]


def _ends(pattern: re.Pattern[str], text: str, span: Span) -> Iterator[int]:
    return (match.end() for match in pattern.finditer(text, span.start, span.end))


def _steps(span: Span, whole: Sequence[Span], starts: Sequence[int], step: int) -> Iterator[int]:
    """Places to cut at where nothing else is: every `step` characters, and beside what matched."""
    steps = range(span.start + step, span.end, step)
    low, high = bisect_left(starts, span.start), bisect_right(starts, span.end)
    edges = (edge for match in whole[low:high] for edge in (match.start, match.end))
    return iter(sorted({*steps, *edges}))


def _held(text: str, cut: Sequence[Span], marks: Sequence[Span]) -> list[list[tuple[str, Span]]]:
    """The marks of each piece, each with what it says."""
    starts = [piece.start for piece in cut]
    held: list[list[tuple[str, Span]]] = [[] for _ in cut]
    for mark in sorted(marks):
        held[bisect_right(starts, mark.start) - 1].append((fold(text[mark.start : mark.end]), mark))
    return held


def _indivisible(marks: Sequence[Span], longest: int) -> list[Span]:
    """What is not to be cut, ascending: marks that overlap are one, up to `longest`; from there on another begins."""
    result: list[Span] = []
    for mark in sorted(marks):
        if not result or mark.start >= result[-1].end:
            result.append(mark)
        elif mark.end - result[-1].start <= longest:
            result[-1] = Span(result[-1].start, max(result[-1].end, mark.end))
        elif mark.end > result[-1].end:
            result.append(Span(result[-1].end, mark.end))
    return result


Rank = tuple[int, int, int, int]


def _windows(
    cut: Sequence[Span], held: Sequence[Sequence[tuple[str, Span]]], longest: int
) -> Iterator[tuple[Rank, Span]]:
    """From each piece on, as many as fit, with their rank, where any marks are in them. Marks with the same text count as one."""
    inside: Counter[str] = Counter()
    nothing_marked = not any(held)
    different = total = end = 0
    for first, piece in enumerate(cut):
        while end < len(cut) and (end == first or cut[end].end - piece.start <= longest):
            for said, _ in held[end]:
                different += not inside[said]
                inside[said] += 1
            total += len(held[end])
            end += 1
        if total or nothing_marked:
            window = Span(piece.start, cut[end - 1].end)
            yield (different, total, -_slant(window, held[first:end]), -window.start), window
        for said, _ in held[first]:
            inside[said] -= 1
            different -= not inside[said]
        total -= len(held[first])


def _slant(window: Span, held: Sequence[Sequence[tuple[str, Span]]]) -> int:
    """How far the middle of the marks is from that of the window, in half characters."""
    marks = [mark for own in held for _, mark in own]
    return abs(window.start + window.end - marks[0].start - marks[-1].end) if marks else 0
