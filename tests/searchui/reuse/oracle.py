"""What of a speech others have, by brute force over the letters of all paragraphs."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from indexer.analysis import fold
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui import Corpus

MAX_PLACES = 30


def letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def windows(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def days(one: SpeechDate) -> tuple[date, date]:
    """The first and the last day that a date may be."""
    first, last = one.month or 1, one.month or 12
    end = one.day or monthrange(one.year, last)[1]
    return date(one.year, first, one.day or 1), date(one.year, last, end)


def is_earlier(one: Entry, other: Entry) -> bool:
    return one.date is not None and other.date is not None and days(one.date)[1] < days(other.date)[0]


def _times(run: str, text: str) -> int:
    """Overlapping places too."""
    at, times = text.find(run), 0
    while at >= 0:
        at, times = text.find(run, at + 1), times + 1
    return times


class Oracle:
    """The paragraphs of a corpus as letters."""

    def __init__(self, corpus: Corpus) -> None:
        self.entries = {entry.id: entry for entry in corpus._catalogue.entries}
        indexed = {id_: corpus._snapshot.engine.paragraphs(self._numbers(one)) for id_, one in self.entries.items()}
        self.paragraphs = {id_: [letters(one.text) for one in own] for id_, own in indexed.items()}

    @staticmethod
    def _numbers(entry: Entry) -> range:
        return range(entry.first, entry.first + entry.paragraphs)

    def main(self, id_: str) -> str:
        return self.entries[id_].version_of or id_

    def having(self, run: str) -> set[str]:
        """The speeches that have a run."""
        return {id_ for id_, texts in self.paragraphs.items() if any(run in text for text in texts)}

    def count(self, run: str) -> int:
        """At how many places it stands."""
        return sum(_times(run, text) for texts in self.paragraphs.values() for text in texts)

    def places(self, length: int) -> dict[str, list[str]]:
        """The speech at each place of every run of a length."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, texts in self.paragraphs.items():
            for text in texts:
                for run in windows(text, length):
                    found[run].append(id_)
        return found

    def covered(self, id_: str, runs: set[str], length: int) -> int:
        """How many letters of a speech are in some runs of a length."""
        total = 0
        for text in self.paragraphs[id_]:
            marked = [False] * len(text)
            for start, run in enumerate(windows(text, length)):
                if run in runs:
                    marked[start : start + length] = [True] * length
            total += sum(marked)
        return total

    def copies(self) -> dict[str, set[str]]:
        """The speeches that are versions of each by what they have in common, and those that the catalogue says are."""
        runs_of: dict[str, set[str]] = defaultdict(set)
        for run, ids in self.places(12).items():
            if len(ids) <= MAX_PLACES:
                for id_ in ids:
                    runs_of[id_].add(run)
        sizes = {id_: sum(map(len, texts)) for id_, texts in self.paragraphs.items()}
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.entries:
            for other in self.entries:
                if one == other or self.main(one) == self.main(other):
                    found[one].add(other)
                elif sizes[one] <= sizes[other] and sizes[one] >= 200:
                    shared = self.covered(one, runs_of[one] & runs_of[other], 12)
                    if shared >= 0.6 * sizes[one]:
                        found[one].add(other)
                        found[other].add(one)
        return found
