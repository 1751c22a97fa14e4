"""How much free memory the C library keeps for a server's threads.

glibc keeps areas of its own for each thread, and does not give back what lies between pieces in use; of a server that has
answered questions of all kinds, a third of its memory was such. See mallopt(3). Other C libraries keep less by themselves.
"""

import ctypes
import sys

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1  # as malloc.h numbers them
AREAS = 2  # for all threads: they take turns anyway where Python runs
LARGE = 4 << 20  # bytes: pieces from that size on are given back as soon as they are free
SPARE = 16 << 20  # bytes that may stay free at the end of an area


def bound_free_memory() -> None:
    """Keep little free memory; to be called before threads begin. Nothing happens where the C library has no such call."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in ((ARENA_MAX, AREAS), (MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, SPARE)):
            mallopt(parameter, value)
