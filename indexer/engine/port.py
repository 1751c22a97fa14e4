"""The seam between the project and an engine: two small protocols.

Paragraphs are numbered from 0 in the order in which they are added: speech by speech, each in
reading order. Queries come with their fields resolved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.query import Query
from indexer.model import Paragraph, Speech

Numbers: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matches:
    """The numbers of all matching paragraphs, ascending, and the score of each: arrays of one length."""

    paragraphs: Numbers
    scores: Scores


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The paragraphs that contain a phrase, ascending, and how often each: arrays of one length."""

    paragraphs: Numbers
    counts: Numbers


class EngineWriter(Protocol):
    """Fills one new index."""

    def add(self, speech: Speech) -> None:
        """Index every paragraph of a speech."""

    def finish(self) -> None:
        """Write everything out; nothing can be added afterwards."""

    def abandon(self) -> None:
        """Give up what was added, and let go of files."""


class EngineReader(Protocol):
    """Answers from one finished index; safe to call from many threads."""

    size: int
    """The number of paragraphs."""

    def match(self, query: Query) -> Matches:
        """All paragraphs that match, with scores."""

    def occurrences(self, phrase: str) -> Occurrences:
        """Every paragraph that contains the phrase exactly; overlapping occurrences count."""

    def paragraph(self, number: int) -> Paragraph:
        """A paragraph as it was added."""

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        """The same of several at once, which is quicker."""

    def close(self) -> None:
        """Let go of files."""
