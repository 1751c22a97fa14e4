"""The embedded engine: a Whoosh index in a folder, which plain Whoosh can open too."""

from indexer.engine.embedded.carried import Carried
from indexer.engine.embedded.contents import SEGMENT, SegmentContents, contents
from indexer.engine.embedded.layout import MOST_CHARACTERS
from indexer.engine.embedded.parallel import ParallelWriter
from indexer.engine.embedded.reader import EmbeddedReader
from indexer.engine.embedded.writer import EmbeddedWriter

__all__ = [
    "MOST_CHARACTERS",
    "SEGMENT",
    "Carried",
    "EmbeddedReader",
    "EmbeddedWriter",
    "ParallelWriter",
    "SegmentContents",
    "contents",
]
