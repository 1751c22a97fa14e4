"""The live corpus of a running server: always the generation that is current."""

from pathlib import Path
from threading import Lock

from flask import current_app

from indexer.errors import IndexUnusableError
from indexer.store import Store
from searchui.search import Corpus, open_corpus


class LiveCorpus:
    """Opens a corpus and, when another generation has become live, that one instead.

    A corpus that is replaced is not closed: requests that still use it finish on it, and its files
    close when the last of them lets go.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._store = Store(index)
        self._lock = Lock()
        self._corpus: Corpus | None = None

    def get(self) -> Corpus:
        """The current corpus; the one before it while the new one cannot be used."""
        with self._lock:
            try:
                if self._corpus is None or self._corpus.generation.folder.name != self._store.current_name():
                    self._corpus = open_corpus(self._index)
            except IndexUnusableError:
                if self._corpus is None:
                    raise
            return self._corpus


def live_corpus() -> Corpus:
    """The live corpus of the application that answers this request."""
    live: LiveCorpus = current_app.extensions["corpus"]
    return live.get()
