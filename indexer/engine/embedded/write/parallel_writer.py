"""Building on several processors: each process makes pieces, which become the segments of one index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Analysis
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS
from indexer.engine.embedded.segment.segment_table import SegmentMeta
from indexer.engine.embedded.whoosh.whoosh_index import INDEX_NAME, write_contents
from indexer.engine.embedded.write.partial_segments import Lot, Merged, Piece, join_pieces, write_piece
from indexer.engine.embedded.write.segment_reuse import Carried, Share
from indexer.model import Speech
from indexer.workers import Workers, result_of

Told = TypeVar("Told")

PIECES_PER_JOB = 4  # of a corpus that fits in memory: the more, the nearer together all end, and the more to be joined
SMALLEST_PIECE = 100_000  # characters; below, joining costs more than is gained


def _unshared(file: Path) -> None:
    raise FileExistsError(file)


class ParallelWriter:
    """Writes one index into an empty folder as EmbeddedWriter does, in `jobs` processes at once.

    `characters` is about how much there will be; `piece` and `segment` how much a piece and a segment
    hold at most, give or take a paragraph; without `segment` each piece is a segment. Documents keep the
    order in which they are added. Without `workers` it has processes of its own.
    """

    def __init__(
        self,
        folder: Path,
        jobs: int,
        characters: int,
        *,
        piece: int | None = None,
        segment: int | None = None,
        workers: Workers | None = None,
        analysis: Analysis | None = None,
    ) -> None:
        self._folder = folder
        self._analysis = analysis or Analysis()
        self._owns_workers = workers is None
        self._workers = workers or Workers(jobs)
        self._characters = characters
        self._most = max(characters, SMALLEST_PIECE) if piece is None else piece
        self._segment_size = segment or 0
        self._sizes = self.sizes()
        self._lots: list[Speeches] = []
        self._pieces: list[Piece] = []
        self._made = 0

    def sizes(self) -> Iterator[int]:
        """How many characters each of the lots should have, about: ever fewer, as in the guided self-scheduling of
        Polychronopoulos and Kuck (1987), so that all processes end at about the same time.
        """
        left, jobs = self._characters, self._workers.jobs
        least = max(left // (jobs * PIECES_PER_JOB), SMALLEST_PIECE)
        while True:
            size = min(max(left // (2 * jobs), least), self._most)
            left -= size
            yield size

    def take(self, lots: Iterable[Lot[Told]]) -> Iterator[Told]:
        """Index the speeches of some lots, and give what each lot tells, in their order."""
        calls = ((self._analysis, self._next_file(), lot, self._most) for lot in lots)
        for pieces, told in self._workers.results(write_piece, calls):
            self._pieces += pieces
            yield told

    def add(self, speech: Speech) -> None:
        if not self._lots or self._lots[-1].is_full:
            if len(self._lots) == self._workers.jobs:
                self._take_added()
            self._lots.append(Speeches(next(self._sizes)))
        self._lots[-1].add(speech)

    def finish(
        self, ids: Mapping[str, str] | None = None, carried: Carried | None = None, share: Share = _unshared
    ) -> None:
        """Write everything out. `ids` are those of the speeches by their names; speeches that have none are left out.

        What is `carried` over from an older index comes first; `share` gives this one a file of that.
        """
        self._take_added()
        groups = list(self._groups())
        merged = [(one.file, one.meta) for one in carried.merged] if carried else []
        if merged and not groups:
            groups = [[]]
        begun = [self._begin_segment(group, place, ids, [] if place else merged) for place, group in enumerate(groups)]
        segments = carried.segments(share) if carried else []
        segments += [meta for one in begun if (meta := result_of(one)) is not None]
        write_contents(self._folder, self._analysis, segments)
        self.abandon()

    def abandon(self) -> None:
        """Give up what was added."""
        if self._owns_workers:
            self._workers.close()

    def _take_added(self) -> None:
        lots, self._lots = self._lots, []
        for _ in self.take(lots):
            pass

    def _next_file(self) -> Path:
        self._made += 1
        return self._folder / f"piece-{self._made:05d}"

    def _groups(self) -> Iterator[list[Piece]]:
        """The pieces of each segment."""
        group: list[Piece] = []
        for piece in self._pieces:
            characters = piece.characters + sum(one.characters for one in group)
            documents = piece.documents + sum(one.documents for one in group)
            if group and (characters > self._segment_size or documents > MOST_DOCUMENTS):
                yield group
                group = []
            group.append(piece)
        if group:
            yield group

    def _begin_segment(
        self, group: Sequence[Piece], place: int, ids: Mapping[str, str] | None, merged: Sequence[Merged]
    ) -> "Future[SegmentMeta | None]":
        file = self._folder / f"segment-{place + 1:05d}"
        return self._workers.submit(join_pieces, [piece.file for piece in group], file, INDEX_NAME, ids, merged)


class Speeches:
    """A lot of speeches that are there already; `size` characters of them fill it."""

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

    def told(self) -> None:
        """Nothing."""
