"""Sentences of two speeches that say the same around a phrase and around another wording, as they are shown."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from indexer.model import Span
from indexer.store.speech_catalogue import Entry
from searchui.search.nearest.sentences import sentences
from searchui.search.results.hit import Mention
from searchui.search.series import is_of_series
from searchui.search.snapshot import Snapshot
from searchui.search.variants.surroundings import Pair, Place
from searchui.search.variants.variant import AlignedPair, Use

MAX_EXAMPLES = 3
MAX_COMPARED = 40  # pairs of speeches, nearest in time first, of which it is asked whether they are of one series


class Evidence:
    """Pairs of places by the speeches that they are in: only dated speeches count, and two that are not one."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._columns = snapshot.columns

    def by_speeches(self, pairs: Sequence[Pair]) -> dict[tuple[int, int], Pair]:
        """The pair with most in common of each two speeches; versions of a speech are that one."""
        if not pairs:
            return {}
        one, other = (self._speeches(places) for places in zip(*((p.phrase, p.other) for p in pairs), strict=True))
        found: dict[tuple[int, int], Pair] = {}
        for pair, both in zip(pairs, zip(one, other, strict=True), strict=True):
            if both[0] == both[1] or not all(self._snapshot.entries[speech].date for speech in both):
                continue
            if both not in found or found[both].width < pair.width:
                found[both] = pair
        return found

    def _speeches(self, places: Iterable[Place]) -> list[int]:
        speeches: list[int] = self._columns.mains_of(np.array([place.paragraph for place in places])).tolist()
        return speeches

    def examples(self, found: dict[tuple[int, int], Pair], sizes: tuple[int, int]) -> Iterator[AlignedPair]:
        """The most telling ones, none of a speech that was shown: neighbours in time, with much in common.

        Only speeches of one series or of one speaker are shown: of others, two sentences alike say nothing of a change.

        `sizes`: how many characters the phrase and the other wording have.
        """
        near = sorted(found, key=lambda both: (self._years_between(both), -found[both].width, both))[:MAX_COMPARED]
        shown: set[int] = set()
        for both in near:
            if not self._is_told_again(*self._entries(both)):
                continue
            if len(shown) >= 2 * MAX_EXAMPLES:
                return
            if shown.isdisjoint(both):
                shown.update(both)
                pair = found[both]
                yield AlignedPair(self._use(pair.phrase, sizes[0]), self._use(pair.other, sizes[1]))

    @staticmethod
    def _is_told_again(one: Entry, other: Entry) -> bool:
        return is_of_series(one, other) or (one.speaker is not None and one.speaker == other.speaker)

    def _years_between(self, both: tuple[int, int]) -> int:
        years = [entry.date.year for entry in self._entries(both) if entry.date]
        return max(years) - min(years)

    def _entries(self, both: tuple[int, int]) -> tuple[Entry, Entry]:
        return self._snapshot.entries[both[0]], self._snapshot.entries[both[1]]

    def _use(self, place: Place, size: int) -> Use:
        speech = int(self._columns.speech_of(np.array([place.paragraph]))[0])
        mention = Mention(self._snapshot.entries[speech], *self._snapshot.engine.paragraphs([place.paragraph]))
        within = [one for one in sentences(mention.paragraph.text) if one.start <= place.start < one.end]
        sentence = within[0] if within else Span(0, len(mention.paragraph.text))
        end = place.start + size
        return Use(mention, Span(sentence.start, max(sentence.end, end)), Span(place.start, end))
