"""Usage: where a phrase is used most, of the years or of the speakers of a corpus that have a base for saying so."""

from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import EncodedColumn, Mask
from searchui.search.statistics.base import MIN_COMPARED, MIN_USES, having_base
from searchui.search.statistics.subcorpus_size import PER, RunCounts, SubcorpusSize

MAX_NAMED = 10
NOBODY = np.zeros(0, dtype=np.int64)


class Use(msgspec.Struct, frozen=True):
    """How a year or a speaker uses a phrase: how often, in how many `of_speeches`, per 10,000 of so many characters."""

    name: str
    occurrences: int
    speeches: int
    of_speeches: int
    characters: int
    per_10k: float


class Leading(msgspec.Struct, frozen=True):
    """Those who share the first place: `tied` of them, of whom MAX_NAMED are named, years ascending, speakers by name.

    Nobody, where the phrase is not used, or there is no base for saying so (`statistics/base.py`). `compared` are those
    who have one; `too_few` is how many use the phrase and have none.
    """

    tied: int
    named: tuple[Use, ...]
    compared: int
    too_few: int

    @property
    def is_left_out(self) -> bool:
        """Whether the phrase is used, and nobody is named all the same."""
        return not self.tied and bool(self.compared or self.too_few)


class Years(msgspec.Struct, frozen=True):
    """The years from the first use to the last, and how many speeches there are of those years, using it or not."""

    first: int
    last: int
    speeches: int


class Usage:
    """How the values of a column use a phrase that some runs have so often: arrays of one item a value."""

    def __init__(self, column: EncodedColumn[Any], size: SubcorpusSize, uses: RunCounts) -> None:
        self._values = column.values
        self._occurrences = size.sums_by(column, uses)[:-1]
        self._speeches = size.speeches_by(column, uses.runs)[:-1]
        self._of_speeches = size.all_speeches_by(column)[:-1]
        self._characters = size.characters_by(column)[:-1]
        self._has_base = having_base(self._of_speeches, self._characters)
        self._may_lead: Mask = self._has_base & (self._occurrences >= MIN_USES)
        self._used: Mask = self._occurrences > 0
        self._with_base = int(np.count_nonzero(self._has_base))

    def most(self) -> Leading:
        """Those with the most occurrences of all; nobody where one of them has no base: another would not be the first."""
        most = self._occurrences.max(initial=0)
        best: Numbers = (self._occurrences == most).nonzero()[0] if most else NOBODY
        return self._leading(best if self._may_lead[best].all() else NOBODY)

    def densest(self) -> Leading:
        """Of those that have a base, those with the most occurrences per 10,000 characters."""
        if self._with_base < MIN_COMPARED:
            return self._leading(NOBODY)
        rates = PER * self._occurrences / np.maximum(self._characters, 1)
        leading = rates[self._may_lead].max(initial=0)
        best: Numbers = (self._may_lead & (rates == leading)).nonzero()[0]
        return self._leading(best)

    def years(self) -> Years | None:
        """Of years: those from the first to the last that use it; None where none does."""
        used = self._occurrences.nonzero()[0]
        if not len(used):
            return None
        first, last = int(used[0]), int(used[-1])
        return Years(self._values[first], self._values[last], int(self._of_speeches[first : last + 1].sum()))

    def _leading(self, best: Numbers) -> Leading:
        named = tuple(self._use(code) for code in best[:MAX_NAMED].tolist())
        return Leading(len(best), named, self._with_base if self._used.any() else 0, self._too_few)

    @cached_property
    def _too_few(self) -> int:
        return int(np.count_nonzero(~self._has_base & self._used))

    def _use(self, code: int) -> Use:
        occurrences, characters = int(self._occurrences[code]), int(self._characters[code])
        return Use(
            name=str(self._values[code]),
            occurrences=occurrences,
            speeches=int(self._speeches[code]),
            of_speeches=int(self._of_speeches[code]),
            characters=characters,
            per_10k=PER * occurrences / max(characters, 1),
        )
