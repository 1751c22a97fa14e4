"""Words that are not all Han: with letters, digits, marks, white space or rare characters in them (C919, A 股, T+0).

jieba splits a text at punctuation and white space before it looks for words, so no dictionary can make one of these a
word (jieba#300, #749); and one of letters would be found inside others (ai in said). So they are searched for first.
"""

import re
from collections.abc import Iterable, Iterator

from indexer.analysis.fold import occurrences

_HAN = re.compile("[\u4e00-\u9fd5]+")  # what both builds of jieba take for Han


def is_han(word: str) -> bool:
    """Whether jieba can know a word."""
    return _HAN.fullmatch(word) is not None


class MixedWords:
    """A set of such words, folded, and where they occur in a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths: dict[str, list[int]] = {}  # of the words that begin with a character, the longest first
        for length, first in sorted({(len(word), word[0]) for word in self._words}, reverse=True):
            self._lengths.setdefault(first, []).append(length)
        self._first = re.compile(f"[{re.escape(''.join(sorted(self._lengths)))}]" if self._words else "(?!)")

    def is_inside(self, text: str, word: str) -> bool:
        """Whether a text is one of them, and is never part of a longer run of letters inside `word`."""
        return text in self._words and not any(
            _within(word, place) or _within(word, place + len(text)) for place in occurrences(text, word)
        )

    def __len__(self) -> int:
        return len(self._words)

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Start and end of each in a text, from left to right; of those that start at one place the longest."""
        end = 0
        for match in self._first.finditer(folded):
            start = match.start()
            if start >= end and (stop := self._end(folded, start)):
                yield start, stop
                end = stop

    def _end(self, folded: str, start: int) -> int:
        """Where the longest word that starts here ends; 0 where none does."""
        if _within(folded, start):
            return 0
        longest = len(folded) - start
        ends = (start + length for length in self._lengths[folded[start]] if length <= longest)
        return next((end for end in ends if folded[start:end] in self._words and not _within(folded, end)), 0)


def _within(folded: str, place: int) -> bool:
    """Whether a place is inside a run of letters and digits that are not Han, which is one word: said, 2024."""
    return 0 < place < len(folded) and _joins(folded[place - 1]) and _joins(folded[place])


def _joins(character: str) -> bool:
    return character < "\u2e80" and character.isalnum()
