"""Sorting runs of letters: by a hash of the first WIDTH letters, then, where those are the same, by the letters after them.

So equal runs of any length from WIDTH to DEEPEST stand together, and how many letters each has in common with the one
before is known. Most runs stand only once and are told apart by one sort of plain numbers.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.runs.letters import END

Codes: TypeAlias = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
Places: TypeAlias = npt.NDArray[np.uint32]
Sizes: TypeAlias = npt.NDArray[np.uint8]
Hashes: TypeAlias = npt.NDArray[np.uint64]

WIDTH = 8  # letters that every run has at least
DEEPEST = 32  # letters by which runs are sorted
AT_ONCE = 1 << 20  # runs that are looked at at a time
SORTED = 1 << 14  # entries that are sorted at a time: their keys stay in the processor's cache
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)


def run_hashes(codes: Codes) -> Hashes:
    """A hash of the first WIDTH letters from each place on which as many follow."""
    size = max(len(codes) - WIDTH + 1, 0)
    hashes = np.zeros(size, dtype=np.uint64)
    for distance in range(WIDTH):
        hashes *= _MULTIPLIER
        hashes += codes[distance : distance + size]
    return _mixed(hashes)


def hashes_at(codes: Codes, places: Numbers) -> Hashes:
    """The same of the runs at some places."""
    hashes = np.zeros(len(places), dtype=np.uint64)
    for distance in range(WIDTH):
        hashes *= _MULTIPLIER
        hashes += codes[places + distance]
    return _mixed(hashes)


def _mixed(hashes: Hashes) -> Hashes:
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIXER
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MULTIPLIER
    return hashes


def place_bits(codes: Codes) -> np.uint64:
    """How many low bits of a sorted key are the place; the others are those of the hash."""
    return np.uint64(len(codes).bit_length())


def starts_of_runs(codes: Codes, length: int) -> Mask:
    """From which places on so many letters stand without an END."""
    letters = codes != END
    size = max(len(codes) - length + 1, 0)
    inside = np.zeros(len(codes), dtype=np.bool_)
    inside[:size] = True
    for distance in range(length):
        inside[:size] &= letters[distance : distance + size]
    return inside


def sorted_runs(codes: Codes) -> tuple[Places, Sizes]:
    """The places of all runs in their order, and how many letters each has in common with the one before it: 0, or
    WIDTH to DEEPEST.
    """
    bits = place_bits(codes)
    keys = _keys(codes, bits)
    keys.sort()
    places = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint32)
    keys >>= bits
    alike = np.append(False, keys[1:] == keys[:-1])[: len(keys)]
    del keys
    common = _common_by_hash(codes, places, alike)
    for start, end in _shares(common):
        _refine(codes, places[start:end], common[start:end])
    return places, common


def _keys(codes: Codes, bits: np.uint64) -> Hashes:
    """Of each run its hash, with its place in the low bits; what stands before END is left out."""
    whole = starts_of_runs(codes, WIDTH)
    keys = np.empty(np.count_nonzero(whole), dtype=np.uint64)
    made = 0
    for first in range(0, max(len(codes) - WIDTH + 1, 0), AT_ONCE):
        hashes = run_hashes(codes[first : first + AT_ONCE + WIDTH - 1])
        hashes >>= bits
        hashes <<= bits
        hashes |= np.arange(first, first + len(hashes), dtype=np.uint64)
        own = hashes[whole[first : first + len(hashes)]]
        keys[made : made + len(own)] = own
        made += len(own)
    return keys


def _common_by_hash(codes: Codes, places: Places, alike: Mask) -> Sizes:
    """WIDTH where a run begins as the one before, by its letters; those with one hash that differ are put in order first."""
    common = np.zeros(len(places), dtype=np.uint8)
    differing = []
    for first in range(0, len(places), AT_ONCE):
        entries = alike[first : first + AT_ONCE].nonzero()[0] + first
        same = _begin_alike(codes, places, entries)
        common[entries] = WIDTH
        differing += entries[~same].tolist()
    for start, end in _mixed_up(alike, differing):
        order = sorted(range(start, end), key=lambda entry: codes[places[entry] : places[entry] + WIDTH].tolist())
        places[start:end] = places[order]
        inside = np.arange(start + 1, end)
        common[inside] = np.where(_begin_alike(codes, places, inside), WIDTH, 0)
    return common


def _begin_alike(codes: Codes, places: Places, entries: Numbers) -> Mask:
    """Which entries have their first WIDTH letters in common with the one before."""
    same = np.ones(len(entries), dtype=np.bool_)
    one, other = places[entries], places[entries - 1]
    for distance in range(WIDTH):
        same &= codes[one + np.uint32(distance)] == codes[other + np.uint32(distance)]
    return same


def _mixed_up(alike: Mask, differing: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The ranges of entries of one hash among which some differ."""
    end = 0
    for entry in differing:
        if entry < end:
            continue
        start = end = entry
        while alike[start]:
            start -= 1
        while end < len(alike) and (end == start or alike[end]):
            end += 1
        yield start, end


