"""What the runs of a corpus have of phrases; those that were last asked for are kept."""

from functools import lru_cache

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import RunUses
from searchui.search.snapshot import Snapshot

CACHED_USES = 16  # what is found, and the card of it, ask for the same, and so do other pages and filters


class PhraseUses:
    """How often each run of a corpus has a phrase."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._engine, self._runs = snapshot.engine, snapshot.columns.run_of
        self._of = lru_cache(maxsize=CACHED_USES)(self._anew)

    def of(self, phrase: str, match_options: MatchOptions = PLAIN) -> RunUses:
        """Every run that has it, whatever filters leave."""
        return self._of(phrase, match_options)

    def _anew(self, phrase: str, match_options: MatchOptions) -> RunUses:
        return self._engine.uses_by_run(phrase, self._runs, match_options)
