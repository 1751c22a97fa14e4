"""The embedded engine: a Whoosh index in a folder, which plain Whoosh can open too.

What writes one is in its package `write`: those who only read need not load it, nor Whoosh.
"""

from indexer.engine.embedded.encoding.array_names import MOST_CHARACTERS
from indexer.engine.embedded.read.index_reader import EmbeddedReader
from indexer.engine.embedded.segment.segment_table import SEGMENT_EXTENSION, SegmentListing, list_segments

__all__ = [
    "MOST_CHARACTERS",
    "SEGMENT_EXTENSION",
    "EmbeddedReader",
    "SegmentListing",
    "list_segments",
]
