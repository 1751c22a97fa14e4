"""Worker processes of a build: they call functions, and results come in the order of the calls."""

import atexit
import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from indexer.errors import IndexUnusableError
from indexer.i18n import _

Result = TypeVar("Result")

GC_THRESHOLD = 100_000  # objects between two searches for cycles; there are few cycles, and many objects
AHEAD = 2  # calls per process that may be waiting or running before the next result is taken


class Workers:
    """`jobs` processes; with one, everything is done in this process at the call. Use it in a `with`.

    `preload` are modules that they will need: where the system can, they are imported once for all of them.
    """

    def __init__(self, jobs: int, preload: Sequence[str] = ()) -> None:
        self.jobs = jobs
        self._pool = ProcessPoolExecutor(jobs, _context(preload), initializer=_begin) if jobs > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; calls that have not begun are dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Call a function of a module; take its result with `result_of`."""
        if self._pool is not None:
            return self._pool.submit(function, *arguments)
        future: Future[Result] = Future()
        future.set_result(function(*arguments))
        return future

    def results(self, function: Callable[..., Result], calls: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """The results of many calls, in the order of the calls."""
        waiting: deque[Future[Result]] = deque()
        for arguments in calls:
            waiting.append(self.submit(function, *arguments))
            if len(waiting) >= self.jobs * AHEAD or self.jobs == 1:
                yield result_of(waiting.popleft())
        while waiting:
            yield result_of(waiting.popleft())


def _context(preload: Sequence[str]) -> BaseContext:
    """How processes come into being: never as copies of the caller's, which may have threads and locks.

    On Linux they are copies of one fresh interpreter that has imported what they need; elsewhere a copy may be unsafe, as the
    system's own libraries have threads.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _begin() -> None:
    """Set up this worker process: how it runs and ends."""
    gc.set_threshold(GC_THRESHOLD)
    atexit.register(os._exit, 0)  # skips the release of all objects, which only takes time
    _end_with_parent()


def _end_with_parent() -> None:
    """End this process when its parent is gone: a killed parent cannot tell its workers."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def result_of(future: "Future[Result]") -> Result:
    """Wait for the result of a call. Raises what the call raised, and IndexUnusableError where its process was killed."""
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise IndexUnusableError(
            _(
                "建立索引的一个进程被系统中止，多半是内存不够；原来的索引没有改动。请用 --jobs 1 或较小的 --memory 再试。"
            ),
        ) from error
