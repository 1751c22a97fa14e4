"""Clauses: the parts of a text that are segmented by themselves, so that few of them need be to find a word."""

import re
from collections.abc import Iterator, Sequence

from indexer.analysis import Analysis, occurrences
from indexer.model import Span
from searchui.search.marks import MarkedWord

# No word reaches across these: every segmenter takes what stands between them by itself.
_BREAK = re.compile(r'[ ,;:!?"。、]')


def marked_words(text: str, folded: str, words: Sequence[MarkedWord], analysis: Analysis) -> Iterator[tuple[int, str]]:
    """Where any of `words` is a word of the text, apart from what its phrases mark; in no order.

    Mostly a word is one wherever its characters stand, or nowhere; then it is enough to count, in one call.
    """
    standing = sorted((at, word.text) for word in words for at in word.outside(folded))
    clauses = list(_clauses(folded, [at for at, _ in standing]))
    together = " ".join(folded[clause.start : clause.end] for clause in clauses)
    cut = analysis.cut_all(together) if clauses else []
    for word in words:
        times = cut.count(word.text)
        if times == sum(1 for _ in occurrences(word.text, together)):
            yield from (found for found in standing if found[1] == word.text)
        elif times:
            yield from _one_by_one(text, folded, clauses, word.text, analysis)


def _clauses(folded: str, places: Sequence[int]) -> Iterator[Span]:
    """The clauses around ascending places, each once."""
    backwards = folded[::-1]
    end = -1
    for place in places:
        if place > end:
            before = _BREAK.search(backwards, len(folded) - place)
            after = _BREAK.search(folded, place)
            end = after.start() if after else len(folded)
            yield Span(len(folded) - before.start() if before else 0, end)


def _one_by_one(
    text: str, folded: str, clauses: Sequence[Span], word: str, analysis: Analysis
) -> Iterator[tuple[int, str]]:
    """Where a word is one in some of the clauses only."""
    for clause in clauses:
        if word in folded[clause.start : clause.end]:
            for found in analysis.words(text[clause.start : clause.end]):
                if found.text == word:
                    yield clause.start + found.start, word
