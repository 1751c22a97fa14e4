"""Snippets: the part of a long paragraph with the most matches, cut where sentences end."""

import re
from collections.abc import Sequence

from indexer.model import Span

LONGEST = 220  # characters; a shorter paragraph is shown whole
_SENTENCE = re.compile(r"[^。！？；!?;]+[。！？；!?;]*[”’」』）)]*")


def snippet(text: str, marks: Sequence[Span], longest: int = LONGEST) -> Span:
    """The part of `text` to show: all of it, or whole sentences around the densest marks.

    A single sentence longer than `longest` is cut around its first mark.
    """
    if len(text) <= longest:
        return Span(0, len(text))
    sentences = [Span(*match.span()) for match in _SENTENCE.finditer(text)] or [Span(0, len(text))]
    windows = [_window(sentences, first, longest) for first in range(len(sentences))]
    best = max(windows, key=lambda window: (_marks_in(window, marks), -window.start))
    if best.end - best.start <= longest:
        return best
    first = next((mark.start for mark in marks if best.start <= mark.start < best.end), best.start)
    start = max(best.start, min(first - longest // 3, best.end - longest))
    return Span(start, min(start + longest, len(text)))


def _window(sentences: Sequence[Span], first: int, longest: int) -> Span:
    """Sentence `first` and as many of the following as fit."""
    end = sentences[first].end
    for sentence in sentences[first + 1 :]:
        if sentence.end - sentences[first].start > longest:
            break
        end = sentence.end
    return Span(sentences[first].start, end)


def _marks_in(window: Span, marks: Sequence[Span]) -> int:
    return sum(window.start <= mark.start and mark.end <= window.end for mark in marks)
