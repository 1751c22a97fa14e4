"""An index in a folder → answers to query trees."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.embedded.read.evaluator import Evaluation
from indexer.engine.embedded.read.leaf import Shard, shards
from indexer.engine.embedded.segment.segment_reader import SegmentArrays
from indexer.engine.embedded.segment.segment_table import Mask, SegmentMeta, open_segments
from indexer.engine.port import (
    CharacterPattern,
    Matches,
    Numbers,
    Occurrences,
    Part,
    Passages,
    Points,
    Prints,
    Scores,
    Standing,
    Surrounding,
    Windows,
    Wording,
)
from indexer.engine.query import Query
from indexer.errors import IndexUnusableError
from indexer.model import Paragraph

CACHED_QUERIES = 16
CACHED_STANDINGS = 4  # a common character stands at a million places


class EmbeddedReader:
    """Answers from a finished index of so many `paragraphs`. Raises IndexUnusableError where it has another number.

    Nothing of it changes once it is open, so threads need not wait for each other.
    """

    def __init__(self, folder: Path, analysis: Analysis, paragraphs: int) -> None:
        self._evaluation = Evaluation(_opened(folder), analysis)
        self.size = self._evaluation.size
        if self._evaluation.documents != paragraphs:
            raise IndexUnusableError.damaged()
        # The next page, another order and another filter ask the same query again.
        self._matches = lru_cache(maxsize=CACHED_QUERIES)(self._matched)
        self._standings = lru_cache(maxsize=CACHED_STANDINGS)(self._stood)

    def match(self, query: Query) -> Matches:
        return self._matches(query)

    def parts(self, query: Query, paragraphs: Numbers) -> dict[Part, Scores]:
        return self._evaluation.parts(query, paragraphs)

    def by_itself(self, word: str, paragraphs: Numbers) -> npt.NDArray[np.bool_]:
        return self._evaluation.by_itself(fold(word), paragraphs)

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        return self._evaluation.occurrences(phrase, match_options)

    def standing(self, phrase: str, match_options: MatchOptions = PLAIN) -> Standing:
        return self._standings(phrase, match_options)

    def points(self, paragraphs: Numbers, offsets: Numbers) -> Points:
        return self._evaluation.points(paragraphs, offsets)

    def places(self, text: str) -> int:
        return self._evaluation.places(text)

    def surroundings(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[Surrounding]:
        return self._evaluation.surroundings(pattern, most, headings=headings)

    def paragraph(self, number: int) -> Paragraph:
        return self._evaluation.paragraph(int(number))

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        return self._evaluation.paragraphs(numbers)

    def passages(self) -> Passages:
        return self._evaluation.passages()

    def folded(self, numbers: Sequence[int]) -> list[str]:
        return self._evaluation.folded(numbers)

    @property
    def prints(self) -> Prints:
        return self._evaluation.prints

    @property
    def characters(self) -> Numbers:
        return self._evaluation.characters

    @property
    def wording(self) -> Wording:
        return self._evaluation.wording

    def windows(self, phrase: str, size: int, match_options: MatchOptions = PLAIN) -> Windows:
        return self._evaluation.windows(phrase, size, match_options)

    def close(self) -> None:
        """Forget what was cached. The files are closed when nobody holds the reader any more."""
        self._matches.cache_clear()
        self._standings.cache_clear()

    def _matched(self, query: Query) -> Matches:
        matches = self._evaluation.match(query)
        matches.paragraphs.flags.writeable = False
        return matches

    def _stood(self, phrase: str, match_options: MatchOptions) -> Standing:
        standing = self._evaluation.standing(phrase, match_options)
        for values in (standing.paragraphs, standing.starts, standing.ends):
            values.flags.writeable = False
        return standing


def _opened(folder: Path) -> list[Shard]:
    return shards([(arrays, _live(meta, arrays, folder)) for meta, arrays in open_segments(folder)])


def _live(meta: SegmentMeta, arrays: SegmentArrays, folder: Path) -> Mask | None:
    """Which documents of a segment are not deleted; None: all."""
    if meta.documents != arrays.documents:
        raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}")
    return meta.live if meta.deleted else None
