"""What nobody can reach any more, and holds files of an index."""

import gc
import time

COLLECTIONS, COLLECTION_SECONDS = 100, 0.01  # attempts, while others are at it, and seconds between two of them


def collect_garbage() -> None:
    """Collect all that nobody can reach any more.

    While another thread is at it, and perhaps past what was let go of since, `gc.collect` does nothing at all: then again.
    """
    for _ in range(COLLECTIONS):
        before = _full_collections()
        gc.collect()
        if _full_collections() > before:
            return
        time.sleep(COLLECTION_SECONDS)


def _full_collections() -> int:
    done: int = gc.get_stats()[-1]["collections"]
    return done
