"""The pieces of texts that a corpus has: of many texts at once, in a few rounds of questions."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from indexer.model import Span

Stand: TypeAlias = Callable[[list[str]], Sequence[bool]]


AT_ONCE = 150  # questions: what is left is asked all together, where it is no more
WINDOWS = 3  # sizes of short texts that are asked everywhere, where each of them costs little: they tell most of how far pieces go


def common_pieces(stand: Stand, texts: Sequence[str], fewest: int) -> list[list[str]]:
    """Of each of some texts the pieces of `common_stretches`."""
    found = common_stretches(stand, texts, fewest, WINDOWS)
    return [[text[one.start : one.end] for one in own] for text, own in zip(texts, found, strict=True)]


def common_stretches(stand: Stand, texts: Sequence[Sequence[str]], fewest: int, windows: int = 1) -> list[list[Span]]:
    """Of each of some texts the longest pieces that stand in a corpus, of so many units at least; none is inside another.

    A text is a row of units: its characters, or its words. `stand` says of some texts which stand there. All that is in one
    that does, does too: so how far it goes from each unit on is found by bisection, for all units of all texts at the same
    time, one question for those of which the same is known. Before that all texts of `fewest` units are asked for, and of the
    `windows` - 1 sizes that follow.
    """
    searches = [_Search(text, fewest, windows) for text in texts]
    known: dict[str, bool] = {}
    while any(asked := _questions(searches)):
        new = list(dict.fromkeys(one for own in asked for one in own if one not in known))
        known.update(zip(new, stand(new) if new else (), strict=True))
        for search, own in zip(searches, asked, strict=True):
            search.learn([known[one] for one in own])
    return [list(search.stretches()) for search in searches]


def _questions(searches: Sequence["_Search"]) -> list[list[str]]:
    few = sum(search.left for search in searches) <= AT_ONCE
    return [search.questions(every=few) for search in searches]


class _Asked(NamedTuple):
    start: int
    end: int


class _Search:
    """What is known of one text: from each place on a piece reaches to `low` at least and to `high` at most."""

    def __init__(self, text: Sequence[str], fewest: int, windows: int) -> None:
        self._text, self._fewest, self._windows, self._round = text, fewest, windows, 0
        places = range(max(len(text) - fewest + 1, 0))
        self._low, self._high = list(places), [place + fewest for place in places]
        self._asked: list[_Asked] = []

    def questions(self, *, every: bool) -> list[str]:
        """The texts of which it is to be known next whether they stand there; none at the end. `every`: all that are left."""
        if self._round and not self._asked:
            return []
        self._asked = list(self._short() if self._round < self._windows else self._every() if every else self._next())
        return ["".join(self._text[one.start : one.end]) for one in self._asked]

    def _short(self) -> Iterator[_Asked]:
        """What has a unit more than what was asked last, of which all parts stand there."""
        size = self._fewest + self._round
        for place, low in enumerate(self._low[: max(len(self._text) - size + 1, 0)]):
            if not self._round or (low == place + size - 1 and self._low[place + 1] == place + size):
                yield _Asked(place, place + size)

    def _every(self) -> Iterator[_Asked]:
        for place, (low, high) in enumerate(zip(self._low, self._high, strict=True)):
            yield from (_Asked(place, end) for end in range(low + 1, high + 1))

    def _next(self) -> Iterator[_Asked]:
        for places in self._alike():
            if self._round == self._windows:  # mostly all of a run stands there
                yield _Asked(places.start, self._high[places.start])
            else:
                middle = (places.start + places.stop) // 2
                yield _Asked(middle, (self._low[middle] + self._high[middle] + 1) // 2)

    def _alike(self) -> Iterator[range]:
        """Places after each other of which nothing is known that parts them, and where it is not known how far a piece reaches."""
        size = len(self._low)
        starts = [
            place
            for place in range(size)
            if not place or self._high[place] != self._high[place - 1] or self._low[place] > self._low[place - 1] + 1
        ]
        for start, end in pairwise([*starts, size]):
            open_ = [place for place in range(start, end) if self._low[place] < self._high[place]]
            if open_:
                yield range(open_[0], open_[-1] + 1)

    @property
    def left(self) -> int:
        """How many pieces may stand there or not."""
        return sum(high - low for low, high in zip(self._low, self._high, strict=True))

    def learn(self, answers: Sequence[bool]) -> None:
        """What of these does."""
        if self._round and not answers:
            return
        for (start, end), stands in zip(self._asked, answers, strict=True):
            if stands:
                self._low[start] = max(self._low[start], end)
            else:
                self._high[start] = min(self._high[start], end - 1)
        self._round += 1
        if self._round <= self._windows:
            self._begin_runs()
            return
        for before, place in pairwise(range(len(self._low))):
            if self._is_begun(place):
                self._low[place] = max(self._low[place], min(self._low[before], self._high[place]))
        for place, after in pairwise(range(len(self._low))[::-1]):
            if self._is_begun(place) and self._is_begun(after):
                self._high[after] = min(self._high[after], self._high[place])

    def _begin_runs(self) -> None:
        """After a round of windows: as far as there is something at every place, it may be one piece."""
        end, size = 0, self._fewest + self._round - 1
        for place in reversed(range(len(self._low))):
            if self._low[place] == place + size:
                end = end or self._low[place]
                self._high[place] = end
            else:
                end, self._high[place] = 0, max(self._low[place], place)

    def _is_begun(self, place: int) -> bool:
        """Whether anything stands there from a place on."""
        return self._low[place] >= place + self._fewest

    def stretches(self) -> Iterator[Span]:
        end = 0
        for place, reached in enumerate(self._low):
            if self._is_begun(place) and reached > end:
                yield Span(place, reached)
                end = reached
