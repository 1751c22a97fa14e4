"""The words around phrases, in all segments of an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from indexer.engine.answers import ContextWindows, Spans
from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.read.segment_view import ScoredView, live_in
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import NgramOrder

if TYPE_CHECKING:
    from indexer.engine.embedded.segment.forward_index import WordPositions


class LazyForwardIndex:
    """The words of the documents of some segments, the deleted ones too; put together when they are first asked for."""

    def __init__(self, folder: Path, parts: Mapping[str, ScoredView]) -> None:
        """`parts` by the files of the segments in a folder."""
        self._folder = folder
        self._parts = parts
        self._once = Lock()

    @property
    def words(self) -> ForwardIndex:
        """All words, one after another."""
        return self._made[0]

    @property
    def ngram_order(self) -> NgramOrder:
        """The order of all n-grams of the documents that are not deleted."""
        with self._once:
            return self._ngram_order

    def windows(self, spans: Spans, size: int) -> ContextWindows:
        """The words around each of some places, in their order."""
        total, parts = 0, []
        for view, places in zip(self._parts.values(), self._made[1], strict=True):
            parts.append(_windows(view, places, spans, size, total))
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

        segments = {file: view.segment for file, view in self._parts.items()}
        made = {file: SegmentForwardIndex.of(one.arrays, one.words.dictionary) for file, one in segments.items()}
        numbers = read_term_numbers(self._folder, {file: one.terms for file, one in made.items()})
        return merge_forward_indexes(list(made.values()), numbers), [one.places for one in made.values()]

    @cached_property
    def _ngram_order(self) -> NgramOrder:
        from indexer.engine.embedded.segment.ngram_file import read_ngram_order

        return read_ngram_order(self._folder, self._all_words[0], live_in(list(self._parts.values())))


def _windows(view: ScoredView, places: WordPositions, spans: Spans, size: int, total: int) -> ContextWindows:
    """Those of one segment, of which `total` words come before it."""
    own = slice(*spans.paragraphs.searchsorted([view.first, view.first + view.segment.documents]))
    documents = spans.paragraphs[own] - view.first
    begins = view.segment.arrays[STARTS][documents].astype(np.int64)
    found = places.windows(begins + spans.starts[own], begins + spans.ends[own], size)
    return ContextWindows(spans.paragraphs[own], *(side + total for side in found))


def _together(parts: Sequence[ContextWindows]) -> ContextWindows:
    """All of several windows, as one."""
    names = ContextWindows.__struct_fields__
    none = np.zeros(0, np.int64)
    return ContextWindows(*(np.concatenate([none, *(getattr(part, name) for part in parts)]) for name in names))
