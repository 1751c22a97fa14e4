"""The part of an index that stays beside a cluster, opened: segments as they are numbered there, and in this generation."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.arrays import open_arrays
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.read.segment_view import Mask, ScoredView
from indexer.engine.embedded.segment.segment_table import SegmentMeta, read_table
from indexer.engine.opensearch import RECORD
from indexer.engine.opensearch.side.gram_counts import GramCounts
from indexer.engine.opensearch.side.side_segment import SideSegment
from indexer.engine.opensearch.wire.posting_stream import DOCUMENT_BITS
from indexer.errors import IndexUnusableError


class ClusterRecord(msgspec.Struct, frozen=True):
    """What a generation says of its cluster: the index that has its paragraphs, and the number of each segment there."""

    index: str
    segments: dict[str, int]


decode_record = msgspec.json.Decoder(ClusterRecord).decode


def read_record(folder: Path) -> ClusterRecord:
    """That of the generation in a folder. Raises IndexUnusableError where there is none."""
    try:
        return decode_record((folder / RECORD).read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{folder.name}/{RECORD}") from error


def deleted_grams(file: str) -> str:
    """The file in which stands how often short texts are in what of the segment in a file is deleted."""
    return f"{file}.deleted"


def open_side_segments(folder: Path) -> Iterator[tuple[SegmentMeta, SideSegment]]:
    """Each segment of the generation in a folder, open. Raises IndexUnusableError where one is damaged."""
    for meta in read_table(folder).segments:
        try:
            segment = SideSegment.open(folder / meta.file)
        except IndexUnusableError as error:
            raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}") from error
        yield meta, segment


class SideView(ScoredView):
    """A segment beside the cluster, which has a `number` there."""

    segment: SideSegment

    def __init__(self, segment: SideSegment, first: int, live: Mask | None, number: int, grams: GramCounts) -> None:
        """`grams`: how often short texts stand in what was not deleted when it was published."""
        super().__init__(segment, first, live)
        self.number, self.grams = number, grams

    def without(self, left_out: Collection[range]) -> "SideView":
        """The same where some numbers of the index are deleted too."""
        return SideView(self.segment, self.first, self.live_without(left_out), self.number, self.grams)


class SideIndex:
    """All segments, by the files that they come from."""

    def __init__(self, folder: Path) -> None:
        self.record = read_record(folder)
        self.views: dict[str, SideView] = {}
        first = 0
        for meta, segment in open_side_segments(folder):
            if segment.documents != meta.documents or meta.file not in self.record.segments:
                raise IndexUnusableError.damaged(f"{folder.name}/{meta.file}")
            live, grams = None, segment.grams
            if meta.deleted:
                live, grams = meta.live, grams.without(open_arrays(folder / deleted_grams(meta.file)))
            self.views[meta.file] = SideView(segment, first, live, self.record.segments[meta.file], grams)
            first += segment.documents
        self.size = first
        self._left_out: Collection[range] = ()
        self._grams: Callable[[], Mapping[str, int]] = dict
        self._firsts = [view.first for view in self.views.values()]
        self._ordered = list(self.views.values())

    def without(self, left_out: Collection[range], grams: Callable[[], Mapping[str, int]]) -> "SideIndex":
        """The same where some paragraphs are deleted too; `grams` gives how often texts of up to SIZE characters stand there."""
        other = copy(self)
        other._left_out, other._grams = left_out, grams
        other.views = {file: view.without(left_out) for file, view in self.views.items()}
        other._ordered = list(other.views.values())
        return other

    @property
    def segments(self) -> Sequence[SideView]:
        return self._ordered

    def view_of(self, paragraph: int) -> SideView:
        """The segment that has a paragraph."""
        return self._ordered[bisect_right(self._firsts, paragraph) - 1]

    def number_in_cluster(self, paragraph: int) -> int:
        view = self.view_of(paragraph)
        return view.number << DOCUMENT_BITS | paragraph - view.first

    def at_most(self, texts: Sequence[str]) -> Numbers:
        """How often each of some folded texts stands at most, none of them empty; exactly so often where it has no more than
        SIZE characters.
        """
        views = self._ordered if texts else ()
        counts = sum((view.grams.at_most(texts) for view in views), np.zeros(len(texts), np.int64))
        if self._left_out:
            gone = self._grams()
            counts -= np.fromiter((gone.get(text, 0) for text in texts), np.int64, len(texts))
        return counts

    def inside(self, frames: Sequence[tuple[str, str]]) -> list[set[str]]:
        """All characters that may stand in each of some frames: between two folded texts, of which the first is not empty."""
        each = [view.grams.inside(frames) for view in self._ordered]
        return [set().union(*own) for own in zip(*each, strict=True)] if each else [set() for _ in frames]

    @property
    def left_out(self) -> int:
        """How many paragraphs are left out."""
        return sum(map(len, self._left_out))

    def living(self, found: Postings) -> Postings:
        """Postings without what is left out; the cluster has nothing else that is deleted."""
        if not self._left_out:
            return found
        bounds = [found.documents.searchsorted([one.start, one.stop]) for one in self._left_out]
        places = np.concatenate([np.arange(start, end) for start, end in bounds])
        return Postings(np.delete(found.documents, places), np.delete(found.frequencies, places))

    def paragraph_of(self, number: int) -> int:
        """The paragraph that has a number in the cluster. Raises IndexUnusableError where this generation has none such."""
        first = self.firsts.get(number >> DOCUMENT_BITS)
        if first is None:
            raise IndexUnusableError.damaged()
        return first + (number & ((1 << DOCUMENT_BITS) - 1))

    @cached_property
    def firsts(self) -> dict[int, int]:
        """The first paragraph of each segment, by its number in the cluster."""
        return {view.number: view.first for view in self._ordered}
