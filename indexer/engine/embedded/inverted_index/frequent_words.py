"""Words that very many documents have: how they are spread, and how high they may score, so that few need be looked at.

A segment keeps of each: how many documents have it in each unit, that is a stretch of documents of one speech and one
voice; and of every BLOCK of its postings the peak: the highest frequency, and the least length of a document for one
occurrence. By BM25 an occurrence counts for the more the shorter its document is, and the more of them there are for the
less; so no document of the block can score higher than one that had both, whatever the average length may come to be.
"""

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.array_names import (
    FREQUENT,
    FREQUENT_COUNTS,
    FREQUENT_PEAK_BOUNDS,
    FREQUENT_PEAKS,
    FREQUENT_TOKENS,
    FREQUENT_UNITS,
)
from indexer.engine.embedded.encoding.arrays import Array, Arrays
from indexer.engine.embedded.inverted_index.postings import PostingsLists, documents_of, frequencies_of

Integers = npt.NDArray[np.int64]

LEAST = 2048  # documents: of fewer all are soon looked at
UNIT = 255  # documents, at most: a byte is enough to count them
BLOCK = 128  # postings
MOST = (1 << 16) - 1  # of both parts of a peak; more is kept as this
STEPS = 16  # of one word, in which the length for an occurrence is kept, rounded down


def units_of(*starts: Array, documents: int) -> Integers:
    """Where units start: where any of some runs do, and inside of long ones."""
    edges = np.unique(np.concatenate([*starts, [documents]]).astype(np.int64))
    sizes = np.diff(edges)
    pieces = -(-sizes // UNIT)
    before = np.cumsum(pieces) - pieces
    units: Integers = np.repeat(edges[:-1], pieces) + UNIT * (np.arange(int(pieces.sum())) - np.repeat(before, pieces))
    return units


def frequent_arrays(lists: PostingsLists, units: Integers) -> Arrays:
    """What is kept of the frequent words among postings lists; nothing where there are none."""
    documents = len(lists.lengths)
    terms = (np.diff(lists.bounds) >= max(LEAST, len(units))).nonzero()[0]  # of rarer ones, units would be more
    if not len(terms):
        return {}
    owners = np.repeat(np.arange(len(units)), np.diff(units, append=documents))
    tokens, counts, peaks = zip(*(_kept(lists, term, owners) for term in terms.tolist()), strict=True)
    return {
        FREQUENT: terms.astype(np.uint32),
        FREQUENT_TOKENS: np.array(tokens, dtype=np.uint32),
        FREQUENT_UNITS: units.astype(np.uint32),
        FREQUENT_COUNTS: np.concatenate(counts),
        FREQUENT_PEAK_BOUNDS: np.cumsum([0, *map(len, peaks)]).astype(np.uint32),
        FREQUENT_PEAKS: np.concatenate(peaks),
    }


def _kept(
    lists: PostingsLists, term: int, owners: Integers
) -> tuple[int, npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """How many documents have a word as a token, how many have it at all in each unit, and its peaks."""
    start, end = lists.bounds[term : term + 2].tolist()
    entries = lists.entries[start:end]
    documents, frequencies = documents_of(entries), frequencies_of(entries).astype(np.int64)
    first, last = lists.exceptions.searchsorted((start, end))
    frequencies[lists.exceptions[first:last] - start] = lists.excess[first:last]
    counts = np.bincount(owners[documents], minlength=int(owners[-1]) + 1).astype(np.uint8)
    lengths = np.where(frequencies > 0, STEPS * lists.lengths[documents] // np.maximum(frequencies, 1), MOST)
    places = np.arange(0, len(entries), BLOCK)
    highest = np.maximum.reduceat(frequencies, places).clip(max=MOST)
    least = np.minimum.reduceat(lengths, places).clip(max=MOST)
    return int(np.count_nonzero(frequencies)), counts, (highest << 16 | least).astype(np.uint32)
