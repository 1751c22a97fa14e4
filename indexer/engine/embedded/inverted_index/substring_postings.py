"""Words that stand in a text without being words of it: 华人 in 中华人民.

Unquoted text must find every paragraph that contains it as it stands, so these paragraphs are kept with the word's
postings, with frequency 0. That is done for words of 2 … DEPTH characters; longer ones that stand somewhere
without being cut as one word are few, and single characters have their own tables.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import DEPTH, Alphabet, Keys, keys_of_words, points_of
from indexer.engine.embedded.encoding.arrays import changes, ranges
from indexer.engine.embedded.inverted_index.postings import (
    DOCUMENT_BITS,
    MOST_DOCUMENTS,
    Packed,
    PostingsLists,
    frequencies_of,
)
from indexer.engine.embedded.kernel.kernel_building import TextOrder, missing_postings
from indexer.engine.embedded.kernel.shared_library import SharedLibrary, shared_library
from indexer.engine.embedded.substring_index.suffix_array import TextPositions

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
    missing = _Missing(lists, text_positions, _looked_for(lists.terms, alphabet, text_positions.ordered.bits))
    shares = np.linspace(0, len(lists.entries), SHARES + 1)
    edges = np.unique(np.append(np.searchsorted(lists.bounds[:-1], shares[:-1]), [0, count])).tolist()
    parts = list(beside.map(missing.of, pairwise(edges)))
    places = np.concatenate([part.places for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    added = np.concatenate([part.counts for part in parts])
    return PostingsLists(
        terms=lists.terms,
        bounds=lists.bounds + np.concatenate([[0], np.cumsum(added)]),
        entries=_inserted(lists.entries, places, documents),
        exceptions=lists.exceptions + np.searchsorted(places, lists.exceptions, side="right"),
        excess=lists.excess,
        lengths=lists.lengths,
    )


def _inserted(entries: Packed, places: Integers, documents: Packed) -> Packed:
    """The entries with documents before some of them; np.insert would sort the places, which ascend."""
    result = np.empty(len(entries) + len(places), dtype=np.uint32)
    new = places + np.arange(len(places))
    kept = np.ones(len(result), dtype=np.bool_)
    kept[new] = False
    result[new] = documents
    result[kept] = entries
    return result


class _Added(NamedTuple):
    """Documents that are added to some terms: before which entries, and how many to each term."""

    places: Integers
    documents: Packed
    counts: Integers


class _LookedFor(NamedTuple):
    """The first key of each term, and how many keys are its own: none of a term that is not looked for."""

    keys: Keys
    spans: Keys


@dataclass(frozen=True, slots=True)
class _Missing:
    """What is to be added to the terms of a span, their first and the one after their last."""

    lists: PostingsLists
    text_positions: TextPositions
    looked_for: _LookedFor

    def of(self, span: tuple[int, int]) -> _Added:
        kernel = shared_library()
        return self._by_arrays(span) if kernel is None else self._by_kernel(span, kernel)

    def _by_kernel(self, span: tuple[int, int], kernel: SharedLibrary) -> _Added:
        ordered, owners = self.text_positions.ordered, self.text_positions.owners
        order = TextOrder(ordered.keys, ordered.positions, owners, len(self.lists.lengths))
        found = missing_postings(kernel, order, self.looked_for, self.lists.bounds, self.lists.entries, span)
        return _Added(found[0], found[1].astype(np.uint32), found[2])

    def _by_arrays(self, span: tuple[int, int]) -> _Added:
        first, last = span
        lists, ordered = self.lists, self.text_positions.ordered
        bounds = lists.bounds[first : last + 1]
        entries = lists.entries[bounds[0] : bounds[-1]]
        totals = np.add.reduceat(self._frequencies(bounds[0], bounds[-1]), bounds[:-1] - bounds[0])
        keys = self.looked_for.keys[first:last]
        low, high = (ordered.keys.searchsorted(some) for some in (keys, keys + self.looked_for.spans[first:last]))
        sizes = high - low
        more = np.flatnonzero(sizes > totals)
        places = ranges(low[more], sizes[more])
        terms = np.repeat(more, sizes[more]).astype(np.uint64)
        standing = terms << np.uint64(DOCUMENT_BITS) | self.text_positions.owners[ordered.positions[places]]
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

    def _frequencies(self, start: int, end: int) -> Integers:
        """The whole frequencies of some entries."""
        lists = self.lists
        frequencies = frequencies_of(lists.entries[start:end]).astype(np.int64)
        first, last = np.searchsorted(lists.exceptions, (start, end))
        frequencies[lists.exceptions[first:last] - start] = lists.excess[first:last]
        return frequencies


def _looked_for(terms: list[str], alphabet: Alphabet, bits: int) -> _LookedFor:
    """What is looked for among the keys of positions, of so many bits a character."""
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    codes = alphabet.codes_of(points_of("".join(terms)))
    keys = keys_of_words(codes, np.cumsum(lengths) - lengths, lengths, bits)
    spans = np.uint64(1) << (bits * np.maximum(DEPTH - lengths, 0)).astype(np.uint64)
    return _LookedFor(keys, np.where((lengths >= SHORTEST) & (lengths <= DEPTH), spans, np.uint64(0)))
