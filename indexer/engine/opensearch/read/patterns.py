"""Where patterns of characters stand, which suggestions are made of: looked for in the texts of paragraphs that may have them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np

from indexer.analysis import fold, occurrences
from indexer.engine.answers import CONTEXT_REACH, CharacterPattern, Frame, Numbers, PatternContext
from indexer.engine.embedded.encoding.array_names import KINDS, LEADS
from indexer.engine.embedded.encoding.rank_bitvector import Mask
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.segment.segment_columns import KINDS_BY_NUMBER
from indexer.engine.opensearch.read.leaves import in_segment
from indexer.engine.opensearch.read.postings_source import READ, PostingsSource
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import AllOf, Framed, LeafQuery, Question, any_of, standing
from indexer.model import Kind

LOOKED_AT = 4_000  # paragraphs a pattern, evenly spread where there are more
ANY = "\0"  # no text has it
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
    chosen = [
        None if headings or not _is_text(pattern) else _spread_places(found[question], most, side)
        for pattern, question in zip(patterns, questions, strict=True)
    ]
    looked_at = [
        _candidates(found[question], side, headings=headings) if own is None else np.unique(own[0])
        for question, own in zip(questions, chosen, strict=True)
    ]
    every = np.unique(np.concatenate([np.zeros(0, np.int64), *looked_at])).tolist()
    read = dict(zip(every, map(fold, texts.of(every)), strict=True))
    return [
        _spread(
            [one for number in numbers.tolist() for one in _in_text(pattern, number, read[number], side, headings)]
            if own is None
            else _at_places(pattern, own, read),
            most,
        )
        for pattern, numbers, own in zip(patterns, looked_at, chosen, strict=True)
    ]


def _is_text(pattern: CharacterPattern) -> bool:
    """Whether one text alone is meant: of that the postings tell all places."""
    return all(allowed is not None and len(allowed) == 1 for allowed in pattern)


def _spread_places(found: Postings, most: int, side: SideIndex) -> tuple[Numbers, Numbers]:
    """The paragraphs of up to `most` places in each segment, evenly spread as the embedded engine spreads them; and which
    of the places in its paragraph each is.
    """
    numbers, places = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for view in side.segments:
        own = in_segment(found, view)
        ends = own.frequencies.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) if total <= most else np.arange(most) * total // most
        owners = ends.searchsorted(at, side="right")
        numbers.append(own.documents[owners] + view.first)
        places.append(at - (ends - own.frequencies)[owners])
    return np.concatenate(numbers), np.concatenate(places)


def _at_places(
    pattern: CharacterPattern, chosen: tuple[Numbers, Numbers], read: Mapping[int, str]
) -> list[PatternContext]:
    """What stands around the chosen places of a text."""
    text = "".join(one for allowed in pattern for one in allowed or ())
    starts = {number: list(occurrences(text, read[number])) for number in dict.fromkeys(chosen[0].tolist())}
    each = zip(*(array.tolist() for array in chosen), strict=True)
    return [_context(number, read[number], starts[number][place], len(text)) for number, place in each]


def _spread(found: list[PatternContext], most: int) -> list[PatternContext]:
    return found if len(found) <= most else [found[place * len(found) // most] for place in range(most)]


def question_of(pattern: CharacterPattern) -> Question:
    """Paragraphs in which a pattern may stand; of one text also how often."""
    frame = _frame(pattern)
    if frame is not None:
        return Framed(*frame)
    asked = tuple(_queries(pattern))
    return asked[0] if len(asked) == 1 else AllOf(asked)


def _frame(pattern: CharacterPattern) -> Frame | None:
    """The two texts of a pattern that is these with any character between them."""
    if any(allowed is not None and len(allowed) != 1 for allowed in pattern):
        return None
    text = "".join(ANY if allowed is None else next(iter(allowed)) for allowed in pattern)
    before, _any, after = text.partition(ANY)
    return Frame(before, after) if before and after and ANY not in after else None


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
            yield _context(number, folded, start, size)


def _context(number: int, folded: str, start: int, size: int) -> PatternContext:
    end = start + size
    before = folded[max(start - CONTEXT_REACH, 0) : start]
    return PatternContext(number, before, folded[start:end], folded[end : end + CONTEXT_REACH])
