"""What matches by more than its own folded characters, marked in texts.

Patterns, texts near each other, and phrases that are not meant plainly.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, TypeGuard

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, find_occurrences
from indexer.analysis.proximity import find_windows
from indexer.analysis.wildcard import matches
from indexer.engine.query import Leaf, Phrase, Proximity, Wildcard

SpanLeaf: TypeAlias = Proximity | Wildcard | Phrase


def matches_spans(leaf: Leaf) -> TypeGuard[SpanLeaf]:
    return isinstance(leaf, Proximity | Wildcard) or (isinstance(leaf, Phrase) and leaf.match_options != PLAIN)


def span_places(texts: Sequence[str], leaves: Sequence[SpanLeaf]) -> Iterator[tuple[int, int]]:
    """The start and the negative end of every mark, in texts that stand one after another with a character between.

    A pattern marks each whole match, texts near each other themselves in each window, and nowhere else.
    """
    first = 0
    for text in texts:
        for leaf in leaves:
            for start, end in _spans(leaf, text):
                yield first + start, -first - end
        first += len(text) + 1


def _spans(leaf: SpanLeaf, text: str) -> Iterator[tuple[int, int]]:
    match leaf:
        case Wildcard(pattern):
            yield from ((span.start, span.end) for span in matches(pattern, fold(text)))
        case Proximity(texts, distance):
            for placed in find_windows([fold(one) for one in texts], distance, fold(text)):
                yield from ((span.start, span.end) for span in placed)
        case Phrase(phrase, match_options):
            yield from find_occurrences(phrase, text, match_options)
