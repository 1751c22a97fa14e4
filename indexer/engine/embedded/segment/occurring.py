"""Everything about where characters stand that a segment keeps, worked out from its text."""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from indexer.engine.embedded.segment.alphabet import Codes
from indexer.engine.embedded.segment.array_names import BLOCK, BLOCKS, LOW_BITS, POSITIONS_HIGH, POSITIONS_LOW, SAMPLES
from indexer.engine.embedded.segment.arrays import Array, Arrays, smallest
from indexer.engine.embedded.segment.prefix_keys import keys_at
from indexer.engine.embedded.segment.suffix_array import STEP, Sorted, sorted_positions


@dataclass(frozen=True, slots=True)
class Occurring:
    """A folded text, its positions in order, and `owners`: the document of each place of the text."""

    folded: Codes
    ordered: Sorted
    owners: Array
    arrays: Arrays


def occurrences(folded: Codes, starts: Array, beside: Executor) -> Occurring:
    """For a text of folded codes with END after each paragraph; `starts` of these, and where the last one ends."""
    documents = len(starts) - 1
    owners = np.repeat(np.arange(documents, dtype=np.uint32), np.diff(starts))
    ordered = sorted_positions(folded, beside)
    positions = ordered.positions
    arrays = {
        POSITIONS_LOW: positions.astype(np.uint16),
        POSITIONS_HIGH: smallest(positions >> np.uint32(LOW_BITS)),
        SAMPLES: keys_at(folded, positions[::STEP]),
        BLOCKS: owners[::BLOCK].copy(),
    }
    return Occurring(folded, ordered, owners, arrays)
