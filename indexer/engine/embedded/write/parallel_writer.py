"""Building on several processors: each process makes partial segments, which are merged to the segments of one index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Analysis
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS
from indexer.engine.embedded.segment.segment_table import SegmentMeta
from indexer.engine.embedded.whoosh.whoosh_index import INDEX_NAME, write_contents
from indexer.engine.embedded.write.partial_segments import (
    MergedSegment,
    PartialSegment,
    WorkItem,
    merge_partial_segments,
    write_partial_segments,
)
from indexer.engine.embedded.write.segment_reuse import SegmentReuse, Share
from indexer.model import Speech
from indexer.workers import Workers, result_of

Result = TypeVar("Result")

PARTS_PER_JOB = 4  # of a corpus that fits in memory: the more, the nearer together all end, and the more to be joined
SMALLEST_PART = 100_000  # characters; below, joining costs more than is gained


def _fit(documents: Sequence[int]) -> bool:
    """Whether one segment has room for parts of so many documents."""
    return sum(documents) <= MOST_DOCUMENTS


def _unshared(file: Path) -> None:
    raise FileExistsError(file)


class ParallelWriter:
    """Writes one index into an empty folder as EmbeddedWriter does, in `jobs` processes at once.

    `characters` is about how much there will be; `part` and `segment` how much a partial segment
    and a segment hold at most, give or take a paragraph; without `segment` each part is a segment. Documents keep the
    order in which they are added. Without `workers` it has processes of its own.
    """

    def __init__(
        self,
        folder: Path,
        jobs: int,
        characters: int,
        *,
        part: int | None = None,
        segment: int | None = None,
        workers: Workers | None = None,
        analysis: Analysis | None = None,
    ) -> None:
        self._folder = folder
        self._analysis = analysis or Analysis()
        self._owns_workers = workers is None
        self._workers = workers or Workers(jobs)
        self._characters = characters
        self._part_size = max(characters, SMALLEST_PART) if part is None else part
        self._segment_size = segment or 0
        self._sizes = self.item_sizes()
        self._batches: list[SpeechBatch] = []
        self._parts: list[PartialSegment] = []
        self._written = 0

    def item_sizes(self) -> Iterator[int]:
        """How many characters each work item should have, about: ever fewer, as in the guided self-scheduling of
        Polychronopoulos and Kuck (1987), so that all processes end at about the same time.
        """
        left, jobs = self._characters, self._workers.jobs
        least = max(left // (jobs * PARTS_PER_JOB), SMALLEST_PART)
        while True:
            size = min(max(left // (2 * jobs), least), self._part_size)
            left -= size
            yield size

    def index(self, items: Iterable[WorkItem[Result]]) -> Iterator[Result]:
        """Index the speeches of some items, and give the result of each, in their order."""
        calls = ((self._analysis, self._next_file(), item, self._part_size) for item in items)
        for parts, result in self._workers.results(write_partial_segments, calls):
            self._parts += parts
            yield result

    def add(self, speech: Speech) -> None:
        if not self._batches or self._batches[-1].is_full:
            if len(self._batches) == self._workers.jobs:
                self._index_added()
            self._batches.append(SpeechBatch(next(self._sizes)))
        self._batches[-1].add(speech)

    def finish(
        self, ids: Mapping[str, str] | None = None, reused: SegmentReuse | None = None, share: Share = _unshared
    ) -> None:
        """Write everything out. `ids` are those of the speeches by their names; speeches that have none are left out.

        What is `reused` of an older index comes first; `share` gives this one a file of that.
        """
        self._index_added()
        groups = list(self._groups())
        older = reused.merged if reused else []
        if older and not (
            groups and _fit([*(part.documents for part in groups[0]), *(one.documents for one in older)])
        ):
            groups = [[], *groups]
        merged = [(one.file, one.meta) for one in older]
        begun = [self._begin_segment(group, place, ids, [] if place else merged) for place, group in enumerate(groups)]
        segments = reused.segments(share) if reused else []
        segments += [meta for one in begun if (meta := result_of(one)) is not None]
        write_contents(self._folder, self._analysis, segments, reused.folder if reused else None)
        self.abandon()

    def abandon(self) -> None:
        """Give up what was added."""
        if self._owns_workers:
            self._workers.close()

    def _index_added(self) -> None:
        items, self._batches = self._batches, []
        for _ in self.index(items):
            pass

    def _next_file(self) -> Path:
        self._written += 1
        return self._folder / f"part-{self._written:05d}"

    def _groups(self) -> Iterator[list[PartialSegment]]:
        """The parts of each segment."""
        group: list[PartialSegment] = []
        for part in self._parts:
            characters = part.characters + sum(one.characters for one in group)
            documents = part.documents + sum(one.documents for one in group)
            if group and (characters > self._segment_size or documents > MOST_DOCUMENTS):
                yield group
                group = []
            group.append(part)
        if group:
            yield group

    def _begin_segment(
        self,
        group: Sequence[PartialSegment],
        place: int,
        ids: Mapping[str, str] | None,
        merged: Sequence[MergedSegment],
    ) -> "Future[SegmentMeta | None]":
        file = self._folder / f"segment-{place + 1:05d}"
        return self._workers.submit(
            merge_partial_segments, [part.file for part in group], file, INDEX_NAME, ids, merged
        )


class SpeechBatch:
    """A work item of speeches that are there already; `size` characters of them fill it."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._speeches: list[Speech] = []

    @property
    def is_full(self) -> bool:
        return self._left <= 0

    def add(self, speech: Speech) -> None:
        self._speeches.append(speech)
        self._left -= speech.characters

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        return ((speech.id, speech) for speech in self._speeches)

    def result(self) -> None:
        """Nothing."""
