"""The pieces of texts that a corpus has: of many texts at once, in a few rounds of questions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from indexer.model import Span

Stand: TypeAlias = Callable[[list[str]], Sequence[bool]]


AT_ONCE = 300  # questions: what is left is asked all together, where it is no more


def common_pieces(stand: Stand, texts: Sequence[str], fewest: int) -> list[list[str]]:
    """Of each of some texts the pieces of `common_stretches`."""
    found = common_stretches(stand, texts, fewest)
    return [[text[one.start : one.end] for one in own] for text, own in zip(texts, found, strict=True)]


def common_stretches(stand: Stand, texts: Sequence[str], fewest: int) -> list[list[Span]]:
    """Of each of some texts the longest pieces that stand in a corpus, of so many characters at least; none is inside another.

    `stand` says of some texts which stand there. All that is in one that does, does too: so how far it goes from each
    character on is found by bisection, for all characters of all texts at the same time.
    """
    searches = [_Search(text, fewest) for text in texts]
    known: dict[str, bool] = {}
    while any(asked := [search.questions(every=_are_few(searches)) for search in searches]):
        new = list(dict.fromkeys(one for own in asked for one in own if one not in known))
        known.update(zip(new, stand(new) if new else (), strict=True))
        for search, own in zip(searches, asked, strict=True):
            search.learn([known[one] for one in own])
    return [list(search.stretches()) for search in searches]


def _are_few(searches: Iterable["_Search"]) -> bool:
    return sum(search.left for search in searches) <= AT_ONCE


class _Search:
    """What is known of one text: from each place on a piece reaches to `low` at least and to `high` at most."""

    def __init__(self, text: str, fewest: int) -> None:
        self._text, self._fewest, self._round = text, fewest, 0
        places = range(max(len(text) - fewest + 1, 0))
        self._low, self._high = list(places), [place + fewest for place in places]
        self._asked: list[tuple[int, int]] = []

    def questions(self, *, every: bool) -> list[str]:
        """The texts of which it is to be known next whether they stand there; none at the end. `every`: all that are left."""
        if self._round and every:
            bounds = enumerate(zip(self._low, self._high, strict=True))
            self._asked = [(start, end) for start, (low, high) in bounds for end in range(low + 1, high + 1)]
            return [self._text[start:end] for start, end in self._asked]
        places = [place for place, low in enumerate(self._low) if low < self._high[place]]
        if self._round == 1:  # mostly all of a run stands there
            places = [place for number, place in enumerate(places) if not number or places[number - 1] < place - 1]
        bisected = self._round > 1
        self._asked = [
            (one, (self._low[one] + self._high[one] + 1) // 2 if bisected else self._high[one]) for one in places
        ]
        return [self._text[start:end] for start, end in self._asked]

    @property
    def left(self) -> int:
        """How many pieces may stand there or not."""
        return sum(high - low for low, high in zip(self._low, self._high, strict=True))

    def learn(self, answers: Sequence[bool]) -> None:
        """What of these does."""
        for (start, end), stands in zip(self._asked, answers, strict=True):
            if stands:
                self._low[start] = max(self._low[start], end)
            else:
                self._high[start] = min(self._high[start], end - 1)
        if self._round == 0:
            self._begin_runs()
        self._round += 1
        for before, place in pairwise(range(len(self._low))):
            if self._is_begun(place):
                self._low[place] = max(self._low[place], min(self._low[before], self._high[place]))
        for place, after in pairwise(range(len(self._low))[::-1]):
            if self._is_begun(place) and self._is_begun(after):
                self._high[after] = min(self._high[after], self._high[place])

    def _begin_runs(self) -> None:
        """After the first round: as far as there is something at every place, it may be one piece."""
        end = 0
        for place in reversed(range(len(self._low))):
            if self._is_begun(place):
                end = end or self._low[place]
                self._high[place] = end
            else:
                end, self._high[place] = 0, place

    def _is_begun(self, place: int) -> bool:
        """Whether anything stands there from a place on."""
        return self._low[place] >= place + self._fewest

    def stretches(self) -> Iterator[Span]:
        end = 0
        for place, reached in enumerate(self._low):
            if self._is_begun(place) and reached > end:
                yield Span(place, reached)
                end = reached
