"""Words that stand in a text without being words of it: 华人 in 中华人民.

Unquoted text must find every paragraph that contains it as it stands, so these paragraphs are kept with the word's
postings, with frequency 0. That is done for words of 2 … DEPTH characters; longer ones that stand somewhere
without being cut as one word are few, and single characters have their own tables.
"""

from concurrent.futures import Executor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import DEPTH, Alphabet, keys_of_words, points_of
from indexer.engine.embedded.encoding.arrays import changes, ranges
from indexer.engine.embedded.inverted_index.postings import (
    DOCUMENT_BITS,
    MOST_DOCUMENTS,
    Packed,
    PostingsLists,
    frequencies_of,
)
from indexer.engine.embedded.substring_index.suffix_array import SortedPositions, TextPositions

Integers = npt.NDArray[np.int64]
SHORTEST = 2
SHARES = 8  # in which the work is cut, for threads and so that little memory is needed at a time


def add_substring_postings(
    lists: PostingsLists, alphabet: Alphabet, text_positions: TextPositions, beside: Executor
) -> PostingsLists:
    """The postings lists with an entry of frequency 0 for each paragraph that has a word's characters and not the word."""
    count = len(lists.terms)
    if not count:
        return lists
    low, high = _slices(lists.terms, alphabet, text_positions.ordered)
    shares = np.linspace(0, len(lists.entries), SHARES + 1)
    edges = np.unique(np.append(np.searchsorted(lists.bounds[:-1], shares[:-1]), [0, count])).tolist()
    parts = list(beside.map(lambda span: _added(lists, text_positions, low, high, *span), pairwise(edges)))
    places = np.concatenate([part.places for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    added = np.concatenate([part.counts for part in parts])
    return PostingsLists(
        terms=lists.terms,
        bounds=lists.bounds + np.concatenate([[0], np.cumsum(added)]),
        entries=np.insert(lists.entries, places, documents),
        exceptions=lists.exceptions + np.searchsorted(places, lists.exceptions, side="right"),
        excess=lists.excess,
        lengths=lists.lengths,
    )


class _Added(NamedTuple):
    """Documents that are added to some terms: before which entries, and how many to each term."""

    places: Integers
    documents: Packed
    counts: Integers


def _added(
    lists: PostingsLists, text_positions: TextPositions, low: Integers, high: Integers, first: int, last: int
) -> _Added:
    """What is added to the terms from `first` to `last` (exclusive); their characters stand from `low` to `high`."""
    bounds = lists.bounds[first : last + 1]
    entries = lists.entries[bounds[0] : bounds[-1]]
    frequencies = frequencies_of(entries).astype(np.int64)
    start, end = np.searchsorted(lists.exceptions, (bounds[0], bounds[-1]))
    frequencies[lists.exceptions[start:end] - bounds[0]] = lists.excess[start:end]
    totals = np.add.reduceat(frequencies, bounds[:-1] - bounds[0])
    sizes = high[first:last] - low[first:last]
    more = np.flatnonzero(sizes > totals)
    places = ranges(low[first:last][more], sizes[more])
    terms = np.repeat(more, sizes[more]).astype(np.uint64)
    standing = terms << np.uint64(DOCUMENT_BITS) | text_positions.owners[text_positions.ordered.positions[places]]
    standing.sort()  # np.unique is several times slower
    standing = standing[changes(standing)]
    owned = np.repeat(np.arange(last - first, dtype=np.uint64), np.diff(bounds))
    known = owned << np.uint64(DOCUMENT_BITS) | (entries & np.uint32(MOST_DOCUMENTS - 1))
    places = np.searchsorted(known, standing)
    new = known[np.minimum(places, len(known) - 1)] != standing
    places, standing = places[new], standing[new]
    return _Added(
        places=places + bounds[0],
        documents=(standing & np.uint64(MOST_DOCUMENTS - 1)).astype(np.uint32),
        counts=np.bincount((standing >> np.uint64(DOCUMENT_BITS)).astype(np.int64), minlength=last - first),
    )


def _slices(terms: list[str], alphabet: Alphabet, ordered: SortedPositions) -> tuple[Integers, Integers]:
    """Where the occurrences of each term start and end among the sorted keys; an empty slice for a term not looked for."""
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    codes = alphabet.codes_of(points_of("".join(terms)))
    first = keys_of_words(codes, np.cumsum(lengths) - lengths, lengths, ordered.bits)
    step = np.uint64(1) << (ordered.bits * np.maximum(DEPTH - lengths, 0)).astype(np.uint64)
    looked_for = (lengths >= SHORTEST) & (lengths <= DEPTH)
    low = np.searchsorted(ordered.keys, first)
    high = np.searchsorted(ordered.keys, first + step)
    return np.where(looked_for, low, 0), np.where(looked_for, high, 0)
