"""Keys: the first DEPTH codes of a text as one number, so that keys ascend as the texts do."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.segment.alphabet import CODE_BYTES, END, Codes

Keys: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]

DEPTH = 4
CODE_BITS = 8 * CODE_BYTES
KEY_BYTES = DEPTH * CODE_BYTES


def key_of(encoded: bytes, at: int = 0) -> int:
    """The key of the text that starts at a place of an encoded one; END beyond its end."""
    return int.from_bytes(encoded[at * CODE_BYTES : at * CODE_BYTES + KEY_BYTES].ljust(KEY_BYTES, b"\0"), "big")


def keys_at(codes: Codes, places: Integers) -> Keys:
    """The key of the text from each of some places on."""
    return keys_of_words(codes, places, np.full(len(places), DEPTH), CODE_BITS)


def keys_of_words(codes: Codes, starts: Integers, lengths: Integers, bits: int, depth: int = DEPTH) -> Keys:
    """The keys of words that stand in some codes, cut off after `depth` codes of so many `bits` each."""
    padded = np.append(codes, np.full(depth, END, dtype=codes.dtype))
    keys = np.zeros(len(starts), dtype=np.uint64)
    for place in range(depth):
        keys <<= np.uint64(bits)
        keys |= np.where(place < lengths, padded[place:][starts], codes.dtype.type(END))
    return keys
