"""Building on several processors: each process makes segments of its own, which then stand in one index."""

import shutil
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import msgspec
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.analysis import Analysis
from indexer.engine.embedded.schema import schema
from indexer.engine.embedded.writer import EmbeddedWriter
from indexer.errors import IndexUnusableError
from indexer.model import Speech

INDEX_NAME = "MAIN"
PIECES_PER_JOB = 2  # so that the processes end at about the same time
SMALLEST_PIECE = 200_000  # characters; starting a process costs as much as indexing some 50,000


class ParallelWriter:
    """Writes one index into an empty folder as EmbeddedWriter does, in `jobs` processes at once.

    `characters` is about how much there will be. Documents keep the order in which they are added;
    at most one piece a job waits in memory.
    """

    def __init__(self, folder: Path, jobs: int, characters: int) -> None:
        self._folder = folder
        self._jobs = jobs
        self._piece_size = max(SMALLEST_PIECE, characters // (jobs * PIECES_PER_JOB) + 1)
        # Fresh interpreters: a fork would copy whatever threads and locks the caller has.
        self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        self._running: deque[Future[list[Segment]]] = deque()
        self._segments: list[Segment] = []
        self._pieces = 0

    def add(self, speech: Speech) -> None:
        self._waiting.append(msgspec.json.encode(speech))
        self._waiting_size += speech.characters
        if self._waiting_size >= self._piece_size:
            self._start_piece()

    def finish(self) -> None:
        if self._waiting:
            self._start_piece()
        while self._running:
            self._collect()
        self._pool.shutdown()
        _write_contents(self._folder, self._segments)

    def abandon(self) -> None:
        """Give up what was added."""
        self._pool.shutdown(cancel_futures=True)

    def _start_piece(self) -> None:
        while len(self._running) >= self._jobs:
            self._collect()
        place = self._folder / f"piece-{self._pieces:04d}"
        self._pieces += 1
        self._running.append(self._pool.submit(write_piece, place, self._waiting))
        self._waiting, self._waiting_size = [], 0

    def _collect(self) -> None:
        try:
            self._segments += self._running.popleft().result()
        except BrokenProcessPool as error:
            raise IndexUnusableError(
                "建立索引的一个进程被系统中止，多半是内存不够；原来的索引没有改动。请用 --jobs 1 再试。",
                "The system ended one of the building processes, most likely for want of memory; the index is as it"
                " was. Try again with --jobs 1.",
            ) from error


def write_piece(place: Path, speeches: list[bytes]) -> list[Segment]:
    """Index encoded speeches in a folder of their own, move its segment up and give it; runs in a process of its own."""
    place.mkdir()
    writer = EmbeddedWriter(place, Analysis())
    for speech in speeches:
        writer.add(msgspec.json.decode(speech, type=Speech))
    writer.finish()
    segments = _segments(place)
    for file in place.glob(f"{INDEX_NAME}_*.seg"):
        file.rename(place.parent / file.name)
    shutil.rmtree(place)
    return segments


def _segments(folder: Path) -> list[Segment]:
    """The segments of the index in a folder."""
    storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
    segments: list[Segment] = TOC.read(storage, INDEX_NAME).segments  # type: ignore[no-untyped-call]
    return segments


def _write_contents(folder: Path, segments: list[Segment]) -> None:
    """Make an index of the segments that stand in a folder, in this order."""
    storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
    TOC(schema(Analysis()), segments, 1).write(storage, INDEX_NAME)  # type: ignore[no-untyped-call]
