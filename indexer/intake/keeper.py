"""The keeper: a process that updates an index whenever the folder of speeches has changed, and writes down how far it is.

Its `main` is the program that `keeping` starts; it ends when its standard input does.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import msgspec

from indexer.build.pipeline import BuildOptions, Report, update
from indexer.build.watch import Outcome, watch
from indexer.errors import IndexUnusableError
from indexer.intake.progress import Progress, TakenIn, forget_progress, write_progress
from indexer.readers.sidecar import is_sidecar
from indexer.store import Store, now
from indexer.store.file_diff import Changes
from indexer.store.manifest import StoredOptions

LOWER = 10  # how much less of the processor it gets than who answers, where the system has such


class Keeper:
    """Updates, and writes down how far it is, until `stop` is set."""

    def __init__(self, seeds: Path, index: Path, stop: Event) -> None:
        self._seeds, self._index, self._stop = seeds, index, stop
        self._progress = Progress(os.getpid())
        self._note()

    def update(self) -> Report:
        """One update, with the options that the index was built with."""
        self._go_on()
        return update(self._seeds, self._index, self._options(), reading=self._reading, recognising=self._go_on)

    def tell(self, outcome: Outcome) -> None:
        """Write down what came of it."""
        if isinstance(outcome, Report):
            self._note(looked=now(), done=0, total=0, failed=None, taken=_taken(outcome) or self._progress.taken)
        else:
            self._note(looked=now(), done=0, total=0, failed=outcome.message)

    def _reading(self, done: int, total: int, _path: str) -> None:
        self._go_on()
        self._note(done=done, total=total)

    def _go_on(self, *_page: object) -> None:
        """Raises KeyboardInterrupt where the end was asked for: what is being made is given up, the index stays."""
        if self._stop.is_set():
            raise KeyboardInterrupt

    def _note(self, **changed: object) -> None:
        self._progress = msgspec.structs.replace(self._progress, **changed)
        write_progress(self._index, self._progress)

    def _options(self) -> BuildOptions:
        try:
            stored = Store(self._index).current().manifest.options
        except IndexUnusableError:  # the update builds it anew
            stored = StoredOptions()
        dictionary, synonyms = (None if file is None else Path(file) for file in (stored.user_dict, stored.synonyms))
        return BuildOptions(stored.keep_versions, dictionary, synonyms)


def _taken(report: Report) -> TakenIn | None:
    """What an update did; None of one that found nothing, or read everything anew."""
    changes = report.changes or Changes()
    came, other = _speeches(changes.added), _speeches([*changes.changed, *(to for _from, to in changes.moved)])
    gone = _speeches(changes.removed)
    skipped = {one.path for one in report.skipped} & {*came, *other}
    return TakenIn(now(), len(came), len(other), len(gone), len(skipped)) if came or other or gone else None


def _speeches(paths: Iterable[str]) -> list[str]:
    """Those that are no tables beside the speeches."""
    return [path for path in paths if not is_sidecar(path)]


def main() -> None:
    """Keep the index that the arguments of this process name after its folder of speeches, until standard input ends."""
    seeds, index = map(Path, sys.argv[1:])
    stop = Event()
    Thread(target=_end_with_starter, args=(stop,), daemon=True).start()
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(LOWER)
    try:
        keeper = Keeper(seeds, index, stop)
        with suppress(KeyboardInterrupt):
            watch(seeds, keeper.update, keeper.tell, stop)
    finally:
        forget_progress(index, os.getpid())


def _end_with_starter(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
