"""What the corpus says of a text: how often it stands there, where first and where last."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Fillers, Frame, Numbers, Occurrences
from indexer.model import Span
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Mask
from searchui.search.results.hit import Mention
from searchui.search.results.use_by_date import use_by_date
from searchui.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text stands: a paragraph, and the characters of it."""

    mention: Mention
    span: Span

    @property
    def text(self) -> str:
        """As it is written there."""
        return self.mention.paragraph.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a text stands in the corpus, letter for letter, and in how many speeches.

    `first` and `last` are by date, among dated speeches; `undated` speeches have it too. `only` is the speech that has
    it, where that is one alone. `source` is where it is shown: the first use, or one without a date where no other is.
    """

    count: int
    speeches: int
    first: Mention | None
    last: Mention | None
    undated: int
    only: Entry | None
    source: Source | None


NOTHING = Evidence(0, 0, None, None, 0, None, None)


class Attestation:
    """Looks up texts in a corpus, but for some speeches."""

    def __init__(self, snapshot: Snapshot, excluded: Collection[str] = ()) -> None:
        """`excluded`: ids of speeches, which are as if they were not there. What is looked up is not kept."""
        self.snapshot, self.engine = snapshot, snapshot.engine.apart()
        left_out = [entry for entry in snapshot.entries if entry.id in excluded]
        self._known: dict[str, Evidence] = {}  # a draft says the same more than once
        self.allowed: Mask | None = None
        if left_out:
            self.allowed = np.ones(snapshot.engine.size, dtype=np.bool_)
            for entry in left_out:
                self.allowed[entry.first : entry.first + entry.paragraphs] = False
        self._left_out = [text for entry in left_out for text in self._texts(entry)]

    def _texts(self, entry: Entry) -> list[str]:
        return self.engine.folded_texts(range(entry.first, entry.first + entry.paragraphs))

    @property
    def characters(self) -> int:
        """How many there are, white space not counted."""
        live = self.snapshot.columns.live
        kept = live if self.allowed is None else live[self.allowed[live]]
        return int(self.engine.characters[kept].sum())

    def occurrences(self, text: str) -> Occurrences:
        """The paragraphs that have a text, ascending, and how often each."""
        found = self.engine.occurrences(text)
        if self.allowed is None:
            return found
        kept = self.allowed[found.paragraphs]
        return Occurrences(found.paragraphs[kept], found.counts[kept])

    def totals(self, folded: list[str]) -> Numbers:
        """How often each of some folded texts stands."""
        found = self.engine.totals_of(folded)
        if not self._left_out:
            return found
        return found - np.array([sum(_times(text, one) for one in self._left_out) for text in folded], dtype=np.int64)

    def fillers(self, frames: list[Frame]) -> list[Fillers]:
        """The characters that stand in each of some frames."""
        found = self.engine.fillers_of(frames)
        if not self._left_out:
            return found
        return [_without(one, frame, self._left_out) for one, frame in zip(found, frames, strict=True)]

    def evidence(self, text: str) -> Evidence:
        """What the corpus says of a text."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._evidence(text)
        return known

    def _evidence(self, text: str) -> Evidence:
        found = self.occurrences(text)
        if not len(found.paragraphs):
            return NOTHING
        snapshot, paragraphs = self.snapshot, found.paragraphs
        runs = snapshot.columns.run_of[paragraphs]
        speeches = snapshot.columns.speeches_in(runs)
        first = use_by_date(snapshot, paragraphs)
        return Evidence(
            count=int(found.counts.sum()),
            speeches=len(speeches),
            first=first,
            last=use_by_date(snapshot, paragraphs, latest=True),
            undated=len(snapshot.columns.speeches_in(runs[~snapshot.columns.dated[runs]])),
            only=snapshot.entries[int(speeches[0])] if len(speeches) == 1 else None,
            source=self._place(first or self.mention(int(paragraphs[0])), text),
        )

    def mention(self, paragraph: int) -> Mention:
        """A paragraph by its number."""
        speech = int(self.snapshot.columns.speech_of(np.array([paragraph]))[0])
        return Mention(self.snapshot.entries[speech], *self.engine.paragraphs([paragraph]))

    @staticmethod
    def _place(mention: Mention, text: str) -> Source:
        start = fold(mention.paragraph.text).find(fold(text))
        return Source(mention, Span(start, start + len(text)))


def _without(found: Fillers, frame: Frame, texts: Sequence[str]) -> Fillers:
    """Fillers without those that are in some texts."""
    between = re.compile(f"(?s)(?<={re.escape(frame.before)}).(?={re.escape(frame.after)})")
    left_out = Counter(character for text in texts for character in between.findall(text))
    return {character: times - left_out[character] for character, times in found.items()}


def _times(text: str, within: str) -> int:
    """How often a text stands in another, places that overlap too."""
    times, start = 0, within.find(text)
    while start >= 0:
        times, start = times + 1, within.find(text, start + 1)
    return times
