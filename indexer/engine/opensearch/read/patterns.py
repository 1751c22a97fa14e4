"""Where patterns of characters stand, which suggestions are made of: looked for in the texts of paragraphs that may have them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import CONTEXT_REACH, CharacterPattern, Numbers, PatternContext
from indexer.engine.embedded.encoding.array_names import KINDS, LEADS
from indexer.engine.embedded.encoding.rank_bitvector import Mask
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.segment.segment_columns import KINDS_BY_NUMBER
from indexer.engine.opensearch.read.postings_source import READ, PostingsSource
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import AllOf, LeafQuery, any_of, standing
from indexer.model import Kind

LOOKED_AT = 4_000  # paragraphs a pattern, evenly spread where there are more
HEADING = KINDS_BY_NUMBER.index(Kind.HEADING)


def contexts_of(
    patterns: Sequence[CharacterPattern],
    most: int,
    side: SideIndex,
    postings: PostingsSource,
    texts: TextSource,
    *,
    headings: bool,
) -> list[list[PatternContext]]:
    """What stands around each of some patterns, up to `most` places each: one request for all of them, and another for the
    texts of those that stand in many paragraphs.
    """
    questions = [question_of(pattern) for pattern in patterns]
    found = postings.of(questions, texts=dict.fromkeys(questions, READ))
    looked_at = [_candidates(found[question], side, headings=headings) for question in questions]
    every = np.unique(np.concatenate([np.zeros(0, np.int64), *looked_at])).tolist()
    read = dict(zip(every, map(fold, texts.of(every)), strict=True))
    contexts = [
        [context for number in numbers.tolist() for context in _in_text(pattern, number, read[number], side, headings)]
        for pattern, numbers in zip(patterns, looked_at, strict=True)
    ]
    return [_spread(one, most) for one in contexts]


def _spread(found: list[PatternContext], most: int) -> list[PatternContext]:
    return found if len(found) <= most else [found[place * len(found) // most] for place in range(most)]


def question_of(pattern: CharacterPattern) -> AllOf:
    """Paragraphs in which a pattern may stand."""
    return AllOf(tuple(_queries(pattern)))


def _queries(pattern: CharacterPattern) -> Iterator[LeafQuery]:
    """What a paragraph has in which a pattern stands: texts of several characters, or any of some."""
    for known, run in groupby(pattern, key=lambda allowed: allowed is not None and len(allowed) == 1):
        sets = [allowed for allowed in run if allowed is not None]
        if known:
            yield standing("".join(character for allowed in sets for character in allowed))
        else:
            yield from (any_of(allowed) for allowed in sets)


def _candidates(found: Postings, side: SideIndex, *, headings: bool) -> Numbers:
    numbers = found.documents
    if headings:
        numbers = numbers[_in_headings(numbers, side)]
    return some_of(numbers)


def some_of(numbers: Numbers) -> Numbers:
    """No more than LOOKED_AT of some paragraphs, evenly spread."""
    return numbers if len(numbers) <= LOOKED_AT else numbers[np.arange(LOOKED_AT) * len(numbers) // LOOKED_AT]


def _in_headings(numbers: Numbers, side: SideIndex) -> Mask:
    """Which paragraphs are headings, or have one run into them."""
    parts = [np.zeros(0, np.bool_)]
    for view in side.segments:
        low, high = numbers.searchsorted([view.first, view.first + view.segment.documents])
        own, arrays = numbers[low:high] - view.first, view.segment.arrays
        parts.append((arrays[KINDS][own] == HEADING) | (arrays[LEADS][own] > 0))
    return np.concatenate(parts)


def _in_text(
    pattern: CharacterPattern, number: int, folded: str, side: SideIndex, headings: bool
) -> Iterator[PatternContext]:
    size = len(pattern)
    view = side.view_of(number)
    document = number - view.first
    last = len(folded)
    if headings and view.segment.kind(document) is not Kind.HEADING:
        last = int(view.segment.arrays[LEADS][document]) + size - 1
    for start in range(min(len(folded), last) - size + 1):
        if all(allowed is None or folded[start + at] in allowed for at, allowed in enumerate(pattern)):
            end = start + size
            before = folded[max(start - CONTEXT_REACH, 0) : start]
            yield PatternContext(number, before, folded[start:end], folded[end : end + CONTEXT_REACH])
