"""The words around phrases, in all segments of an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from indexer.analysis.match_options import MatchOptions
from indexer.engine.answers import ContextWindows
from indexer.engine.embedded.read.occurrences import spans_of
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.forward_index import ForwardIndex

if TYPE_CHECKING:
    from indexer.engine.embedded.segment.forward_index import WordPositions


class LazyForwardIndex:
    """The words of the documents of some segments, the deleted ones too; put together when they are first asked for."""

    def __init__(self, folder: Path, parts: Mapping[str, SegmentView]) -> None:
        """`parts` by the files of the segments in a folder."""
        self._folder = folder
        self._parts = parts
        self._once = Lock()

    @property
    def words(self) -> ForwardIndex:
        """All words, one after another."""
        return self._made[0]

    def windows(self, phrase: str, size: int, match_options: MatchOptions) -> ContextWindows:
        """The words around each occurrence of a phrase, segment by segment in the order of the text."""
        total, parts = 0, []
        for view, places in zip(self._parts.values(), self._made[1], strict=True):
            parts.append(_windows(view, places, phrase, size, match_options, total))
            total += places.words
        return _together(parts)

    @property
    def _made(self) -> tuple[ForwardIndex, list[WordPositions]]:
        with self._once:  # those that ask meanwhile wait
            return self._all_words

    @cached_property
    def _all_words(self) -> tuple[ForwardIndex, list[WordPositions]]:
        """All words, and where they stand in each segment."""
        from indexer.engine.embedded.segment.forward_index import SegmentForwardIndex, merge_forward_indexes
        from indexer.engine.embedded.segment.term_numbers import read_term_numbers

        made = {file: SegmentForwardIndex.of(view.segment) for file, view in self._parts.items()}
        numbers = read_term_numbers(self._folder, {file: one.terms for file, one in made.items()})
        return merge_forward_indexes(list(made.values()), numbers), [one.places for one in made.values()]


def _windows(
    view: SegmentView, places: WordPositions, phrase: str, size: int, match_options: MatchOptions, total: int
) -> ContextWindows:
    """Those of one segment, of which `total` words come before it."""
    starts, ends = spans_of(view.segment, phrase, match_options)
    documents = view.segment.phrases.owners(starts)
    if view.live is not None:
        kept = view.live[documents]
        starts, ends, documents = starts[kept], ends[kept], documents[kept]
    found = places.windows(starts, ends, size)
    return ContextWindows(documents + view.first, *(side + total for side in found))


def _together(parts: Sequence[ContextWindows]) -> ContextWindows:
    """All of several windows, as one."""
    names = ContextWindows.__struct_fields__
    none = np.zeros(0, np.int64)
    return ContextWindows(*(np.concatenate([none, *(getattr(part, name) for part in parts)]) for name in names))
