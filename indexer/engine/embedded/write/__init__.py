"""Writing an index: whole, or as what has changed since another; in this process, or in several."""

from indexer.engine.embedded.write.index_writer import EmbeddedWriter
from indexer.engine.embedded.write.parallel_writer import ParallelWriter
from indexer.engine.embedded.write.segment_reuse import SegmentReuse

__all__ = ["EmbeddedWriter", "ParallelWriter", "SegmentReuse"]
