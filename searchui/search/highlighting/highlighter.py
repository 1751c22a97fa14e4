"""Highlights: the characters of a paragraph that a query matched, and nothing else."""

from collections.abc import Iterable, Sequence

from indexer.analysis import Analysis, fold, occurrences
from indexer.engine.query import Query
from indexer.model import Span
from searchui.search.highlighting.highlight_terms import HighlightTerms, highlight_terms
from searchui.search.highlighting.segmentation import words_in
from searchui.search.highlighting.span_match import span_places

END = "\x00"  # after each text; folding keeps it, and no word or phrase reaches across it


def highlights(text: str, query: Query, analysis: Analysis) -> tuple[Span, ...]:
    """Spans of `text`, in order, none inside another; occurrences that overlap are each given.

    A quoted phrase marks its occurrences only. Unquoted text marks where it stands as a whole, and its words.
    """
    return highlights_of([text], highlight_terms(query, analysis), analysis)[0]


def highlights_of(texts: Sequence[str], terms: HighlightTerms, analysis: Analysis) -> list[tuple[Span, ...]]:
    """The highlights of each of the texts; they are folded and searched as one, unless a term has the mark between them."""
    if len(texts) > 1 and any(END in phrase for phrase in terms.phrases):
        return [highlights_of([text], terms, analysis)[0] for text in texts]
    folded = fold(END.join(texts))
    found = [(start, -start - len(phrase)) for phrase in terms.phrases for start in occurrences(phrase, folded)]
    if terms.words:
        found += [(start, -start - len(word)) for start, word in words_in(folded, terms.words, analysis)]
    if terms.span_leaves:
        found += span_places(texts, terms.span_leaves)
    found.sort()
    highlighted, start, place = [], 0, 0
    for text in texts:
        end = start + len(text)
        first = place
        while place < len(found) and found[place][0] <= end:
            place += 1
        highlighted.append(_outermost(found[first:place], start, end) if place > first else ())
        start = end + 1
    return highlighted


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that do not overlap, for marking up."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def _outermost(found: Iterable[tuple[int, int]], first: int, last: int) -> tuple[Span, ...]:
    """The spans of a text that stands from `first` to `last`, but for those that lie in others.

    `found` are starts and negative ends, ascending: of each start the longest is first. What ends
    in the next text is none.
    """
    reached, spans = first - 1, []
    for start, minus_end in found:
        if reached < -minus_end <= last:
            reached = -minus_end
            spans.append(Span(start - first, reached - first))
    return tuple(spans)
