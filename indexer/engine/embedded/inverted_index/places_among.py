"""The places of very many numbers among a few: by hashing, several times as fast as searching for each."""

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Keys

Integers = npt.NDArray[np.int64]

ROOM = 2  # bits more than are needed to give each value an entry of its own
BITS = 64
# Odd, with bits of no pattern: what is multiplied by it differs in its highest bits (Fibonacci hashing, Knuth 6.4).
FACTOR = 0x9E3779B97F4A7C15
NEXT = 0xC2B2AE3D27D4EB4F  # by which another factor is made of one


def places_among(keys: Keys, values: Keys, factor: int = FACTOR) -> Integers:
    """The place of each key among some values, all different; -1 where it is none of them.

    Values that share an entry of the table with one that comes after them are looked for in another table.
    """
    if not len(keys) or not len(values):
        return np.full(len(keys), -1, dtype=np.int64)
    shift = np.uint64(BITS - ROOM - len(values).bit_length())
    table = np.zeros(1 << (BITS - int(shift)), dtype=np.int64)
    entries = (values * np.uint64(factor)) >> shift
    table[entries] = np.arange(len(values))
    places: Integers = table[(keys * np.uint64(factor)) >> shift]
    others = (values[places] != keys).nonzero()[0]
    if len(others):
        lost = (table[entries] != np.arange(len(values))).nonzero()[0]
        found = places_among(keys[others], values[lost], factor * NEXT % (1 << BITS))
        places[others] = np.append(lost, -1)[found]
    return places
