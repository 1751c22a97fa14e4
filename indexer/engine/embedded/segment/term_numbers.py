"""The words of several segments under the same numbers, told apart by whole arrays.

They are written beside the table of segments, so that a reader maps them; an index that a writer of Whoosh has changed has
none, and they are made when they are asked for.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Keys, Points
from indexer.engine.embedded.encoding.arrays import open_arrays, ranges, write_arrays
from indexer.engine.embedded.inverted_index.places_among import places_among
from indexer.engine.embedded.inverted_index.term_dictionary import TermDictionary

Integers: TypeAlias = npt.NDArray[np.int64]
TermNumbers: TypeAlias = npt.NDArray[np.uint32]

FILE = "terms.numbers"
FACTOR = 0x9E3779B97F4A7C15  # odd
BITS = 64


def write_term_numbers(folder: Path, dictionaries: Mapping[str, TermDictionary]) -> None:
    """Write the numbers of the terms of segments, by their files; of a single one they need not be written."""
    if len(dictionaries) > 1:
        numbers = number_terms(list(dictionaries.values()))
        write_arrays(folder / FILE, dict(zip(dictionaries, numbers, strict=True)))


def read_term_numbers(folder: Path, dictionaries: Mapping[str, TermDictionary]) -> list[TermNumbers]:
    """Those that were written for just these segments, mapped, or else made now."""
    if len(dictionaries) > 1 and (folder / FILE).exists():
        written = open_arrays(folder / FILE)
        sizes = {name: len(dictionary) for name, dictionary in dictionaries.items()}
        if {name: len(numbers) for name, numbers in written.items()} == sizes:
            return [written[name] for name in dictionaries]
    return number_terms(list(dictionaries.values()))


def number_terms(dictionaries: Sequence[TermDictionary]) -> list[TermNumbers]:
    """The number of each term of each of some dictionaries: that of the same term before it, or else the next one."""
    if len(dictionaries) == 1:
        return [np.arange(len(dictionaries[0]), dtype=np.uint32)]
    found = _by_hash(dictionaries)
    return found if found is not None else _by_text(dictionaries)


def _by_hash(dictionaries: Sequence[TermDictionary]) -> list[TermNumbers] | None:
    """By a hash of each term; None where two terms have the same, which is seen by comparing all that are taken for one."""
    points, lengths = (
        zip(*(dictionary.points() for dictionary in dictionaries), strict=True) if dictionaries else ((), ())
    )
    every, sizes = np.concatenate([np.zeros(0, np.uint32), *points]), np.concatenate([np.zeros(0, np.int64), *lengths])
    starts = np.cumsum(sizes) - sizes
    hashes = _hashes(every, starts, sizes)
    firsts, known = np.zeros(0, np.int64), np.zeros(0, np.uint64)  # of each number: the term, and its hash
    result, at = [], 0
    for own in lengths:
        here = hashes[at : at + len(own)]
        numbers = places_among(here, known)
        new = (numbers < 0).nonzero()[0]
        numbers[new] = len(known) + np.arange(len(new))
        firsts, known = np.append(firsts, at + new), np.append(known, here[new])
        result.append(numbers.astype(np.uint32))
        at += len(own)
    same = firsts[np.concatenate([np.zeros(0, np.uint32), *result])]
    if (sizes != sizes[same]).any() or (every != every[ranges(starts[same], sizes)]).any():
        return None
    return result


def _hashes(points: Points, starts: Integers, sizes: Integers) -> Keys:
    """Of each term the sum of its code points, each times a power of FACTOR."""
    powers = np.array([pow(FACTOR, place, 1 << BITS) for place in range(1, int(sizes.max(initial=0)) + 1)], np.uint64)
    weighed = points * powers[ranges(np.zeros_like(starts), sizes)]
    hashes: Keys = np.add.reduceat(weighed, starts) if len(starts) else np.zeros(0, np.uint64)
    return hashes


def _by_text(dictionaries: Sequence[TermDictionary]) -> list[TermNumbers]:
    numbers: dict[str, int] = {}
    return [
        np.array([numbers.setdefault(term, len(numbers)) for term in dictionary.terms()], dtype=np.uint32)
        for dictionary in dictionaries
    ]
