"""Opening a generation with the engine that made it. Another engine is chosen here, and nowhere else."""

from pathlib import Path

from indexer.analysis import Analysis, analysis_of
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.reader import RankingReader
from indexer.engine.vocabulary_file import load_vocabulary


def analysis_in(generation: Path) -> Analysis:
    """The analysis with the words and synonyms that a generation was built with.

    Raises IndexUnusableError where its vocabulary is damaged.
    """
    return analysis_of(load_vocabulary(generation))


def open_engine(generation: Path, analysis: Analysis, paragraphs: int) -> RankingReader:
    """A reader of the index in a folder, which has to hold so many paragraphs; close it.

    Raises IndexUnusableError where it is damaged, IndexStaleError where another version of the program built it.
    """
    return EmbeddedReader(generation, analysis, paragraphs)
