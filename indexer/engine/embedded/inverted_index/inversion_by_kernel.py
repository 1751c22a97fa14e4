"""Texts → their words turned around, by the kernel: it finds which tokens are the same word, and what is known of a word
is then looked up once for all of them.
"""

from itertools import chain

import numpy as np

from indexer.analysis import Analysis
from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.inverted_index.inversion import Inversion, letters_of
from indexer.engine.embedded.inverted_index.postings import MOST_FREQUENT, PostingsLists
from indexer.engine.embedded.inverted_index.tokens import Texts, Tokens
from indexer.engine.embedded.kernel.kernel_building import NO_WORD, number_words, postings
from indexer.engine.embedded.kernel.shared_library import SharedLibrary

SHORTEST_OUTER = 3  # characters of a word that has others inside


def invert_by_kernel(
    texts: Texts, tokens: Tokens, alphabet: Alphabet, analysis: Analysis, kernel: SharedLibrary
) -> Inversion:
    """Turn texts around that are cut into tokens; their characters are all in the alphabet."""
    numbers, firsts = number_words(kernel, texts.codes, letters_of(alphabet), tokens.lengths)
    words = texts.cut_out(tokens.starts[firsts], tokens.lengths[firsts])
    inner = [analysis.inner_words(word) if len(word) >= SHORTEST_OUTER else () for word in words]
    terms = sorted({*words, *chain.from_iterable(inner)})
    rank = {term: number for number, term in enumerate(terms)}.__getitem__
    ranks = np.array([*map(rank, words)], dtype=np.uint32)
    bounds = np.cumsum([0, *map(len, inner)], dtype=np.int64)
    inside = np.array([*map(rank, chain.from_iterable(inner))], dtype=np.uint32)
    found = postings(kernel, numbers, tokens.documents, ranks, bounds, inside, len(terms))
    exceptions = np.flatnonzero(found.frequencies > MOST_FREQUENT)
    excess = found.frequencies[exceptions].astype(np.int64)
    lists = PostingsLists(terms, found.bounds, found.entries, exceptions, excess, found.lengths)
    is_word = numbers != NO_WORD
    return Inversion(lists, is_word, ranks[numbers[is_word]])
