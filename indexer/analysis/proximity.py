"""Texts near each other: the smallest windows of a folded text that have them all."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from indexer.analysis.fold import occurrences
from indexer.model import Span

Placed = tuple[Span, ...]


def windows(texts: Sequence[str], distance: int, folded: str) -> Iterator[Placed]:
    """Where the folded `texts` stand in each window, by place, not overlapping, in any order.

    A window begins with one of them and ends with another; at most `distance` of its characters belong to
    none. No window holds a smaller one: of each start the first end, and of each end the last start.
    """
    longest = distance + sum(map(len, texts))
    places = [list(occurrences(text, folded)) for text in texts]
    if not all(places):
        return
    begun = sorted((start, number) for number, own in enumerate(places) for start in own)
    reached = len(folded) + 1
    found: list[Placed] = []
    for start, number in reversed(begun):
        placed = _placed(texts, places, start, number)
        if placed and placed[-1].end < reached and placed[-1].end - start <= longest:
            if found and found[-1][0].start == start:
                found.pop()
            found.append(placed)
            reached = placed[-1].end
    yield from reversed(found)


def _placed(texts: Sequence[str], places: Sequence[Sequence[int]], start: int, first: int) -> Placed | None:
    """Text number `first` at `start` and all others after it, so that the last ends as early as can be; None: nowhere.

    Of every set of texts it is known where it ends first, whatever their order: any longer set ends first
    when one of its texts follows the rest as soon as it can.
    """
    least: dict[int, Placed] = {1 << first: (Span(start, start + len(texts[first])),)}
    every = (1 << len(texts)) - 1
    for chosen in range(every + 1):
        if chosen >> first & 1 and chosen != 1 << first:
            ways = [
                way
                for number, text in enumerate(texts)
                if chosen >> number & 1 and number != first
                if (way := _followed(least.get(chosen ^ 1 << number), text, places[number]))
            ]
            if ways:
                least[chosen] = min(ways, key=lambda way: way[-1].end)
    return least.get(every)


def _followed(before: Placed | None, text: str, places: Sequence[int]) -> Placed | None:
    """Spans with the next occurrence of a text after them."""
    if before is None:
        return None
    at = bisect_left(places, before[-1].end)
    return (*before, Span(places[at], places[at] + len(text))) if at < len(places) else None
