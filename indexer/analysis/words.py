"""The word layer: jieba's words, for ranking. Folded text in, words with spans out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Literal, Protocol

Mode = Literal["search", "default"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the characters `start` to `end` (exclusive) of the folded text that it is."""

    text: str
    start: int
    end: int


class Segmenter(Protocol):
    """Cuts a text into words. `name` goes into the index's fingerprint.

    Mode "search" gives the shorter words inside a long one too, "default" only the long one.
    """

    name: str

    def tokenize(self, text: str, mode: Mode) -> Iterable[tuple[str, int, int]]: ...

    def cut(self, text: str) -> list[str]:
        """The texts alone that `tokenize` gives in mode "default", in its order; quicker."""

    def is_known(self, word: str) -> bool:
        """Whether the dictionary has a word."""


class _Rjieba:
    def __init__(self) -> None:
        import rjieba

        self.name = f"rjieba {version('rjieba')}"
        self._jieba = rjieba.Jieba()
        self.is_known: Callable[[str], bool] = self._jieba.has_word

    def tokenize(self, text: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        return self._jieba.tokenize(text, mode)

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text)
        return words


class _Jieba:
    def __init__(self) -> None:
        import jieba

        self.name = f"jieba {version('jieba')}"
        self._tokenizer = jieba.Tokenizer()  # our own: the module's global one is everybody's

    def tokenize(self, text: str, mode: Mode) -> Iterable[tuple[str, int, int]]:
        words: Iterable[tuple[str, int, int]] = self._tokenizer.tokenize(text, mode=mode)
        return words

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._tokenizer.lcut(text)
        return words

    def is_known(self, word: str) -> bool:
        self._tokenizer.check_initialized()
        return bool(self._tokenizer.FREQ.get(word))


@cache
def default_segmenter() -> Segmenter:
    """jieba's words by rjieba, or by jieba itself where rjieba is not to be had.

    Its dictionary takes a tenth of a second to load and is only read, so a process loads it once.
    """
    try:
        return _Rjieba()
    except ImportError:
        return _Jieba()


def words(segmenter: Segmenter, folded: str, mode: Mode) -> list[Word]:
    """The words of a folded text in reading order; punctuation and white space are none."""
    return [
        Word(text, start, end)
        for text, start, end in segmenter.tokenize(folded, mode)
        if any(character.isalnum() for character in text)
    ]


def inside(segmenter: Segmenter, word: str) -> list[str]:
    """The shorter words that mode "search" gives beside a long one: those of two and three characters in it."""
    grams = [word[start : start + 2] for start in range(len(word) - 1)] if len(word) > 2 else []
    if len(word) > 3:
        grams += [word[start : start + 3] for start in range(len(word) - 2)]
    return list(filter(segmenter.is_known, grams))
