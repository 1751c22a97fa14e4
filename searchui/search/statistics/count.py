"""A count: how often a phrase occurs, in how many paragraphs and speeches, first and last."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.engine.port import EngineReader, Numbers
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.paragraph_columns import Runs
from searchui.search.results.json_answers import CountAnswer
from searchui.search.results.page import Mention


class Uses:
    """The paragraphs that have a phrase, ascending. What is to be known of them is found when first asked for."""

    def __init__(self, paragraphs: Numbers, runs: Runs, entries: Sequence[Entry], engine: EngineReader) -> None:
        self._paragraphs = paragraphs
        self._runs = runs
        self._entries = entries
        self._engine = engine

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: what is to be known, without the corpus that it is known from."""
        self.settle()
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def settle(self) -> None:
        """Find out everything now, since the corpus will be closed."""
        _ = self.speeches, self.first, self.last, self.undated

    @cached_property
    def speeches(self) -> int:
        return len(self._runs.speeches_in(self._runs.of[self._paragraphs]))

    @cached_property
    def first(self) -> Mention | None:
        return self._mention(latest=False)

    @cached_property
    def last(self) -> Mention | None:
        return self._mention(latest=True)

    @cached_property
    def undated(self) -> int:
        runs = self._runs.of[self._paragraphs]
        return len(self._runs.speeches_in(runs[~self._runs.dated[runs]]))

    def _mention(self, *, latest: bool) -> Mention | None:
        runs = self._runs.of[self._paragraphs]
        dated = self._runs.dated[runs].nonzero()[0]
        if not len(dated):
            return None
        times = self._paragraphs[dated] + self._runs.oldest[runs[dated]]
        number = int(self._paragraphs[dated[times.argmax() if latest else times.argmin()]])
        return Mention(self._entries[int(self._runs.speeches[self._runs.of[number]])], self._engine.paragraph(number))


@dataclass(frozen=True, eq=False, repr=False)
class Count:
    """How often a phrase occurs. `first` and `last` are by date; None where no dated speech has it.

    `undated` is the number of speeches that have the phrase and no known date.
    """

    phrase: str
    occurrences: int
    paragraphs: int
    uses: Uses

    @property
    def speeches(self) -> int:
        return self.uses.speeches

    @property
    def first(self) -> Mention | None:
        return self.uses.first

    @property
    def last(self) -> Mention | None:
        return self.uses.last

    @property
    def undated(self) -> int:
        return self.uses.undated

    def __eq__(self, other: object) -> bool:
        return self._known() == other._known() if isinstance(other, Count) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._known().values()))

    def __repr__(self) -> str:
        return f"Count({', '.join(f'{name}={value!r}' for name, value in self._known().items())})"

    def answer(self) -> CountAnswer:
        return CountAnswer(
            phrase=self.phrase,
            occurrences=self.occurrences,
            paragraphs=self.paragraphs,
            speeches=self.speeches,
            first=self.first.answer() if self.first else None,
            last=self.last.answer() if self.last else None,
            undated=self.undated,
        )

    def as_json(self) -> dict[str, Any]:
        return self.answer().as_json()

    def _known(self) -> dict[str, Any]:
        return {
            "phrase": self.phrase,
            "occurrences": self.occurrences,
            "paragraphs": self.paragraphs,
            "speeches": self.speeches,
            "first": self.first,
            "last": self.last,
            "undated": self.undated,
        }
