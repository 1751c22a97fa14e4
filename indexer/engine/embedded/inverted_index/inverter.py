"""Texts turned around: from documents with words to words with documents."""

from indexer.analysis import Analysis
from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.inverted_index.inversion import Inversion
from indexer.engine.embedded.inverted_index.inversion_by_arrays import invert_by_arrays
from indexer.engine.embedded.inverted_index.inversion_by_kernel import invert_by_kernel
from indexer.engine.embedded.inverted_index.tokens import Texts, Tokens
from indexer.engine.embedded.kernel.shared_library import shared_library


def invert(texts: Texts, tokens: Tokens, alphabet: Alphabet, analysis: Analysis) -> Inversion:
    """Turn texts around that are cut into tokens; their characters are all in the alphabet."""
    kernel = shared_library()
    if kernel is None:
        return invert_by_arrays(texts, tokens, alphabet, analysis)
    return invert_by_kernel(texts, tokens, alphabet, analysis, kernel)
