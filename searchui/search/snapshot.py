"""A snapshot: one generation of a corpus as it is read, from which every answer is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol, TypeVar

from indexer.analysis import Analysis
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Arrays, RunUses
from indexer.engine.reader import RankingReader
from indexer.model import LeftOut
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Columns

CACHED_USES = 16  # phrases

Shared = TypeVar("Shared")


class Entries(Protocol):
    """What a snapshot needs of a catalogue."""

    @property
    def entries(self) -> Sequence[Entry]:
        """Every speech, by its number."""

    def left_out(self, entry: Entry) -> Sequence[LeftOut]:
        """The texts that were left out of a speech."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that does not change while a corpus is open. Safe to share between threads.

    Nothing of it is read before it is asked for, so that opening is quick whatever the size of the corpus.
    """

    engine: RankingReader
    catalogue: Entries
    analysis: Analysis
    check_whole: Callable[[], None] = lambda: None  # raises IndexUnusableError where what it is read from is damaged
    _shared: dict[Callable[["Snapshot"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def entries(self) -> Sequence[Entry]:
        return self.catalogue.entries

    @cached_property
    def columns(self) -> Columns:
        """What is known of every paragraph by its speech."""
        return Columns(self.entries)

    def uses(self, phrase: str, match_options: MatchOptions = PLAIN) -> RunUses:
        """How each run of the corpus uses a phrase, whatever filters leave. What is found and the card of it ask for the same."""
        return self._uses(phrase, match_options)

    @cached_property
    def _uses(self) -> Callable[[str, MatchOptions], RunUses]:
        runs = self.columns.run_of
        return lru_cache(CACHED_USES)(lambda phrase, options: self.engine.uses_by_run(phrase, runs, options))

    def shared(self, make: Callable[["Snapshot"], Shared]) -> Shared:
        """What `make` makes of this snapshot, made once and kept as long: `snapshot.shared(FieldResolver)`."""
        if make not in self._shared:
            self._shared.setdefault(make, make(self))
        made: Shared = self._shared[make]
        return made

    def derived(self, name: str, make: Callable[["Snapshot"], Arrays], *, keep: bool = True) -> Arrays:
        """Arrays that follow from this snapshot: made once for all who read the index, and kept beside it.

        They outlive the files that they are made of. So these are read whole before anything is kept: what follows from
        damaged files would be answered from long after those are mended. Raises IndexUnusableError where they are damaged.
        Who does not `keep` what is not there yet does not wait for that.
        """
        return self.engine.derived(name, lambda: self._verified(make(self)) if keep else make(self), keep=keep)

    def derived_of_segments(
        self, name: str, make: Callable[[Sequence[int]], Sequence[Arrays]], *, keep: bool = True
    ) -> Sequence[Arrays]:
        """The same of each run of the forward index by itself; `make` gives those of several, by their places."""
        return self.engine.derived_of_segments(
            name, lambda places: self._verified(make(places)) if keep else make(places), keep=keep
        )

    def _verified(self, made: Shared) -> Shared:
        self.check_whole()
        return made
