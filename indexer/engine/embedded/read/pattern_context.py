"""Where a pattern of characters stands in one segment, and what stands around it: how phrases of a corpus are found."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import CONTEXT_REACH, CharacterPattern, PatternContext
from indexer.engine.embedded.encoding.alphabet import CODE_BITS, CODE_BYTES, DEPTH, END, Codes, text_of
from indexer.engine.embedded.encoding.array_names import (
    KINDS,
    LEADS,
    LOW_BITS,
    POSITIONS_HIGH,
    POSITIONS_LOW,
    SAMPLES,
    STARTS,
    TEXT,
)
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.embedded.segment.segment_columns import KINDS_BY_NUMBER
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.substring_index.suffix_array import STEP
from indexer.model import Kind

Integers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
NONE = np.zeros(0, dtype=np.int64)
LOOKED_AT = 1 << 19  # places of a pattern's rarest part, in all segments
OF_A_TEXT = 1 << 22  # where the pattern is one text: every one of these is a place of it
HEADING = KINDS_BY_NUMBER.index(Kind.HEADING)


def contexts_in(
    view: SegmentView, pattern: CharacterPattern, most: int, segments: int, *, headings: bool
) -> list[PatternContext]:
    """What stands around a pattern in one of so many segments, in their order; of more than `most` places that many, evenly spread."""
    segment = view.segment
    is_text = all(allowed is not None and len(allowed) == 1 for allowed in pattern)
    places = np.sort(starts_of_pattern(segment, pattern, (OF_A_TEXT if is_text else LOOKED_AT) // segments))
    documents = segment.phrases.owners(places)
    kept = np.ones(len(places), dtype=np.bool_) if view.live is None else view.live[documents]
    if headings:
        kept &= in_headings(segment, places, documents)
    chosen = kept.nonzero()[0]
    if len(chosen) > most:
        chosen = chosen[np.arange(most) * len(chosen) // most]
    return contexts_at(segment, places[chosen], documents[chosen], len(pattern), view.first)


def starts_of_pattern(segment: SegmentReader, pattern: CharacterPattern, most: int) -> Integers:
    """Where a pattern starts in the text of a segment, in no order.

    No more than `most` places of that part are looked at, evenly spread.
    """
    codes = [None if allowed is None else segment.alphabet.codes_among(allowed) for allowed in pattern]
    if any(allowed is not None and not len(allowed) for allowed in codes):
        return NONE
    at, lows, sizes = min(_pivots(segment, codes), key=lambda pivot: int(pivot[2].sum()), default=(0, NONE, NONE))
    starts = _positions(segment, _spread(lows, sizes, most)) - at
    text = segment.arrays[TEXT]
    starts = starts[(starts >= 0) & (starts + len(codes) <= len(text))]
    for place, allowed in enumerate(codes):
        starts = starts[_allowed(text[starts + place], allowed, len(segment.alphabet))]
    return starts


def _pivots(segment: SegmentReader, codes: Sequence[Codes | None]) -> Iterator[tuple[int, Integers, Integers]]:
    """Parts of a pattern by which it can be found: at which character each starts, and bounds of its positions.

    The bounds are starts and sizes among the sorted positions, and may take in a few positions of other texts.
    """
    for single, run in groupby(range(len(codes)), key=lambda place: _is_single(codes[place])):
        places = list(run)
        if single:
            literal = b"".join(int(own[0]).to_bytes(CODE_BYTES, "big") for p in places if (own := codes[p]) is not None)
            at, low, high = segment.phrases.rarest(literal)
            yield places[0] + at, np.array([low]), np.array([high - low])
        else:
            yield from (_of_set(segment, place, own) for place in places if (own := codes[place]) is not None)


def _is_single(codes: Codes | None) -> bool:
    return codes is not None and len(codes) == 1


def _of_set(segment: SegmentReader, place: int, codes: Codes) -> tuple[int, Integers, Integers]:
    """The positions of characters that stand side by side are taken as one range, so that none comes twice."""
    wide = codes.astype(np.uint64)
    first = np.flatnonzero(np.diff(wide, prepend=0) > 1) if len(wide) else NONE
    first = np.union1d(first, [0])
    last = np.append(first[1:] - 1, len(wide) - 1)
    shift = np.uint64(CODE_BITS * (DEPTH - 1))
    samples = segment.arrays[SAMPLES]
    lows = (np.searchsorted(samples, wide[first] << shift) - 1).clip(0) * STEP
    highs = np.searchsorted(samples, (wide[last] + np.uint64(1)) << shift) * STEP
    highs = highs.clip(None, len(segment.arrays[POSITIONS_LOW]))
    lows[1:] = np.maximum(lows[1:], highs[:-1])
    return place, lows.astype(np.int64), (highs - lows).clip(0).astype(np.int64)


def _spread(lows: Integers, sizes: Integers, most: int) -> Integers:
    """The numbers in ranges, or `most` of them at even distances."""
    total = int(sizes.sum())
    ticks = np.arange(total) if total <= most else np.arange(most) * total // most
    ends = np.cumsum(sizes)
    ranges = np.searchsorted(ends, ticks, side="right")
    numbers: Integers = lows[ranges] + ticks - (ends - sizes)[ranges]
    return numbers


def _positions(segment: SegmentReader, places: Integers) -> Integers:
    low, high = segment.arrays[POSITIONS_LOW], segment.arrays[POSITIONS_HIGH]
    positions: Integers = low[places] | high[places].astype(np.int64) << LOW_BITS
    return positions


def _allowed(found: Codes, allowed: Codes | None, letters: int) -> Mask:
    wanted = np.zeros(letters, dtype=np.bool_)
    if allowed is None:
        wanted[END + 1 :] = True
    else:
        wanted[allowed] = True
    mask: Mask = wanted[found]
    return mask


def in_headings(segment: SegmentReader, places: Integers, documents: Integers) -> Mask:
    """Which places are in a heading: one by itself, or one that is run into its paragraph."""
    arrays = segment.arrays
    inside: Mask = places - arrays[STARTS][documents].astype(np.int64) < arrays[LEADS][documents]
    return inside | np.equal(arrays[KINDS][documents], HEADING)


def contexts_at(
    segment: SegmentReader, places: Integers, documents: Integers, size: int, first: int
) -> list[PatternContext]:
    """The folded text at some places: before, `size` characters, and after, as far as REACH and the paragraph go.

    `first` is the number of the segment's first document in the index.
    """
    text = segment.arrays[TEXT]
    at = places[:, None] + np.arange(-CONTEXT_REACH, size + CONTEXT_REACH)
    inside = (at >= 0) & (at < len(text))
    codes = np.where(inside, text[at.clip(0, len(text) - 1)], END)
    shown = text_of(segment.alphabet.points[codes])
    width = size + 2 * CONTEXT_REACH
    rows = [shown[start : start + width] for start in range(0, len(shown), width)]
    return [
        PatternContext(
            document,
            row[:CONTEXT_REACH].rpartition("\x00")[2],
            row[CONTEXT_REACH : CONTEXT_REACH + size],
            row[-CONTEXT_REACH:].partition("\x00")[0],
        )
        for row, document in zip(rows, (documents + first).tolist(), strict=True)
    ]
