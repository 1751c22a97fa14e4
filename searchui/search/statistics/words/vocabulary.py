"""What is known of each word of a corpus whatever is asked: how often it stands there, and whether it is a function word.

A server keeps it of each segment, so that first questions do not look at all words, and after an update only at those of
the segments that this has written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engine.answers import Arrays, Numbers
from indexer.engine.forward_index import ForwardIndex
from searchui.search.filters.columns import Mask
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import FunctionWords, digest_of_table

KEPT = "vocabulary"
COUNTS, EVERY, OPENING, BASE = "counts", "function_words", "opening", "base"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts`: how often each word is in the paragraphs that are not deleted; and which are function words."""

    counts: Numbers
    function_words: FunctionWords

    @classmethod
    def of(cls, snapshot: Snapshot, paragraphs: Mask, *, keep: bool = False) -> "Vocabulary":
        """That of a corpus; `paragraphs` are those that are not deleted. To `keep` it takes longer: see `Snapshot.derived`."""
        forward_index, base = snapshot.engine.forward_index, digest_of_table()

        def made(places: Sequence[int]) -> list[Arrays]:
            return [_made(forward_index.alone(place), base) for place in places]

        kept = list(snapshot.derived_of_segments(KEPT, made, keep=keep))
        others = [  # made by another version
            place
            for place, (run, one) in enumerate(zip(forward_index.runs, kept, strict=True))
            if one[BASE].tobytes() != base or len(one[COUNTS]) != len(run.numbers)
        ]
        for place, one in zip(others, made(others), strict=True):
            kept[place] = one
        return cls._together(forward_index, kept, paragraphs)

    @classmethod
    def _together(cls, forward_index: ForwardIndex, kept: Sequence[Arrays], paragraphs: Mask) -> "Vocabulary":
        """That of all segments, without what of them is deleted."""
        counts = np.zeros(forward_index.vocabulary, dtype=np.int64)
        every, opening = np.zeros(len(counts), np.bool_), np.zeros(len(counts), np.bool_)
        for run, one in zip(forward_index.runs, kept, strict=True):
            counts[run.numbers] += one[COUNTS]
            every[run.numbers[one[EVERY]]], opening[run.numbers[one[OPENING]]] = True, True
        if not paragraphs.all():
            counts -= forward_index.count_in(forward_index.stretches_of(~paragraphs))
        return cls(counts, FunctionWords(every, opening))


def _made(segment: ForwardIndex, base: bytes) -> Arrays:
    """What is kept of all words of a segment: how often each of its terms is there, and the numbers of the function words."""
    found = FunctionWords.of(segment)
    counts, every, opening = segment.count_in(segment.firsts), found.every.nonzero()[0], found.opening.nonzero()[0]
    own: Arrays = {COUNTS: counts, EVERY: every, OPENING: opening}
    return {name: array.astype(np.uint32) for name, array in own.items()} | {BASE: np.frombuffer(base, dtype=np.uint8)}
