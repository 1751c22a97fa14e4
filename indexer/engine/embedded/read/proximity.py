"""Texts near each other: the smallest windows of a segment's text that have them all, by whole arrays of places."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.embedded.segment.segment_reader import SegmentReader

NOWHERE = 1 << 40  # after every place of a segment


def proximity_postings(segment: SegmentReader, folded: Sequence[str], distance: int) -> Postings:
    """The documents that have the folded texts near each other, and in how many windows: see indexer.analysis.proximity."""
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
    ordered = [np.sort(own) for own in places]  # what is ascending is also looked up much quicker
    rarest = min(ordered, key=len)
    return [own[_after(rarest, own - longest) <= own + longest] for own in ordered]


def _smallest(places: Sequence[Numbers], sizes: Sequence[int], longest: int) -> tuple[Numbers, Numbers]:
    """Where windows of up to `longest` characters start, ascending, and end; none holds another."""
    begun = [_starts(places, sizes, longest, first) for first in range(len(places))]
    starts = np.concatenate(begun)
    ends = np.concatenate([_ends(own, places, sizes, first) for first, own in enumerate(begun)])
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


def _starts(places: Sequence[Numbers], sizes: Sequence[int], longest: int, first: int) -> Numbers:
    """The places of text number `first` after which each of the others, by itself, ends soon enough."""
    starts = places[first]
    for other, (own, size) in enumerate(zip(places, sizes, strict=True)):
        if other != first:
            starts = starts[_after(own, starts + sizes[first]) + size <= starts + longest]
    return starts


def _ends(starts: Numbers, places: Sequence[Numbers], sizes: Sequence[int], first: int) -> Numbers:
    """Where a window ends first that starts with text number `first` at each of `starts`; NOWHERE or more: nowhere.

    Of every set of texts it is known where it ends first, whatever their order: any longer set ends first
    when one of its texts follows the rest as soon as it can. Sets are bits.
    """
    least = {1 << first: starts + sizes[first]}
    for chosen in range(1 << len(places)):
        rests = [number for number in range(len(places)) if chosen >> number & 1 and number != first]
        if chosen >> first & 1 and rests:
            ways = [_after(places[number], least[chosen ^ 1 << number]) + sizes[number] for number in rests]
            least[chosen] = reduce(np.minimum, ways)
    return least[(1 << len(places)) - 1]


def _after(places: Numbers, bounds: Numbers) -> Numbers:
    """The first of ascending places that is not before each of some bounds; NOWHERE where none is."""
    found: Numbers = np.append(places, NOWHERE)[places.searchsorted(bounds)]
    return found
