"""Postings as packed numbers: which documents have a term, and how often each.

An entry is one uint32: the document in the lower DOCUMENT_BITS, the frequency above, and at the top a bit that is set
where the term stands only inside longer words: 华人 in 中华人民. Frequencies that do not fit are clipped, and stand
whole in a short list of exceptions beside them. An entry of frequency 0 is a document whose text contains the term
where no token is: 人和 in 个人和集体.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Packed: TypeAlias = npt.NDArray[np.uint32]
Keys: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.int64]

DOCUMENT_BITS = 20
MOST_DOCUMENTS = 1 << DOCUMENT_BITS  # in one segment
MOST_FREQUENT = (1 << (31 - DOCUMENT_BITS)) - 1
INSIDE = np.uint32(1 << 31)
_NONE = np.zeros(0, dtype=np.int64)
_DOCUMENT = np.uint32(MOST_DOCUMENTS - 1)
_SHIFT = np.uint32(DOCUMENT_BITS)


def documents_of(entries: Packed) -> Integers:
    return packed_documents_of(entries).astype(np.int64)


def packed_documents_of(entries: Packed) -> Packed:
    """The same, as wide as the entries are."""
    return entries & _DOCUMENT


def frequencies_of(entries: Packed) -> Packed:
    """Clipped at MOST_FREQUENT."""
    return (entries & ~INSIDE) >> _SHIFT


def standing_alone(entries: Packed) -> npt.NDArray[np.bool_]:
    """Of which entries the term is a token that does not only stand inside longer ones."""
    standing: npt.NDArray[np.bool_] = (entries >= MOST_DOCUMENTS) & (entries < INSIDE)
    return standing


@dataclass(frozen=True, slots=True)
class PostingsLists:
    """The terms of some texts, ascending, with their entries.

    The entries of term `i` are `entries[bounds[i]:bounds[i + 1]]`, ascending by document. `exceptions` are
    the places in `entries` of clipped frequencies, `excess` those frequencies. `lengths` counts the terms
    of each document.
    """

    terms: list[str]
    bounds: Integers
    entries: Packed
    exceptions: Integers
    excess: Integers
    lengths: Integers


def pack_postings(
    terms: list[str], keys: Keys, frequencies: Integers, alone: npt.NDArray[np.bool_], lengths: Integers
) -> PostingsLists:
    """Postings lists from their ascending keys, term number << DOCUMENT_BITS | document, and their frequencies.

    `alone`: whether the term stands there by itself too.
    """
    exceptions = np.flatnonzero(frequencies > MOST_FREQUENT)
    clipped = np.minimum(frequencies, MOST_FREQUENT).astype(np.uint32)
    entries = (keys & np.uint64(_DOCUMENT)).astype(np.uint32) | clipped << _SHIFT
    entries[~alone] |= INSIDE
    edges = np.arange(len(terms) + 1, dtype=np.uint64) << np.uint64(DOCUMENT_BITS)
    bounds = np.searchsorted(keys, edges).astype(np.int64)
    return PostingsLists(terms, bounds, entries, exceptions, frequencies[exceptions], lengths)


def sorted_together(keys: Keys, frequencies: Integers) -> tuple[Keys, Integers]:
    """Both in the order of the keys. One sort of packed numbers, where they fit, is several times as fast as argsort."""
    bits = max(int(frequencies.max(initial=0)).bit_length(), 1)
    if int(keys.max(initial=0)).bit_length() + bits > 64:
        order = np.argsort(keys, kind="stable")
        return keys[order], frequencies[order]
    both = keys << np.uint64(bits) | frequencies.astype(np.uint64)
    both.sort()
    return both >> np.uint64(bits), (both & np.uint64((1 << bits) - 1)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class PostingsPart:
    """Postings lists that go into larger ones. `numbers`: the new number of each document, -1 to leave it out.

    Where nothing is left out, numbers ascend one by one.
    """

    lists: PostingsLists
    numbers: Integers


class MergedPostings(NamedTuple):
    """Postings lists of several parts, and the number in these of each term of each part: of one that is no more, any."""

    lists: PostingsLists
    terms: list[Integers]


def merge_postings(parts: Sequence[PostingsPart], lengths: Integers) -> MergedPostings:
    """The postings lists of several together; entries of documents that a part leaves out, and of frequency 0, are dropped.

    The documents of each part come after those of the part before, so every entry's place can be counted out.
    """
    # A sort of sorted lists one after another only merges them, which sorting a set would not.
    terms = list(dict.fromkeys(sorted(chain.from_iterable(part.lists.terms for part in parts))))
    rank = {term: number for number, term in enumerate(terms)}
    taken = [_taken(part) for part in parts]
    ranks = [np.array([rank[term] for term in part.lists.terms], dtype=np.int64) for part in parts]
    counts = np.zeros(len(terms), dtype=np.int64)
    for one, own in zip(taken, ranks, strict=True):
        counts[own] += one.counts
    bounds = np.concatenate([[0], np.cumsum(counts)])
    entries = np.empty(int(bounds[-1]), dtype=np.uint32)
    following = bounds[:-1].copy()  # where the next entry of each term goes
    exceptions, excess = [_NONE], [_NONE]
    for one, own in zip(taken, ranks, strict=True):
        starts = np.cumsum(one.counts) - one.counts
        places = np.repeat(following[own] - starts, one.counts)
        places += np.arange(len(one.entries))
        entries[places] = one.entries
        following[own] += one.counts
        exceptions.append(places[one.exceptions])
        excess.append(one.excess)
    order = np.argsort(np.concatenate(exceptions))
    whole = PostingsLists(
        terms, bounds, entries, np.concatenate(exceptions)[order], np.concatenate(excess)[order], lengths
    )
    there = np.diff(bounds) > 0
    if there.all():
        return MergedPostings(whole, ranks)
    left = np.cumsum(there) - 1
    return MergedPostings(_without_empty(whole, there), [left[own] for own in ranks])


@dataclass(frozen=True, slots=True)
class _Taken:
    """Entries of a part with their new documents; `counts` of each term."""

    entries: Packed
    counts: Integers
    exceptions: Integers
    excess: Integers


def _taken(part: PostingsPart) -> _Taken:
    one = part.lists
    counts = np.diff(one.bounds)
    everything = len(part.numbers) > 0 and (part.numbers >= 0).all()
    if everything and (one.entries >= MOST_DOCUMENTS).all():  # no document is dropped, and no frequency is 0
        return _Taken(one.entries + np.uint32(part.numbers[0]), counts, one.exceptions, one.excess)
    documents = part.numbers[documents_of(one.entries)]
    kept = (documents >= 0) & (one.entries >= MOST_DOCUMENTS)
    owners = np.repeat(np.arange(len(counts)), counts)[kept]
    entries = one.entries[kept] & ~_DOCUMENT | documents[kept].astype(np.uint32)
    still = kept[one.exceptions]
    exceptions = (np.cumsum(kept) - 1)[one.exceptions[still]]
    return _Taken(entries, np.bincount(owners, minlength=len(counts)), exceptions, one.excess[still])


def _without_empty(lists: PostingsLists, there: npt.NDArray[np.bool_]) -> PostingsLists:
    """Without the terms that no document has any more."""
    terms = [term for term, keep in zip(lists.terms, there.tolist(), strict=True) if keep]
    bounds = np.append(lists.bounds[:-1][there], lists.bounds[-1])
    return PostingsLists(terms, bounds, lists.entries, lists.exceptions, lists.excess, lists.lengths)
