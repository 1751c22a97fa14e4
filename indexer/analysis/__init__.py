"""One analysis for index and query: text in, tokens with spans in the original text out. Pure."""

import hashlib
from functools import lru_cache, partial
from importlib import resources

from indexer.analysis.characters import grams
from indexer.analysis.fold import fold, occurrences
from indexer.analysis.words import Segmenter, Word, default_segmenter, inside, words

__all__ = ["Analysis", "Segmenter", "Word", "fold", "grams", "occurrences", "words"]

CACHED_WORDS = 1 << 17
CACHED_QUERIES = 64  # a query's words are asked for to find it and again to mark it
REVISION = 2  # raise it when tokens change in a way that the fingerprint's other parts do not show


class Analysis:
    """The two layers of analysis over one segmenter.

    `fingerprint` changes whenever the same text might give other tokens.
    """

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self._segmenter = segmenter or default_segmenter()
        self._query_words = lru_cache(maxsize=CACHED_QUERIES)(self._words_of_query)
        self._inside = lru_cache(maxsize=CACHED_WORDS)(partial(inside, self._segmenter))
        self.fingerprint = self._fingerprint()

    def words(self, text: str) -> list[Word]:
        """The word layer of a text, with spans into it: long words, and the shorter ones inside them."""
        return words(self._segmenter, fold(text), "search")

    def cut(self, folded: str) -> list[str]:
        """All of a folded text cut up: words, marks and white space; the long words only."""
        return self._segmenter.cut(folded)

    def inside(self, word: str) -> list[str]:
        """The shorter words that the word layer has inside a long one."""
        return self._inside(word)

    def query_words(self, text: str) -> list[str]:
        """The distinct words that a paragraph must have for an unquoted text: the long ones only."""
        return list(self._query_words(text))

    def _words_of_query(self, text: str) -> tuple[str, ...]:
        return tuple(sorted({word.text for word in words(self._segmenter, fold(text), "default")}))

    def grams(self, text: str) -> list[str]:
        """The character layer of a text; gram `i` opens at its character `i`."""
        return grams(fold(text))

    def _fingerprint(self) -> str:
        table = resources.files(__package__).joinpath("data/simplified.tsv").read_bytes()
        digest = hashlib.sha256(table).hexdigest()[:12]
        return f"analysis {REVISION} · {self._segmenter.name} · fold {digest}"
