"""A snapshot: one generation of a corpus as it is read, from which every answer is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from indexer.analysis import Analysis
from indexer.engine.reader import RankingReader
from indexer.model import LeftOut
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Columns

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
    _shared: dict[Callable[["Snapshot"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def entries(self) -> Sequence[Entry]:
        return self.catalogue.entries

    @cached_property
    def columns(self) -> Columns:
        """What is known of every paragraph by its speech."""
        return Columns(self.entries)

    def shared(self, make: Callable[["Snapshot"], Shared]) -> Shared:
        """What `make` makes of this snapshot, made once and kept as long: `snapshot.shared(FieldResolver)`."""
        if make not in self._shared:
            self._shared.setdefault(make, make(self))
        made: Shared = self._shared[make]
        return made
