"""Many short questions about one segment: how often texts stand, and which characters stand in frames. As the kernel has it."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from indexer.engine.answers import Fillers, Frame, Numbers, Occurrences
from indexer.engine.embedded.encoding.alphabet import END
from indexer.engine.embedded.encoding.array_names import TEXT
from indexer.engine.embedded.read.pattern_context import Integers, starts_of_pattern
from indexer.engine.embedded.read.segment_view import SegmentView

NOWHERE: Numbers = np.zeros(0, dtype=np.int64)
LOOKED_AT = 1 << 20  # places of the rarer text of a frame, in all segments


def total_in(view: SegmentView, folded: str) -> int:
    """At how many places of a segment a text stands."""
    encoded = view.segment.alphabet.encode(folded)
    return 0 if encoded is None else len(_living(view, view.segment.phrases.places(encoded)))


def paragraphs_of(
    texts: Sequence[str], totals: Numbers, most: int, find: Callable[[str], Occurrences]
) -> list[Numbers | None]:
    """The paragraphs that have each of some texts, which stand so often; None where more than `most` have it."""
    if not most:
        return [None if total else NOWHERE for total in totals.tolist()]
    found = [find(text).paragraphs if total else NOWHERE for text, total in zip(texts, totals.tolist(), strict=True)]
    return [one if len(one) <= most else None for one in found]


def fillers_in(view: SegmentView, frame: Frame, most: int) -> Fillers:
    """The characters that a segment has in a frame, by no more than `most` places of the rarer text."""
    pattern = (*(frozenset(one) for one in frame.before), None, *(frozenset(one) for one in frame.after))
    places = _living(view, starts_of_pattern(view.segment, pattern, most)) + len(frame.before)
    codes, times = np.unique(view.segment.arrays[TEXT][places], return_counts=True)
    points = view.segment.alphabet.points
    return {chr(points[code]): int(count) for code, count in zip(codes, times, strict=True) if code != END}


def merged(items: Iterable[tuple[int, str, int]], frames: int) -> list[Fillers]:
    """Fillers of each of so many frames, of items of them: its number, a character, how often that stands there."""
    found: list[dict[str, int]] = [{} for _ in range(frames)]
    for number, character, times in items:
        own = found[number]
        own[character] = own.get(character, 0) + times
    return list(found)


def fillers_of(views: Sequence[SegmentView], frames: Sequence[Frame]) -> list[Fillers]:
    """Those of all segments."""
    most = LOOKED_AT // max(len(views), 1)
    each = ((number, fillers_in(view, frame, most)) for number, frame in enumerate(frames) for view in views)
    return merged(((number, *one) for number, own in each for one in own.items()), len(frames))


def _living(view: SegmentView, places: Integers) -> Integers:
    return places if view.live is None else places[view.live[view.segment.phrases.owners(places)]]
