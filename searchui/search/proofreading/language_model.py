"""How likely characters are by what the corpus has: a language model of exact counts, with stupid back-off.

Brants, Popat, Xu, Och, Dean 2007, Large language models in machine translation: the score of a character after others is
how often all of these stand in the corpus by how often the others do; where they never do, with one fewer before it, times
0.4. Scores are no probabilities, but they compare.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from indexer.engine.answers import Numbers

Totals = Callable[[list[str]], Numbers]

ORDER = 5  # characters, the scored one among them
BACK_OFF = 0.4
UNKNOWN = 0.5  # times that a character stands which is not there


class Window(NamedTuple):
    """A text of which the characters from `start` on are scored."""

    text: str
    start: int


class LanguageModel:
    """Of a corpus of so many `characters`, in which texts stand as often as `totals` says."""

    def __init__(self, totals: Totals, characters: int) -> None:
        self._totals, self._size = totals, max(characters, 1)

    def scores(self, windows: Sequence[Window]) -> list[float]:
        """The logarithm of the score of each of some texts, all counted at once."""
        grams = dict.fromkeys(gram for window in windows for gram in _grams(window))
        times = counted(self._totals, grams)
        return [sum(self._score(text, place, times) for place in range(start, len(text))) for text, start in windows]

    def _score(self, text: str, place: int, times: Mapping[str, int]) -> float:
        weight = 0.0
        for size in range(min(ORDER, place + 1), 1, -1):
            whole = times[text[place - size + 1 : place + 1]]
            if whole:
                return weight + log(whole / times[text[place - size + 1 : place]])
            weight += log(BACK_OFF)
        return weight + log((times[text[place]] or UNKNOWN) / self._size)


def counted(totals: Totals, texts: Iterable[str]) -> dict[str, int]:
    """How often each of some different texts stands."""
    asked = list(texts)
    return dict(zip(asked, totals(asked).tolist(), strict=True)) if asked else {}


def _grams(window: Window) -> Iterator[str]:
    """All texts whose counts a score takes."""
    text, start = window
    for place in range(start, len(text)):
        for size in range(1, min(ORDER, place + 1) + 1):
            yield text[place - size + 1 : place + 1]
            if size > 1:
                yield text[place - size + 1 : place]
