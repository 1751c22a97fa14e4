"""Clauses: the parts of a text that are segmented by themselves, so that few of them need be to find a word."""

import re
from collections.abc import Collection, Iterator, Sequence

from indexer.analysis import Analysis, occurrences
from indexer.model import Span
from searchui.search.highlighting.highlight_terms import HighlightedWord


def words_in(folded: str, words: Sequence[HighlightedWord], analysis: Analysis) -> Iterator[tuple[int, str]]:
    """Where any of `words` is a word of a folded text; it need not be found where its phrases mark it anyhow."""
    wanted = {word.text for word in words}
    places = sorted(place for word in words for place in word.outside(folded))
    for clause in _clauses(folded, places, analysis.word_boundaries):
        yield from _words(folded[clause.start : clause.end], clause.start, wanted, analysis)


def _clauses(folded: str, places: Sequence[int], breaks: re.Pattern[str]) -> Iterator[Span]:
    """The clauses around ascending places, each once."""
    backwards = folded[::-1]
    end = -1
    for place in places:
        if place > end:
            before = breaks.search(backwards, len(folded) - place)
            after = breaks.search(folded, place)
            end = after.start() if after else len(folded)
            yield Span(len(folded) - before.start() if before else 0, end)


def _words(clause: str, start: int, wanted: Collection[str], analysis: Analysis) -> Iterator[tuple[int, str]]:
    """The wanted words of a clause that stands at `start`: its long words, and the shorter ones inside them."""
    for part in analysis.cut(clause):
        if part in wanted:
            yield start, part
        if len(part) > 2:
            for word in wanted:
                if word in part and word in analysis.inner_words(part):
                    yield from ((start + place, word) for place in occurrences(word, part))
        start += len(part)