def _shares(common: Sizes) -> Iterator[tuple[int, int]]:
    """Ranges of some SORTED entries; runs that begin alike are in one."""
    start = 0
    while start < len(common):
        end = min(start + SORTED, len(common))
        while end < len(common) and common[end]:
            end += 1
        yield start, end
        start = end


def _refine(codes: Codes, places: Places, common: Sizes) -> None:
    """Sort entries that begin alike by the letters after that, and tell what they have in common, in place."""
    new = common == 0
    entries = (~_single(new)).nonzero()[0]
    entries = entries[~_settled(codes, places, common, entries)]
    new, depth = new[entries], WIDTH
    code_bits = int(codes.max(initial=0)).bit_length()
    while len(entries) and depth < DEEPEST:
        width = min(max((64 - 2 * len(entries).bit_length()) // code_bits, 1), DEEPEST - depth)
        following = _following(codes, places[entries] + np.uint32(depth), width)
        order = _order(following, new, code_bits)
        places[entries], following = places[entries][order], following[order]
        alike = ~new
        for letters in following.T:
            alike = alike & np.append(False, letters[1:] == letters[:-1])[: len(letters)] & (letters != END)
            common[entries[alike]] += 1
        kept = ~_single(~alike)
        entries, new, depth = entries[kept], ~alike[kept], depth + width


def _settled(codes: Codes, places: Places, common: Sizes, entries: Numbers) -> Mask:
    """Which entries are of runs that are all the same as far as they are sorted, or as their lines go: these need no sort."""
    if not len(entries):
        return np.zeros(0, dtype=np.bool_)
    starts, last = places[entries], np.uint32(len(codes) - 1)
    new = common[entries] == 0
    going, same, shared = ~new, np.ones(len(entries), dtype=np.bool_), np.zeros(len(entries), dtype=np.uint8)
    for distance in range(WIDTH, DEEPEST):
        letters = codes[np.minimum(starts + np.uint32(distance), last)]
        alike = np.append(False, letters[1:] == letters[:-1])
        same &= alike | ~going
        going &= alike & (letters != END)
        shared += going
    firsts = new.nonzero()[0]
    settled = np.repeat(np.logical_and.reduceat(same, firsts), np.diff(firsts, append=len(entries)))
    common[entries[settled & ~new]] += shared[settled & ~new]
    return settled


def _following(codes: Codes, places: Places, width: int) -> Hashes:
    """The letters at some places and after, END after each END."""
    wanted = np.minimum(places[:, None] + np.arange(width, dtype=np.uint32), np.uint32(len(codes) - 1))
    letters: Hashes = codes[wanted].astype(np.uint64)
    letters[np.logical_or.accumulate(letters == END, axis=1)] = END
    return letters


def _order(following: Hashes, new: Mask, code_bits: int) -> Numbers:
    """The order of entries by their letters; those that begin alike stay together."""
    bits = np.uint64(len(new).bit_length())
    keys = np.cumsum(new, dtype=np.uint64)
    for letters in following.T:
        keys <<= np.uint64(code_bits)
        keys |= letters
    if int(bits) * 2 + code_bits * following.shape[1] > 64:  # a group that is larger than what is sorted at a time
        return keys.argsort(kind="stable")
    keys <<= bits
    keys |= np.arange(len(new), dtype=np.uint64)
    keys.sort()
    return (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def _single(new: Mask) -> Mask:
    """Which entries are alone, by which of them are the first of their like."""
    single: Mask = new & np.append(new[1:], True)[: len(new)]
    return single
