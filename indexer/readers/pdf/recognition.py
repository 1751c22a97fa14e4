"""Pages of PDF files that are pictures, read by a machine: in processes with limits, a page at a time.

A process that ends at a limit, or crashes, loses one page: that page has failed, and another process goes on.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from threading import Lock, local
from types import TracebackType
from typing import Self

import msgspec

from indexer.readers.isolation.process import bound_memory, bound_time, end, received, send, start_process, time_limit
from indexer.readers.pdf.picture import PictureBook
from indexer.readers.scan.recognised_page import RecognisedPage
from indexer.readers.scan.recogniser import Recogniser

MAX_MEMORY = 4_000_000_000  # bytes of addresses, most of which are never used; a page of A4 takes a third
MAX_CPU_SECONDS = 240  # of the processor for a page; most take five
MAX_WAIT = 900.0  # seconds for a page, however busy the machine is
PAGE_MEMORY = 1_000  # megabytes that a process takes
FAILED = RecognisedPage(0.0, 0.0, failed=True)
_PAGE = msgspec.json.Decoder(RecognisedPage)


class Recognition:
    """Processes that read pages, started when they are first needed. Use it in a `with`: they are gone afterwards.

    `jobs` is how many cores they may use, `memory` about how many megabytes: what they need where it is not given.
    """

    def __init__(self, jobs: int, memory: int | None = None) -> None:
        self._count = max(1, jobs if memory is None else min(jobs, memory // PAGE_MEMORY))
        self._threads = max(1, jobs // self._count)
        self._pool = ThreadPoolExecutor(self._count)
        self._own = local()  # of each thread: the process that it asks
        self._all: list[_Process] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.end()

    def pages(self, data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, RecognisedPage]]:
        """These pages of a file, each as soon as it is read; numbers from 1."""
        waiting: dict[Future[RecognisedPage], int] = {
            self._pool.submit(self._page, data, number): number for number in numbers
        }
        for future in as_completed(waiting):
            yield waiting[future], future.result()

    def _page(self, data: bytes, number: int) -> RecognisedPage:
        process: _Process | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = _Process(self._threads)
            with self._lock:
                self._all.append(process)
        return process.page(data, number)


class _Process:
    """The process of one thread."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: bytes | None = None
        self._ended = False

    def page(self, data: bytes, number: int) -> RecognisedPage:
        if self._ended:
            return FAILED
        process = self._process or self._start()
        with time_limit(process, MAX_WAIT):
            reply = self._ask(process, data, number)
        if not reply:
            self._stop()
            return FAILED
        return _PAGE.decode(reply)

    def _start(self) -> subprocess.Popen[bytes]:
        self._sent = None
        process = self._process = start_process(__name__)
        if process.stdin is not None:
            send(process.stdin, str(self._threads).encode())
        return process

    def _ask(self, process: subprocess.Popen[bytes], data: bytes, number: int) -> bytes:
        if process.stdin is None or process.stdout is None:
            return b""
        try:
            send(process.stdin, str(number).encode())
            # A file is sent once; the same bytes are the same object while its pages are asked for.
            send(process.stdin, b"" if self._sent is data else data)
        except OSError:
            return b""
        self._sent = data
        return received(process.stdout)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def end(self) -> None:
        """Also while its thread waits for a page."""
        self._ended = True
        self._stop()


def serve() -> None:
    """Read pages until no more are asked for: what a process does."""
    bound_memory(MAX_MEMORY)
    recogniser = Recogniser(int(received(sys.stdin.buffer)))
    book: PictureBook | None = None
    while number := received(sys.stdin.buffer):
        bound_time(MAX_CPU_SECONDS)
        if data := received(sys.stdin.buffer):
            if book is not None:
                book.close()
            book = PictureBook(data)
        if book is not None:
            send(sys.stdout.buffer, msgspec.json.encode(_read(book, int(number), recogniser)))


def _read(book: PictureBook, number: int, recogniser: Recogniser) -> RecognisedPage:
    picture, scale, width, height = book.picture(number)
    return RecognisedPage(width, height, tuple(recogniser.lines(picture, scale)))
