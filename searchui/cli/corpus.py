"""The corpus that a command reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.cli.terminal import errors_shown
from indexer.engine.opening import guard_mapped_files
from searchui.search import Corpus, open_corpus


@contextmanager
def opened_corpus(index: str | Path) -> Iterator[Corpus]:
    """The corpus of an index, open while a command asks it. Our own errors end the command with a sentence and their exit code."""
    guard_mapped_files()
    with errors_shown(), open_corpus(index) as corpus:
        yield corpus
