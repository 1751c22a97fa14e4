"""Phrases in the text that was left out of speeches: page furniture, captions, marks of pages, hidden text.

It is in no count and no index; it is looked through as a whole, where somebody asks for it or nothing else was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.model import LeftOut
from indexer.store.speech_catalogue import Entry
from searchui.search.snapshot import Snapshot

MAX_SPEECHES = 3  # that are named where nothing else was found


@dataclass(frozen=True, slots=True)
class LeftOutPlace:
    """A text that was left out of a speech and has the phrase `times`, at any character."""

    speech: Entry
    item: LeftOut
    times: int


@dataclass(frozen=True, slots=True)
class LeftOutText:
    """A text of a query that is in no paragraph, and at `places` places in what was left out.

    `speeches` are the ids of the first speeches that it was left out of.
    """

    text: str
    places: int
    speeches: tuple[str, ...]


class LeftOutTexts:
    """All that was left out, folded; read when it is first asked for and kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._items = [
            (entry, item, fold(item.text)) for entry in snapshot.entries for item in snapshot.catalogue.left_out(entry)
        ]

    def places(self, phrase: str) -> Iterator[LeftOutPlace]:
        """In the order of the corpus."""
        folded = fold(phrase)
        for entry, item, text in self._items if folded else ():
            if times := sum(text.startswith(folded, start) for start in range(len(text))):
                yield LeftOutPlace(entry, item, times)


def left_out_places(phrase: str, snapshot: Snapshot) -> list[LeftOutPlace]:
    """Where a phrase is in the text that was left out."""
    return list(snapshot.shared(LeftOutTexts).places(phrase))


def left_out_texts(snapshot: Snapshot, texts: Iterator[str]) -> Iterator[LeftOutText]:
    """Of some texts those that are in what was left out."""
    for text in texts:
        if found := left_out_places(text, snapshot):
            speeches = dict.fromkeys(place.speech.id for place in found)
            yield LeftOutText(text, sum(place.times for place in found), tuple(speeches)[:MAX_SPEECHES])
