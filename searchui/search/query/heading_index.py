"""The headings of a corpus, as one text: which passages are under one that contains some words."""

from itertools import accumulate

import numpy as np

from indexer.analysis import fold, occurrences
from indexer.engine.answers import Numbers, Passages
from searchui.search.filters.columns import Mask

BREAK = "\n"  # no folded text has one, so nothing is found across two headings


class HeadingIndex:
    """The different headings, folded, one after another, and for each passage those above it."""

    def __init__(self, passages: Passages) -> None:
        self.bounds = passages.bounds
        numbers: dict[str, int] = {}
        above = [numbers.setdefault(heading, len(numbers)) for path in passages.headings for heading in path]
        self._above: Numbers = np.array(above, dtype=np.int64)
        self._passages: Numbers = np.repeat(np.arange(len(passages.headings)), [len(p) for p in passages.headings])
        self._text = BREAK.join(map(fold, numbers))
        ends = accumulate(len(heading) + len(BREAK) for heading in numbers)
        self._ends: Numbers = np.array(list(ends), dtype=np.int64)

    def having(self, folded: str) -> Mask:
        """The passages that have a text in one of the headings above them."""
        found = self._ends.searchsorted(np.fromiter(occurrences(folded, self._text), dtype=np.int64), side="right")
        headings = np.zeros(len(self._ends), dtype=np.bool_)
        headings[found] = True
        passages = np.zeros(len(self.bounds) - 1, dtype=np.bool_)
        passages[self._passages[headings[self._above]]] = True
        return passages
