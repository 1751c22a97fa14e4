"""Grouping: what is listed is every paragraph, or every speech once, by the best of its paragraphs."""

from enum import StrEnum

import numpy as np

from indexer.engine.answers import Numbers
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.filters.columns import Columns
from searchui.search.ranking.ordering import Ranked


class Group(StrEnum):
    """What one entry of a list is."""

    PARAGRAPH = "paragraph"
    SPEECH = "speech"


def group_of(name: str) -> Group:
    """The grouping with a name. Raises CallError for an unknown name."""
    try:
        return Group(name)
    except ValueError as error:
        raise CallError(
            _("没有“{name}”这种列出方式，可用 paragraph（按段）、speech（按篇）", name=name),
        ) from error


class SpeechGroups:
    """The speeches of some paragraphs, which ascend: `found` is the number of these in each speech of the corpus."""

    def __init__(self, paragraphs: Numbers, columns: Columns) -> None:
        self._columns = columns
        self.found: Numbers = np.bincount(self.of(paragraphs))

    def __len__(self) -> int:
        return int(np.count_nonzero(self.found))

    def of(self, paragraphs: Numbers) -> Numbers:
        """The speech of each paragraph; versions of one speech are one."""
        return self._columns.mains_of(paragraphs)

    def in_speech_of(self, paragraphs: Numbers) -> list[int]:
        """How many were found in the speech of each paragraph."""
        counts: list[int] = self.found[self.of(paragraphs)].tolist()
        return counts

    def first_of_each(self, order: Ranked) -> Ranked:
        """Of each speech the paragraph that comes first, in their order."""
        first = np.unique(self.of(order.matches.paragraphs), return_index=True)[1]
        return order.at(np.sort(first))
