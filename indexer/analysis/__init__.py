"""One analysis for index and query: text in, tokens with spans in the original text out. Pure."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

from indexer.analysis.dictionary import DictionaryEntry, read_dictionary, set_phrases
from indexer.analysis.fold import DATA, TABLES, fold, occurrences
from indexer.analysis.jiebas import default_jieba, jieba_name
from indexer.analysis.synonyms import Group, key_of, read_synonyms, shipped_synonyms, synonyms_by_member
from indexer.analysis.vocabulary import Vocabulary, digest
from indexer.analysis.wordlist import MAX_WORD_LENGTH
from indexer.analysis.words import Segmenter, Word

__all__ = [
    "MAX_WORD_LENGTH",
    "Analysis",
    "Vocabulary",
    "Word",
    "analysis_of",
    "fold",
    "grams",
    "key_of",
    "occurrences",
    "read_dictionary",
    "read_synonyms",
]

CACHED_QUERIES = 64  # the words of a query are needed for the search and again for the highlights
CACHED_ANALYSES = 4  # and segmenters of a process, one for each vocabulary
BREAKS = ' ,;:!?"。、'  # no word of jieba's own dictionary reaches across these
WORD_LISTS = ("kinds.txt", "set_phrases.txt", "synonyms.txt")
END = "\x00"  # stands after the last character, so that each character starts exactly one gram
REVISION = 4  # raise it when tokens change in a way that the fingerprint's other parts do not show


def grams(folded: str) -> list[str]:
    """The character layer of a folded text: overlapping grams of two characters, punctuation included.

    Gram `i` starts at character `i`; the last one ends with END.
    """
    text = folded + END
    return [text[i : i + 2] for i in range(len(folded))]


class Analysis:
    """The two layers of analysis, with the words and synonyms that ship and those of a vocabulary.

    `fingerprint` changes whenever the same text might give other tokens. Making
    one is cheap, and it is pickled as its vocabulary only; the dictionary is loaded when words are first needed.
    """

    def __init__(self, vocabulary: Vocabulary = Vocabulary()) -> None:  # noqa: B008 - frozen
        self.vocabulary = vocabulary
        self._query_words = lru_cache(maxsize=CACHED_QUERIES)(self._words_of_query)

    def __reduce__(self) -> tuple[Any, ...]:
        return analysis_of, (self.vocabulary,)

    @property
    def fingerprint(self) -> str:
        shipped = f"analysis {REVISION} · {jieba_name()} · tables {_tables()}"
        return f"{shipped} · {self.vocabulary.digest}" if self.vocabulary else shipped

    @cached_property
    def _segmenter(self) -> Segmenter:
        return _segmenter_with(self.vocabulary.words)

    def words(self, text: str) -> list[Word]:
        """The word layer of a text, with spans into it: long words, and the shorter ones inside them."""
        return list(self._segmenter.words(fold(text), "search"))

    def cut(self, folded: str) -> list[str]:
        """All of a folded text, segmented: words, punctuation and white space; the long words only."""
        return self._segmenter.cut(folded)

    def inner_words(self, word: str) -> Sequence[str]:
        """The shorter words that the word layer has inside a long one, each as often as it occurs there."""
        return self._segmenter.inner_texts(word)

    def query_words(self, text: str) -> list[str]:
        """The distinct words that a paragraph must have for an unquoted text: the long ones only."""
        return list(self._query_words(text))

    def _words_of_query(self, text: str) -> tuple[str, ...]:
        return tuple(sorted({word.text for word in self._segmenter.words(fold(text), "default")}))

    def grams(self, text: str) -> list[str]:
        """The character layer of a text; gram `i` starts at its character `i`."""
        return grams(fold(text))

    @cached_property
    def word_boundaries(self) -> re.Pattern[str]:
        """Characters of a folded text that no word reaches across: what is between them is segmented by itself."""
        inside = {sign for entry in self.vocabulary.words for sign in entry.word}
        return re.compile(f"[{re.escape(''.join(sign for sign in BREAKS if sign not in inside))}\x00]")

    @cached_property
    def synonyms(self) -> Mapping[str, Group]:
        """The synonyms of a text, by its `key_of`."""
        return synonyms_by_member((*shipped_synonyms(), *self.vocabulary.synonyms))


@lru_cache(maxsize=CACHED_ANALYSES)
def analysis_of(vocabulary: Vocabulary) -> Analysis:
    """The analysis with a vocabulary; cached."""
    return Analysis(vocabulary)


@lru_cache(maxsize=CACHED_ANALYSES)
def _segmenter_with(words: tuple[DictionaryEntry, ...]) -> Segmenter:
    return Segmenter(default_jieba(), (*set_phrases(), *words))


@cache
def _tables() -> str:
    """A digest of the tables that tokens and synonyms depend on."""
    return digest(*((DATA / name).read_bytes() for name in (*TABLES, *WORD_LISTS)))
