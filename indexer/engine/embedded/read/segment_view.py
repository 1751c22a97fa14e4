"""Segments as the parts of one index, some of whose documents are deleted."""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers, Passages, TextHashes
from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.encoding.arrays import Array, Arrays
from indexer.engine.embedded.encoding.run_length_column import RunLengthColumn
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField, Postings
from indexer.engine.embedded.inverted_index.term_dictionary import TermDictionary
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.segment.segment_table import SegmentMeta, open_segments
from indexer.errors import IndexUnusableError

Mask: TypeAlias = npt.NDArray[np.bool_]


class SegmentWords(Protocol):
    """The words of a segment, and how many each document has."""

    dictionary: TermDictionary
    lengths: Array


class ScoredSegment(Protocol):
    """What scores take of a segment, whoever looks up its postings."""

    documents: int
    arrays: Arrays
    speeches: RunLengthColumn
    passages: RunLengthColumn
    headings: InvertedField
    titles: InvertedField
    text_hashes: Array

    @property
    def words(self) -> SegmentWords: ...


class ScoredView:
    """A segment of an index, the number of its first document in the index, and which are not deleted (None: all)."""

    segment: ScoredSegment

    def __init__(self, segment: ScoredSegment, first: int, live: Mask | None) -> None:
        self.segment = segment
        self.first = first
        self.live = live
        self.documents = segment.documents if live is None else int(live.sum())

    def live_without(self, left_out: Collection[range]) -> Mask | None:
        """What is live where some numbers of the index are deleted too."""
        live = np.ones(self.segment.documents, np.bool_) if self.live is None else self.live.copy()
        for one in left_out:
            live[max(one.start - self.first, 0) : max(one.stop - self.first, 0)] = False
        return None if live.all() else live

    def count(self, documents: Numbers) -> int:
        """How many of some documents are not deleted."""
        return len(documents) if self.live is None else int(np.count_nonzero(self.live[documents]))

    def living(self, postings: Postings) -> Postings:
        """Postings without deleted documents."""
        if self.live is None:
            return postings
        kept = self.live[postings.documents]
        return Postings(postings.documents[kept], postings.frequencies[kept])

    @property
    def words(self) -> int:
        """The number of words of all documents that are not deleted."""
        lengths = self.segment.words.lengths
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))

    @property
    def lengths(self) -> Numbers:
        """How many characters each document has."""
        starts = self.segment.arrays[STARTS].astype(np.int64)
        lengths: Numbers = starts[1:] - starts[:-1] - 1
        return lengths

    @property
    def characters(self) -> int:
        """The number of characters of all documents that are not deleted."""
        return int((self.lengths if self.live is None else self.lengths[self.live]).sum())

    @cached_property
    def passage_sizes(self) -> Numbers:
        """How many documents of each passage are not deleted."""
        return self._sizes(self.segment.passages)

    @cached_property
    def speech_sizes(self) -> Numbers:
        """How many documents of each speech are not deleted."""
        return self._sizes(self.segment.speeches)

    def _sizes(self, runs: RunLengthColumn) -> Numbers:
        return runs.sizes if self.live is None else np.add.reduceat(self.live, runs.starts, dtype=np.int64)


class SegmentView(ScoredView):
    """The same of a segment with its texts and postings."""

    segment: SegmentReader

    def without(self, left_out: Collection[range]) -> "SegmentView":
        """The same where some numbers of the index are deleted too."""
        return SegmentView(self.segment, self.first, self.live_without(left_out))


def open_views(folder: Path) -> dict[str, SegmentView]:
    """The segments of an index by their files. Raises IndexUnusableError where they are damaged."""
    opened = list(open_segments(folder))
    views = segment_views([(arrays, _live(meta, arrays, folder)) for meta, arrays in opened])
    return {meta.file: view for (meta, _), view in zip(opened, views, strict=True)}


def _live(meta: SegmentMeta, arrays: SegmentReader, folder: Path) -> Mask | None:
    """Which documents of a segment are not deleted; None: all."""
    if meta.documents != arrays.documents:
        raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}")
    return meta.live if meta.deleted else None


def segment_views(segments: Sequence[tuple[SegmentReader, Mask | None]]) -> list[SegmentView]:
    """Segments with what is live of each, as the parts of one index."""
    firsts = accumulate((segment.documents for segment, _ in segments), initial=0)
    return [SegmentView(segment, first, live) for (segment, live), first in zip(segments, firsts, strict=False)]


def live_in(views: Sequence[ScoredView]) -> Mask:
    """Of each number of an index, whether it is of a document that is not deleted."""
    live = [np.ones(view.segment.documents, np.bool_) if view.live is None else view.live for view in views]
    return np.concatenate([np.zeros(0, np.bool_), *live])


def text_hashes_in(views: Sequence[ScoredView]) -> TextHashes:
    """The hash of the text of each document."""
    return np.concatenate([np.zeros(0, np.uint64), *(view.segment.text_hashes for view in views)])


def passages_in(views: Sequence[ScoredView]) -> Passages:
    """The headings above all documents."""
    none, size = np.zeros(0, np.int64), sum(view.segment.documents for view in views)
    starts = [view.segment.passages.starts + np.int64(view.first) for view in views]
    headings = [passage for view in views for passage in view.segment.passages.all()]
    return Passages(np.concatenate([none, *starts, [size]]), headings)
