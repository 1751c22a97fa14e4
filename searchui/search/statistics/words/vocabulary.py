"""What is known of each word of a corpus whatever is asked: how often it stands there, and whether it is a function word.

A server keeps it with a generation, so that first questions do not look at all words.
"""

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
        kept = snapshot.derived(KEPT, lambda _of: _made(forward_index, paragraphs, base), keep=keep)
        if kept[BASE].tobytes() != base or len(kept[COUNTS]) != forward_index.vocabulary:  # made by another version
            kept = _made(forward_index, paragraphs, base)
        counts: Numbers = kept[COUNTS].astype(np.int64)
        return cls(counts, FunctionWords(kept[EVERY], kept[OPENING]))


def _made(forward_index: ForwardIndex, paragraphs: Mask, base: bytes) -> Arrays:
    found = FunctionWords.of(forward_index)
    counts = forward_index.count_in(forward_index.stretches_of(paragraphs))
    own: Arrays = {COUNTS: counts.astype(np.uint32), EVERY: found.every, OPENING: found.opening}
    return {**own, BASE: np.frombuffer(base, dtype=np.uint8)}
