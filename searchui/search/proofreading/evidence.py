"""What the corpus says of a text: how often it stands there, where first and where last."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Numbers
from indexer.model import Span
from indexer.store.speech_catalogue import Entry
from searchui.search.results.hit import Mention
from searchui.search.results.use_by_date import paragraph_by_date, use_by_date
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
        self._left_out = [
            range(entry.first, entry.first + entry.paragraphs) for entry in snapshot.entries if entry.id in excluded
        ]
        self.snapshot, self.engine = snapshot, snapshot.engine.apart(self._left_out)
        self._known: dict[str, Evidence] = {}  # a draft says the same more than once

    @property
    def is_of_all(self) -> bool:
        """Whether no speech is excluded."""
        return not self._left_out

    @property
    def paragraphs(self) -> Numbers:
        """The numbers of those that are looked at, ascending."""
        live = self.snapshot.columns.live
        left_out = np.concatenate([np.arange(one.start, one.stop) for one in self._left_out] or [live[:0]])
        return np.setdiff1d(live, left_out, assume_unique=True)

    @property
    def characters(self) -> int:
        """How many there are, white space not counted."""
        of_each = self.snapshot.engine.characters
        left_out = sum(int(of_each[one.start : one.stop].sum()) for one in self._left_out)
        return int(of_each[self.snapshot.columns.live].sum()) - left_out

    def prepare(self, texts: Collection[str]) -> None:
        """Where the engine is far away, have it asked at once for what `evidence` looks up of some texts."""
        different = [text for text in dict.fromkeys(texts) if text not in self._known]
        if not self.engine.prepare():
            return
        found = [one.paragraphs for one in self.engine.occurrences_of(different)]
        shown = [paragraph_by_date(self.snapshot, own, latest=latest) for own in found for latest in (False, True)]
        self.snapshot.engine.paragraphs(list(dict.fromkeys(number for number in shown if number is not None)))

    def evidence(self, text: str) -> Evidence:
        """What the corpus says of a text."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._evidence(text)
        return known

    def _evidence(self, text: str) -> Evidence:
        found = self.engine.occurrences(text)
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
        return self.mentions(np.array([paragraph]))[0]

    def mentions(self, paragraphs: Numbers) -> list[Mention]:
        """Several ones, read at once."""
        speeches, read = self.snapshot.columns.speech_of(paragraphs), self.engine.paragraphs(paragraphs.tolist())
        return [Mention(self.snapshot.entries[one], own) for one, own in zip(speeches.tolist(), read, strict=True)]

    @staticmethod
    def _place(mention: Mention, text: str) -> Source:
        start = fold(mention.paragraph.text).find(fold(text))
        return Source(mention, Span(start, start + len(text)))
