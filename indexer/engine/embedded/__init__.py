"""The embedded engine: a Whoosh index in a folder, which plain Whoosh can open too."""

from indexer.engine.embedded.encoding.array_names import MOST_CHARACTERS
from indexer.engine.embedded.read.index_reader import EmbeddedReader
from indexer.engine.embedded.segment.segment_table import SEGMENT_EXTENSION, SegmentListing, list_segments
from indexer.engine.embedded.write.index_writer import EmbeddedWriter
from indexer.engine.embedded.write.parallel_writer import ParallelWriter
from indexer.engine.embedded.write.segment_reuse import SegmentReuse

__all__ = [
    "MOST_CHARACTERS",
    "SEGMENT_EXTENSION",
    "EmbeddedReader",
    "EmbeddedWriter",
    "ParallelWriter",
    "SegmentListing",
    "SegmentReuse",
    "list_segments",
]
