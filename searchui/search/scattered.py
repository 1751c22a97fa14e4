"""What matches by more than its own characters, marked in texts: patterns, and texts near each other."""

from collections.abc import Iterator, Sequence

from indexer.analysis import fold
from indexer.analysis.nearness import windows
from indexer.analysis.pattern import matches
from indexer.engine.query import Near, Pattern
from indexer.model import Span


def scattered_places(texts: Sequence[str], leaves: Sequence[Near | Pattern]) -> Iterator[tuple[int, int]]:
    """The start and the negative end of every mark, in texts that stand one after another with a character between.

    A pattern marks each whole match, texts near each other themselves in each window, and nowhere else.
    """
    start = 0
    for text in texts:
        folded = fold(text)
        for leaf in leaves:
            for span in _spans(leaf, folded):
                yield start + span.start, -start - span.end
        start += len(text) + 1


def _spans(leaf: Near | Pattern, folded: str) -> Iterator[Span]:
    match leaf:
        case Pattern(text):
            yield from matches(text, folded)
        case Near(texts, distance):
            for placed in windows([fold(text) for text in texts], distance, folded):
                yield from placed
