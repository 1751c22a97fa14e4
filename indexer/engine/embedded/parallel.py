"""Building on several processors: each process makes pieces, which become the segments of one index."""

from collections import deque
from concurrent.futures import Future
from pathlib import Path

import msgspec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.analysis import Analysis
from indexer.engine.embedded.codec import ColumnarSegment
from indexer.engine.embedded.inversion import MOST_DOCUMENTS
from indexer.engine.embedded.pieces import Piece, join_pieces, write_piece
from indexer.engine.embedded.schema import schema
from indexer.model import Speech
from indexer.workers import Workers, result_of

INDEX_NAME = "MAIN"
PIECES_PER_JOB = 3  # at least, so that the processes end at about the same time
BYTES = 4  # of the JSON of a speech, for a character of its text, about
SMALLEST_PIECE = 100_000  # characters; below, joining costs more than is gained


class ParallelWriter:
    """Writes one index into an empty folder as EmbeddedWriter does, in `jobs` processes at once.

    `characters` is about how much there will be; `piece` and `segment` how much a piece and a segment
    hold at most, give or take a speech; without `segment` each piece is a segment. Documents keep the
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
        self._storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
        self._analysis = analysis or Analysis()
        self._owns_workers = workers is None
        self._workers = workers or Workers(jobs)
        even = max(SMALLEST_PIECE, characters // (jobs * PIECES_PER_JOB) + 1)
        self._piece_size = even if piece is None else min(even, piece)
        self._segment_size = segment or 0
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        self._made = 0
        self._pieces: deque[Future[list[Piece]]] = deque()  # begun, oldest first
        self._group: list[Piece] = []  # ready, for the next segment
        self._segments: list[tuple[ColumnarSegment, Future[None]]] = []

    def add(self, speech: Speech) -> None:
        self.add_encoded(msgspec.json.encode(speech))

    def add_encoded(self, speech: bytes) -> None:
        self._waiting.append(speech)
        self._waiting_size += len(speech) // BYTES
        if self._waiting_size >= self._piece_size:
            self._begin_piece()

    def finish(self) -> None:
        if self._waiting:
            self._begin_piece()
        while self._pieces:
            self._take_piece()
        self._begin_segment()
        for _, future in self._segments:
            result_of(future)
        contents = TOC(schema(self._analysis), [segment for segment, _ in self._segments], 1)  # type: ignore[no-untyped-call]
        contents.write(self._storage, INDEX_NAME)  # type: ignore[no-untyped-call]
        self.abandon()

    def abandon(self) -> None:
        """Give up what was added."""
        if self._owns_workers:
            self._workers.close()

    def _begin_piece(self) -> None:
        while len(self._pieces) > self._workers.jobs:
            self._take_piece()
        file = self._folder / f"piece-{self._made:05d}"
        self._made += 1
        self._pieces.append(
            self._workers.submit(write_piece, self._analysis, file, self._waiting, 2 * self._piece_size)
        )
        self._waiting, self._waiting_size = [], 0

    def _take_piece(self) -> None:
        """Put what the oldest call made into the next segment, or begin another one with it."""
        for piece in result_of(self._pieces.popleft()):
            characters = piece.characters + sum(one.characters for one in self._group)
            documents = piece.documents + sum(one.documents for one in self._group)
            if self._group and (characters > self._segment_size or documents > MOST_DOCUMENTS):
                self._begin_segment()
            self._group.append(piece)

    def _begin_segment(self) -> None:
        if not self._group:
            return
        segment = ColumnarSegment(INDEX_NAME)
        segment.set_doc_count(sum(piece.documents for piece in self._group))
        files = [piece.file for piece in self._group]
        self._segments.append((segment, self._workers.submit(join_pieces, files, segment.file(self._storage))))
        self._group = []
