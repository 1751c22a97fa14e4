"""The word layer, for ranking: the words of jieba and those added to them. Folded text in, words with spans out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from indexer.analysis.dictionary import DictionaryEntry
from indexer.analysis.fold import occurrences
from indexer.analysis.jiebas import Jieba
from indexer.analysis.mixed_script_words import MixedWords, is_han

Mode = Literal["search", "default"]

CACHED_WORDS = 1 << 17
MIN_OUTER_LENGTH = 3  # characters of a word that others are looked for in
MAX_INNER_LENGTH = 8  # characters of a word inside another


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the characters `start` to `end` (exclusive) of the folded text that it is."""

    text: str
    start: int
    end: int


class Segmenter:
    """Segments folded texts into the words of a jieba, which it owns, and of further entries.

    Of several entries for one word the last one counts. Words that are not all Han are found first, because jieba
    would split them at white space and punctuation; jieba gets the text between them.
    """

    def __init__(self, jieba: Jieba, entries: Iterable[DictionaryEntry] = ()) -> None:
        own = {entry.word: entry.frequency for entry in entries}
        self._jieba = jieba
        self._parts = {word: jieba.cut(word) for word in own}  # before any of them is added
        self._mixed = MixedWords(word for word in own if not is_han(word))
        for word, frequency in own.items():
            if is_han(word):
                jieba.add(word, frequency)
        self.inner = lru_cache(maxsize=CACHED_WORDS)(self._inner)
        self.inner_texts = lru_cache(maxsize=CACHED_WORDS)(self._inner_texts)

    def cut(self, folded: str) -> list[str]:
        """All of a text: words, punctuation and white space; the long words only."""
        if not self._mixed:
            return self._jieba.cut(folded)
        parts: list[list[str]] = []
        end = 0
        for start, stop in self._mixed.places(folded):
            parts += [self._jieba.cut(folded[end:start]), [folded[start:stop]]]
            end = stop
        return list(chain(*parts, self._jieba.cut(folded[end:])))

    def words(self, folded: str, mode: Mode) -> Iterator[Word]:
        """The words of a text, without punctuation and white space; in mode "search" those inside a word come before it."""
        start = 0
        for part in self.cut(folded):
            if is_word(part):
                if mode == "search":
                    for text, place in self.inner(part):
                        yield Word(text, start + place, start + place + len(text))
                yield Word(part, start, start + len(part))
            start += len(part)

    def _inner(self, word: str) -> Sequence[tuple[str, int]]:
        """The shorter words inside a word, each wherever it occurs in it; the shortest first.

        They are the known words of two characters and more, and the words into which jieba would split an added entry.
        """
        size = len(word)
        if size < MIN_OUTER_LENGTH:
            return ()
        lengths = range(2, min(size, MAX_INNER_LENGTH + 1))
        grams = {word[start : start + length] for length in lengths for start in range(size - length + 1)}
        inner = set(filter(self._jieba.is_known, grams))
        if not inner and not self._mixed and word not in self._parts:
            return ()
        if self._mixed:
            inner |= {gram for gram in grams if self._mixed.is_inside(gram, word)}
        inner |= {part for part in self._parts.get(word, ()) if part != word and is_word(part)}
        by_length = sorted(inner, key=lambda one: (len(one), one)) if len(inner) > 1 else inner
        return tuple((one, place) for one in by_length for place in occurrences(one, word))

    def _inner_texts(self, word: str) -> tuple[str, ...]:
        """The same without their places."""
        return tuple([text for text, _ in self._inner(word)])


def is_word(part: str) -> bool:
    """Whether it is not only punctuation and white space."""
    return part.isalnum() or any(map(str.isalnum, part))
