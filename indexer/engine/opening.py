"""Opening a generation with the engine that made it. Another engine is chosen here, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

from indexer.analysis import Analysis, analysis_of
from indexer.engine.embedded import EmbeddedReader, SegmentListing, list_segments
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.segment.segment_table import listed
from indexer.engine.opensearch import RECORD
from indexer.engine.reader import RankingReader
from indexer.engine.vocabulary_file import load_vocabulary


def analysis_in(generation: Path) -> Analysis:
    """The analysis with the words and synonyms that a generation was built with.

    Raises IndexUnusableError where its vocabulary is damaged.
    """
    return analysis_of(load_vocabulary(generation))


def listed_segments(generation: Path) -> Iterator[SegmentListing]:
    """Each segment of a generation, of whichever engine. Raises IndexUnusableError where one cannot be opened."""
    if (generation / RECORD).exists():
        from indexer.engine.opensearch.side.side_index import open_side_segments

        return listed(open_side_segments(generation))
    return list_segments(generation)


def open_engine(generation: Path, analysis: Analysis, paragraphs: int) -> RankingReader:
    """A reader of the index in a folder, which has to hold so many paragraphs; close it.

    Raises IndexUnusableError where it is damaged, IndexStaleError where another version of the program built it.
    """
    if (generation / RECORD).exists():
        from indexer.engine.opensearch.connection.clusters import cluster_at
        from indexer.engine.opensearch.read.remote_reader import RemoteReader

        return RemoteReader(cluster_at(generation.parent), generation, analysis, paragraphs)
    return EmbeddedReader(generation, analysis, paragraphs)


def guard_mapped_files() -> None:
    """From now on a file that is cut short in the very moment in which it is read does not end this process (SIGBUS).

    What it has no more is read as 0, so an answer is good only if the sizes of files are as they were when it is there:
    `Corpus` and the site look at them. Nothing that writes an index may use this. It changes what a signal does in the
    whole process, so programs do it for themselves, and the library never. Without the kernel it does nothing.
    """
    kernel = shared_library()
    if kernel is not None:
        kernel.functions.kernel_guard()
