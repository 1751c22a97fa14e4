"""Whether a wording is whole: it cuts no word where it stands, and does not begin or end with a word that is none of it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from indexer.analysis import Analysis
from indexer.engine.reader import EngineReader

LOOKED_AT = 6  # places of a wording
LEAST_WHOLE = 1 / 4  # of these
MIN_LONG = 6  # characters of a word that may be several: a set phrase
BELONGS = 0.8  # of the places of a wording without some words at its edge, for these to belong to it


def cuts_no_word(engine: EngineReader, analysis: Analysis, text: str, words: Sequence[str]) -> bool:
    """Whether a folded text is whole words where it stands; `words` are those of the phrase that it is a variant of.

    It may be a part of a long word, as 建成小康社会 is of 全面建成小康社会, where no single character is left over at its own edges.
    """
    own = analysis.cut(text)
    firm = _firm(own[0], words[0]) and _firm(own[-1], words[-1])
    places = engine.pattern_contexts(tuple(map(frozenset, text)), LOOKED_AT)
    whole = 0
    for place in places:
        start, end = len(place.before), len(place.before) + len(place.match)
        around = analysis.cut(place.before + place.match + place.after)
        bounds = {0, *accumulate(map(len, around))}
        whole += {start, end} <= bounds or (firm and {start, end} <= bounds | _inner(analysis, around))
    return bool(places) and whole >= LEAST_WHOLE * len(places)


def _firm(word: str, of_phrase: str) -> bool:
    return len(word) > 1 or word == of_phrase


def _inner(analysis: Analysis, words: Sequence[str]) -> set[int]:
    """Where the shorter words inside long ones begin and end, but for what would cut another of these, as 社会 does 社会主义."""
    bounds: set[int] = set()
    for word, end in zip(words, accumulate(map(len, words)), strict=True):
        inner = [
            (at, at + len(one))
            for one in (analysis.inner_words(word) if len(word) >= MIN_LONG else ())
            if (at := end - len(word) + word.find(one)) >= 0
        ]
        edges = {edge for own in inner for edge in own}
        bounds |= {edge for edge in edges if not any(start < edge < stop for start, stop in inner)}
    return bounds


class Edges:
    """Tells wordings that begin or end with a function word which the phrase does not begin or end with."""

    def __init__(
        self,
        analysis: Analysis,
        phrase: str,
        words: Sequence[str],
        is_function_word: Callable[[str], bool],
        may_open: Callable[[str], bool],
    ) -> None:
        """`may_open`: whether a function word may be the first of a set phrase."""
        self._cut = analysis.cut
        self._phrase, self._words = phrase, words
        self._is_function_word, self._may_open = is_function_word, may_open

    def without(self, text: str) -> str | None:
        """A wording without such words; None where it has none."""
        own = self._cut(text)
        first, last = self._leads(own[0], text), self._trails(own[-1], text)
        return "".join(own[first : len(own) - last]) if first or last else None

    def may_belong(self, text: str) -> bool:
        """Whether such words may be a part of the wording at all: one may open it, as 的 never does, and none ends it."""
        own = self._cut(text)
        return not self._trails(own[-1], text) and (not self._leads(own[0], text) or self._may_open(own[0]))

    def _leads(self, word: str, text: str) -> bool:
        return self._is_function_word(word) and word != self._words[0] and text[0] != self._phrase[0]

    def _trails(self, word: str, text: str) -> bool:
        return self._is_function_word(word) and word != self._words[-1] and text[-1] != self._phrase[-1]


def with_own_edges(totals: Mapping[str, int], bare: Mapping[str, str]) -> set[str]:
    """The wordings to which the function words at their edges belong, as 可 does to 可支配收入: without it they hardly stand.

    `totals` are those of all of them, `bare` is each without these words.
    """
    return {text for text, rest in bare.items() if rest and totals[text] >= BELONGS * max(totals.get(rest, 0), 1)}


def is_mostly(times: int, in_longer: int) -> bool:
    """Whether a wording that stands so often mostly stands in a longer one, which is used more than once."""
    return in_longer > 1 and in_longer >= BELONGS * times
