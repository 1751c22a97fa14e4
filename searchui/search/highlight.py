"""Highlights: the characters of a paragraph that a query matched, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis import Analysis, fold, occurrences
from indexer.engine.query import Phrase, Query, Words, sought
from indexer.model import Span


def highlights(text: str, query: Query, analysis: Analysis) -> tuple[Span, ...]:
    """Spans of `text`, in order, none inside another; occurrences that overlap are each given.

    A quoted phrase marks its occurrences only. Unquoted text marks where it stands as a whole, and its words.
    """
    folded = fold(text)
    spans = {span for leaf in sought(query) for span in _spans(leaf, text, folded, analysis)}
    return tuple(_outermost(spans))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that do not overlap, for marking up."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def _spans(leaf: Words | Phrase, text: str, folded: str, analysis: Analysis) -> Iterator[Span]:
    phrase = fold(leaf.text)
    for start in occurrences(phrase, folded):
        yield Span(start, start + len(phrase))
    if isinstance(leaf, Words):
        wanted = _telling(analysis.query_words(leaf.text))
        yield from (Span(word.start, word.end) for word in analysis.words(text) if word.text in wanted)


def _telling(words: Sequence[str]) -> set[str]:
    """The words worth marking by themselves: beside longer ones, a 的 or 是 on its own tells nothing."""
    return {word for word in words if len(word) > 1} or set(words)


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that lie in no other; by start, the longest of each start first."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            yield span
            end = span.end
