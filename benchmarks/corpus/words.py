"""The words of a folded text as our analysis has them, the same for every engine that takes words."""

from collections.abc import Callable
from functools import cache
from itertools import chain

from indexer.analysis import Analysis


class _Words(dict[str, tuple[str, ...]]):
    """What a piece of a text that was cut up gives: itself and the shorter words inside it; nothing for a mark."""

    def __init__(self, analysis: Analysis) -> None:
        super().__init__()
        self._analysis = analysis

    def __missing__(self, piece: str) -> tuple[str, ...]:
        is_word = any(character.isalnum() for character in piece)
        words = self[piece] = (*self._analysis.inner_words(piece), piece) if is_word else ()
        return words


class _Joined(dict[str, str]):
    """The same with white space between."""

    def __init__(self, words: _Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, piece: str) -> str:
        joined = self[piece] = " ".join(self._words[piece])
        return joined


@cache
def word_joiner() -> Callable[[str], str]:
    """A function from folded text to its words with white space between: the quickest way to hand them to another engine."""
    analysis = Analysis()
    joined = _Joined(_Words(analysis))
    return lambda folded: " ".join(map(joined.__getitem__, analysis.cut(folded)))


@cache
def word_cutter() -> Callable[[str], list[str]]:
    """A function from folded text to its words in reading order; punctuation is none. Made once a process."""
    analysis = Analysis()
    words = _Words(analysis)
    return lambda folded: list(chain.from_iterable(map(words.__getitem__, analysis.cut(folded))))
