"""Which segments an update merges with what it adds: small ones, and those that are mostly deleted.

So there never are many, and what is written is in proportion to what is added (the logarithmic method of Bentley and
Saxe 1980, “Decomposable searching problems I: Static-to-dynamic transformation”).
"""

from collections.abc import Sequence

from indexer.engine.embedded.encoding.array_names import MOST_CHARACTERS
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS

SMALL = 2_000_000  # characters that may always be merged, in well under a second
GROWTH = 8  # characters merged for one that is added, at most
TIMES = 2  # as large as what comes after it: merged with that


def segments_to_merge(segments: Sequence[tuple[int, int, int]], added: int) -> set[int]:
    """Places of the segments to be merged with what is `added`, in characters: as much as one segment holds at most.

    Of each segment, oldest first: characters and documents that go on, and all its documents.
    """
    most = min(max(SMALL, GROWTH * added), MOST_CHARACTERS)
    chosen: set[int] = set()
    total, count = added, 0
    for place in reversed(range(len(segments))):
        characters, documents, whole = segments[place]
        wasted = documents < whole - documents
        fits = total + characters <= most and count + documents <= MOST_DOCUMENTS // 2
        if documents and fits and (wasted or characters <= TIMES * total):
            chosen.add(place)
            total, count = total + characters, count + documents
    return chosen
