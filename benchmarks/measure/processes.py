"""Work in several processes, for what is prepared and not measured."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def each_part(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """What `work` gives for each part, in their order; by a process for each core where there are parts enough.

    Parts wait in memory, and so do results that come before their turn: both should be small.
    """
    if len(parts) < 2:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, parts)
