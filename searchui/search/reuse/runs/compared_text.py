"""A text as it is compared with a corpus: its letters, where each stands, and where its lines are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Numbers
from indexer.model import Span
from searchui.search.reuse.runs.letters import END, is_han, letters_of
from searchui.search.reuse.runs.run_sorting import Codes, starts_of_runs
from searchui.search.reuse.runs.run_table import RunTable


@dataclass(frozen=True)
class ComparedText:
    """`codes` are the letters of a text, END after each line; `places` where in the text each stands.

    `han` counts the Chinese characters before each letter.
    """

    text: str
    codes: Codes
    places: Numbers
    han: Numbers

    @classmethod
    def of(cls, lines: Sequence[str], table: RunTable) -> "ComparedText":
        """A text of some lines, to be compared with the runs of a table."""
        letters = letters_of(list(map(fold, lines)))
        han = np.append(0, np.cumsum(is_han(letters.points)))
        return cls("\n".join(lines), table.encoded(letters.points), letters.places, han)

    @property
    def size(self) -> int:
        """How many letters it has."""
        return int(np.count_nonzero(self.codes != END))

    def lines_at(self, letters: Numbers) -> Numbers:
        """The line that each of some letters is on."""
        ends: Numbers = self._line_ends.searchsorted(letters)
        return ends

    @cached_property
    def _line_ends(self) -> Numbers:
        ends: Numbers = (self.codes == END).nonzero()[0]
        return ends

    def runs(self, length: int) -> Numbers:
        """From which letters on as many stand on a line."""
        starts: Numbers = starts_of_runs(self.codes, length).nonzero()[0]
        return starts

    def span(self, start: int, end: int) -> Span:
        """The characters of the text from one letter to before another."""
        return Span(int(self.places[start]), int(self.places[end - 1]) + 1)

    def han_share(self, start: int, end: int) -> float:
        """How many of the letters from one to before another are Chinese characters, 0 to 1."""
        return float(self.han[end] - self.han[start]) / max(end - start, 1)
