"""Texts near each other: the smallest windows of a segment's text that have them all, by whole arrays of places."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from indexer.engine.embedded.layout import STARTS
from indexer.engine.embedded.segment import SegmentArrays
from indexer.engine.embedded.words import NOTHING, Postings
from indexer.engine.port import Numbers

NOWHERE = 1 << 40  # after every place of a segment


def near_in(segment: SegmentArrays, folded: Sequence[str], distance: int) -> Postings:
    """Who has the folded texts near each other, and in how many windows: see indexer.analysis.nearness."""
    encoded = [segment.alphabet.encode(text) for text in folded]
    known = [codes for codes in encoded if codes is not None]
    if len(known) < len(encoded):
        return NOTHING
    sizes = [len(text) for text in folded]
    longest = distance + sum(sizes)
    places = _close([segment.phrases.places(codes) for codes in known], longest)
    starts, ends = _smallest(places, sizes, longest)
    bounds = segment.arrays[STARTS]
    owners = bounds.searchsorted(starts.astype(bounds.dtype), side="right")  # another type would convert all bounds
    starts = starts[ends < bounds[owners]]  # a paragraph's END stands before the next
    return Postings(*segment.phrases.paragraphs_of(starts)) if len(starts) else NOTHING


def _close(places: Sequence[Numbers], longest: int) -> list[Numbers]:
    """The places of each text that a window with the rarest text may reach, ascending."""
    rarest = np.sort(min(places, key=len))
    padded = np.append(rarest, NOWHERE)
    close = []
    for own in places:
        next_one = padded[rarest.searchsorted(own - longest)]
        close.append(np.sort(own[next_one <= own + longest]))
    return close


def _smallest(places: Sequence[Numbers], sizes: Sequence[int], longest: int) -> tuple[Numbers, Numbers]:
    """Where windows of up to `longest` characters start, ascending, and end; none holds another."""
    starts = np.concatenate(places)
    ends = np.concatenate([_ends(places, sizes, first) for first in range(len(places))])
    short = ends - starts <= longest
    order = np.lexsort((ends[short], starts[short]))
    starts, ends = starts[short][order], ends[short][order]
    # What starts later comes after, and so do longer windows of the same start: these end no earlier.
    least = np.minimum.accumulate(np.append(ends, NOWHERE)[::-1])[::-1]
    first = np.append(True, starts[1:] != starts[:-1])[: len(starts)]
    kept = first & (ends < least[_next_start(starts)])
    return starts[kept], ends[kept]


def _next_start(starts: Numbers) -> Numbers:
    """For each of ascending numbers, the place of the first that is greater."""
    return starts.searchsorted(starts, side="right")


def _ends(places: Sequence[Numbers], sizes: Sequence[int], first: int) -> Numbers:
    """Where a window ends that starts with text number `first`, for each place of it; NOWHERE or more: nowhere.

    Of every set of texts it is known where it ends first, whatever their order: any longer set ends first
    when one of its texts follows the rest as soon as it can. Sets are bits.
    """
    padded = [np.append(own, NOWHERE) for own in places]
    least = {1 << first: places[first] + sizes[first]}
    for chosen in range(1 << len(places)):
        rests = [number for number in range(len(places)) if chosen >> number & 1 and number != first]
        if chosen >> first & 1 and rests:
            ways = [
                padded[number][places[number].searchsorted(least[chosen ^ 1 << number])] + sizes[number]
                for number in rests
            ]
            least[chosen] = reduce(np.minimum, ways)
    return least[(1 << len(places)) - 1]
