"""What of building the kernel does, with arrays in and out: each answers what numpy answers where there is no kernel."""

from ctypes import byref
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.arrays import Array
from indexer.engine.embedded.kernel.kernel_index import NONE, address_of, numbers_at
from indexer.engine.embedded.kernel.shared_library import CArray, CCut, CTextOrder, SharedLibrary, checked

Codes: TypeAlias = npt.NDArray[np.uint16]
Numbers: TypeAlias = npt.NDArray[np.uint32]
Integers: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]
Mask: TypeAlias = npt.NDArray[np.bool_]

NO_WORD = 0xFFFF_FFFF


class Postings(NamedTuple):
    """The entries of terms, from `bounds` to the next, with their whole frequencies; `lengths`: the terms of each document."""

    bounds: Integers
    entries: Numbers
    frequencies: Numbers
    lengths: Integers


def number_words(
    kernel: SharedLibrary, codes: Codes, letters: Mask, lengths: npt.NDArray[np.int32]
) -> tuple[Numbers, Numbers]:
    """The number of the word that each token is, NO_WORD for none; and the first token of each word."""
    numbers, firsts = np.empty(len(lengths), np.uint32), np.empty(len(lengths), np.uint32)
    given = (codes, letters, lengths, numbers, firsts)
    count = checked(kernel.functions.kernel_number_words(*(byref(array_of(one)) for one in given)))
    return numbers, firsts[:count]


def postings(
    kernel: SharedLibrary,
    numbers: Numbers,
    documents: Integers,
    terms: Numbers,
    bounds: Integers,
    inner: Numbers,
    count: int,
) -> Postings:
    """Documents turned around: `documents` is the first token of each, `terms` the term of each word.

    `inner` are the terms inside each word, from `bounds` to the next; there are `count` terms in all.
    """
    held = (numbers, documents, terms, bounds, inner)
    cut = byref(CCut(*(array_of(one) for one in held), count))
    counts, lengths = np.empty(count, np.int64), np.empty(len(documents) - 1, np.int64)
    functions = kernel.functions
    total = checked(functions.kernel_count_postings(cut, byref(array_of(counts)), byref(array_of(lengths))))
    entries, frequencies = np.empty(total, np.uint32), np.empty(total, np.uint32)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    filled = (byref(array_of(one)) for one in (starts, entries, frequencies))
    checked(functions.kernel_fill_postings(cut, *filled))
    return Postings(starts, entries, frequencies, lengths)


def scatter_positions(kernel: SharedLibrary, codes: Codes, bits: int, kinds: int) -> tuple[Integers, Numbers, Hashes]:
    """The positions of a text by their codes, of which there are so many kinds: see kernel.h."""
    bounds, positions, keys = (
        np.empty(kinds + 1, np.int64),
        np.empty(len(codes), np.uint32),
        np.empty(len(codes), np.uint64),
    )
    filled = (byref(array_of(one)) for one in (bounds, positions, keys))
    checked(kernel.functions.kernel_scatter_positions(byref(array_of(codes)), bits, *filled))
    return bounds, positions, keys


def sort_positions(
    kernel: SharedLibrary, bounds: Integers, span: tuple[int, int], bits: int, positions: Numbers, keys: Hashes
) -> None:
    """Sort the positions of a span of codes, in place."""
    given = (byref(array_of(one)) for one in (positions, keys))
    checked(kernel.functions.kernel_sort_positions(byref(array_of(bounds)), *span, bits, *given))


class TextOrder(NamedTuple):
    """Positions in order with their keys, the document of each place of the text, and how many documents there are."""

    keys: Hashes
    positions: Numbers
    owners: Numbers
    documents: int


def missing_postings(
    kernel: SharedLibrary,
    order: TextOrder,
    terms: tuple[Hashes, Hashes],
    bounds: Integers,
    entries: Numbers,
    span: tuple[int, int],
) -> tuple[Integers, Integers, Integers]:
    """Where the terms of a span stand without being words: before which entries, which documents, how many of each term.

    Of all terms the first key and how many keys are theirs.
    """
    counts = np.empty(span[1] - span[0], np.int64)
    described = CTextOrder(*(array_of(one) for one in order[:3]), order.documents)
    given = [byref(array_of(one)) for one in (*terms, bounds, entries)]
    memory = kernel.lend()
    try:
        call = kernel.functions.kernel_missing_postings
        count = checked(call(byref(described), *given, *span, byref(array_of(counts)), memory.address))
        if not count:
            return NONE, NONE, counts
        return numbers_at(memory.answer.numbers, count), numbers_at(memory.answer.values, count), counts
    finally:
        kernel.give_back(memory)


def hash_texts(
    kernel: SharedLibrary, codes: Codes, starts: Integers, kinds: npt.NDArray[np.uint8], numbers: Hashes
) -> Hashes:
    """The hash of each text; see kernel.h."""
    hashes = np.empty(len(starts) - 1, np.uint64)
    given = (codes, starts, kinds, numbers, hashes)
    checked(kernel.functions.kernel_hash_texts(*(byref(array_of(one)) for one in given)))
    return hashes


def hash_clauses(
    kernel: SharedLibrary, text: Numbers, signs: Numbers, alike: Numbers, shortest: int
) -> tuple[Hashes, Numbers, Hashes]:
    """Hash, size and form of the clauses of a text; see kernel.h."""
    most = len(text) // shortest + 1
    hashes, sizes, forms = np.empty(most, np.uint64), np.empty(most, np.uint32), np.empty(most, np.uint64)
    given, filled = ([byref(array_of(one)) for one in some] for some in ((text, signs, alike), (hashes, sizes, forms)))
    count = checked(kernel.functions.kernel_hash_clauses(*given, shortest, *filled))
    return hashes[:count], sizes[:count], forms[:count]


def join_sentences(kernel: SharedLibrary, text: Numbers, kinds: npt.NDArray[np.uint8]) -> memoryview:
    """The different sentences of a text, in order, in UTF-8; see kernel.h."""
    joined = np.empty(5 * len(text), np.uint8)
    count = checked(kernel.functions.kernel_join_sentences(*(byref(array_of(one)) for one in (text, kinds, joined))))
    return joined[:count].data


def array_of(array: Array) -> CArray:
    """The address of an array, which must be held meanwhile."""
    if not array.flags.c_contiguous:
        raise ValueError("not contiguous")
    return CArray(address_of(array), len(array), array.itemsize)
