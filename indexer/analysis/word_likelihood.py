"""How likely a text is as a row of dictionary words: what a wrong character in a word breaks."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from math import log

from indexer.analysis.dictionary import DictionaryEntry
from indexer.analysis.jiebas import MIN_FREQUENCY

MAX_WORD = 8  # characters


class WordLikelihood:
    """The words of jieba's dictionary, with their frequencies, and further entries.

    The best path through the dictionary by word frequencies, as jieba finds it without its model of unknown words: that
    makes words of characters that only happen to stand together, and would hide what is sought.
    """

    def __init__(self, entries: Iterable[DictionaryEntry] = ()) -> None:
        """The first one reads the dictionary, which takes a third of a second."""
        self._shipped = _frequencies()
        self._own = {entry.word: entry.frequency or MIN_FREQUENCY for entry in entries}
        self._total = log(sum(self._shipped.values()) + sum(self._own.values()))

    def log_probability(self, text: str) -> float:
        """The logarithm of the probability of the likeliest row of words that a folded text is."""
        size = len(text)
        best = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            ends = range(start + 1, min(start + MAX_WORD, size) + 1)
            known = [(self._frequency(text[start:end]), end) for end in ends]
            alone = log(known[0][0] or 1) + best[start + 1]  # any character may be a word
            own = [log(frequency) + best[end] for frequency, end in known[1:] if frequency]
            best[start] = max(alone, *own) - self._total if own else alone - self._total
        return best[0]

    def _frequency(self, word: str) -> int:
        return self._own.get(word) or self._shipped.get(word, 0)


@cache
def _frequencies() -> Mapping[str, int]:
    """Those of jieba's own file: its other ways to them keep a copy in a folder that others can write to."""
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ", 2) for line in text.splitlines())
    return {word: int(frequency) for word, frequency, _kind in rows if len(word) <= MAX_WORD}
