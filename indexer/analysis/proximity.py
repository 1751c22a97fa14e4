"""Texts near each other: the smallest windows of a folded text that have them all."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from indexer.analysis.fold import occurrences
from indexer.model import Span

Window = tuple[Span, ...]


def find_windows(texts: Sequence[str], distance: int, folded: str) -> Iterator[Window]:
    """Where the folded `texts` are in each window, by place, not overlapping, in any order.

    A window begins with one of them and ends with another; at most `distance` of its characters belong to
    none. No window holds a smaller one: of each start the first end, and of each end the last start.
    """
    longest = distance + sum(map(len, texts))
    places = [list(occurrences(text, folded)) for text in texts]
    if not all(places):
        return
    begun = sorted((start, number) for number, own in enumerate(places) for start in own)
    reached = len(folded) + 1
    found: list[Window] = []
    for start, number in reversed(begun):
        placed = _earliest_end(texts, places, start, number)
        if placed and placed[-1].end < reached and placed[-1].end - start <= longest:
            if found and found[-1][0].start == start:
                found.pop()
            found.append(placed)
            reached = placed[-1].end
    yield from reversed(found)


def _earliest_end(texts: Sequence[str], places: Sequence[Sequence[int]], start: int, first: int) -> Window | None:
    """Text number `first` at `start` and all others after it, so that the last ends as early as possible; None: nowhere.

    Dynamic programming over sets of texts: of each set the earliest end is known, whatever the order; a larger set
    ends earliest when one of its texts follows the rest as soon as possible.
    """
    least: dict[int, Window] = {1 << first: (Span(start, start + len(texts[first])),)}
    every = (1 << len(texts)) - 1
    for chosen in range(every + 1):
        if chosen >> first & 1 and chosen != 1 << first:
            ways = [
                way
                for number, text in enumerate(texts)
                if chosen >> number & 1 and number != first
                if (way := _append_next(least.get(chosen ^ 1 << number), text, places[number]))
            ]
            if ways:
                least[chosen] = min(ways, key=lambda way: way[-1].end)
    return least.get(every)


def _append_next(before: Window | None, text: str, places: Sequence[int]) -> Window | None:
    """Spans with the next occurrence of a text after them."""
    if before is None:
        return None
    at = bisect_left(places, before[-1].end)
    return (*before, Span(places[at], places[at] + len(text))) if at < len(places) else None
