"""Crossing places: where a phrase begins in one paragraph that does not end a sentence, and goes on in the next.

Whether two such paragraphs are one the reading could not know. So these places are in no count of paragraphs or
occurrences: they are a figure of their own, beside it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Crossings
from indexer.engine.query import Query
from indexer.i18n import Message, _, units
from searchui.search.filters.columns import Mask
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.results.hit import Mention
from searchui.search.results.use_by_date import use_by_date
from searchui.search.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class CrossingPlaces:
    """The crossing places of a phrase, found when they are first asked for.

    Each belongs to the paragraph that it begins in, by which `filters` keep it or not. With `within`, a query whose
    fields are resolved, only those are left of whose paragraphs it finds any.
    """

    snapshot: Snapshot
    phrase: str
    match_options: MatchOptions = PLAIN
    filters: Filters = NO_FILTERS
    within: Query | None = None

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.found.paragraphs)

    @property
    def first(self) -> Mention | None:
        """The first of them by date: the paragraph that it begins in. None where no speech of them has a date."""
        return use_by_date(self.snapshot, self.found.paragraphs) if self.total else None

    @cached_property
    def found(self) -> Crossings:
        """All of them, in the order of the corpus."""
        found = self.snapshot.engine.crossings(self.phrase, self.match_options)
        if self.filters and len(found.paragraphs):
            columns = self.snapshot.columns
            found = _keep(found, columns.mask(self.filters)[columns.run_of[found.paragraphs]])
        if self.within is not None and len(found.paragraphs):
            found = _keep(found, self._touching(found, self.within))
        return found

    def _touching(self, found: Crossings, within: Query) -> Mask:
        """Which of some places have a paragraph that a query finds."""
        engine = self.snapshot.engine
        having = np.zeros(engine.size + 1, dtype=np.int64)
        having[engine.match(within).paragraphs + 1] = 1
        until = having.cumsum()
        touching: Mask = until[found.last + 1] > until[found.paragraphs]
        return touching


def crossing_message(crossing: int) -> Message:
    """What is said of so many crossing places."""
    return _(
        "另有 {places}跨段：前一段没有完句，词句从它的末尾接到下一段的开头；不计入以上各数",
        places=units.places(crossing),
    )


def _keep(found: Crossings, kept: Mask) -> Crossings:
    return Crossings(found.paragraphs[kept], found.starts[kept], found.last[kept], found.ends[kept])
