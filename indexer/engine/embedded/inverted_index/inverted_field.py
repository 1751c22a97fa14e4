"""One field of words: which documents (or runs of documents) have a word, and how often."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.encoding.array_names import BOUNDS, ENTRIES, EXCEPTIONS, EXCESS, LENGTHS
from indexer.engine.embedded.encoding.arrays import Arrays, smallest
from indexer.engine.embedded.inverted_index.postings import (
    Packed,
    PostingsLists,
    documents_of,
    frequencies_of,
    packed_documents_of,
    standing_alone,
)
from indexer.engine.embedded.inverted_index.term_dictionary import TermDictionary, term_arrays

CACHED_WORDS = 4096
Integers = npt.NDArray[np.int64]
Counts = npt.NDArray[np.integer[Any]]


class Postings(NamedTuple):
    """Documents, ascending, and how often each has the word: 0 where its characters stand without being the word."""

    documents: Integers
    frequencies: Counts


NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0, np.int64))


class InvertedField:
    """Reads one field. `lengths`: the number of words of each document."""

    def __init__(self, arrays: Arrays, prefix: str, alphabet: Alphabet) -> None:
        self.dictionary = TermDictionary(arrays, prefix, alphabet)
        self.find = lru_cache(maxsize=CACHED_WORDS)(self.dictionary.number)
        self.lengths = arrays[f"{prefix}.{LENGTHS}"]
        self._bounds = arrays[f"{prefix}.{BOUNDS}"].data
        self._entries = arrays[f"{prefix}.{ENTRIES}"]
        self._exceptions = arrays[f"{prefix}.{EXCEPTIONS}"]
        self._excess = arrays[f"{prefix}.{EXCESS}"]

    def postings(self, number: int) -> Postings:
        """The postings of the word of this number."""
        start, end = self._bounds[number], self._bounds[number + 1]
        entries = self._entries[start:end]
        frequencies = frequencies_of(entries)
        if len(self._exceptions):
            first, last = np.searchsorted(self._exceptions, (start, end))
            frequencies[self._exceptions[first:last].astype(np.int64) - start] = self._excess[first:last]
        return Postings(documents_of(entries), frequencies)

    def size(self, number: int) -> int:
        """How many documents have the characters of the word of this number."""
        return int(self._bounds[number + 1] - self._bounds[number])

    def entries(self, number: int) -> Packed:
        """The same as `postings`, packed; their frequencies are clipped."""
        return self._entries[self._bounds[number] : self._bounds[number + 1]]

    def of(self, word: str) -> Postings:
        """The postings of a word."""
        number = self.find(word)
        return NOTHING if number < 0 else self.postings(number)

    def stands_alone(self, word: str, documents: Integers) -> npt.NDArray[np.bool_]:
        """Which of some documents have a word that does not only stand inside longer ones there."""
        number = self.find(word)
        if number < 0:
            return np.zeros(len(documents), dtype=np.bool_)
        entries = self._entries[self._bounds[number] : self._bounds[number + 1]]
        having = packed_documents_of(entries)
        sought = documents.astype(having.dtype)  # of another type, all of them would be converted
        places = np.minimum(having.searchsorted(sought), len(having) - 1)
        standing: npt.NDArray[np.bool_] = (having[places] == documents) & standing_alone(entries[places])
        return standing

    def from_term(self, start: str) -> Iterator[str]:
        """The words from one on that need not be there, ascending."""
        step = 1024
        for first in range(self.dictionary.place_of(start), len(self.dictionary), step):
            yield from self.dictionary.between(first, min(first + step, len(self.dictionary)))


def postings_arrays(prefix: str, lists: PostingsLists, alphabet: Alphabet) -> Arrays:
    """The arrays of postings lists."""
    return {
        **term_arrays(prefix, lists.terms, alphabet),
        f"{prefix}.{BOUNDS}": smallest(lists.bounds),
        f"{prefix}.{ENTRIES}": lists.entries,
        f"{prefix}.{EXCEPTIONS}": lists.exceptions.astype(np.uint32),
        f"{prefix}.{EXCESS}": lists.excess.astype(np.uint32),
        f"{prefix}.{LENGTHS}": smallest(lists.lengths),
    }


def postings_of(arrays: Arrays, prefix: str, alphabet: Alphabet) -> PostingsLists:
    """The postings lists that are in arrays, as they were."""
    return PostingsLists(
        terms=TermDictionary(arrays, prefix, alphabet).terms(),
        bounds=arrays[f"{prefix}.{BOUNDS}"].astype(np.int64),
        entries=arrays[f"{prefix}.{ENTRIES}"],
        exceptions=arrays[f"{prefix}.{EXCEPTIONS}"].astype(np.int64),
        excess=arrays[f"{prefix}.{EXCESS}"].astype(np.int64),
        lengths=arrays[f"{prefix}.{LENGTHS}"].astype(np.int64),
    )
