"""The live corpus of a running server: the generation that is current, or the last one that can be used."""

import logging
import time
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from flask import current_app, g

from indexer.errors import IndexUnusableError
from indexer.store import CURRENT, Generation, Store, now
from indexer.store.generation import Pointer
from indexer.store.verification import Verification
from searchui.search import Corpus, open_corpus
from searchui.web.context.damage import Damage
from searchui.web.context.garbage import collect_garbage
from searchui.web.context.health import Health
from searchui.web.shared.memory import Notices, OwnMemory

RETRY = 5.0  # seconds until a generation that could not be used is tried again, unless another is current before
EXPLANATION_INTERVAL = 60.0  # seconds until all files of an index are read again for an error, or because of damage
PROBE = "“的”"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why the corpus of a pointer cannot be used; `tried_at` is on the monotonic clock, in seconds."""

    pointer: Pointer | None
    error: IndexUnusableError
    since: datetime
    tried_at: float


class LiveCorpus:
    """Opens a corpus and, when another generation has become live, that one instead.

    One request opens; the others are answered from the corpus before meanwhile. A generation that cannot be used
    is not tried again at every request. Nothing is written. An open corpus answers on when its files
    are removed. A corpus that is replaced is not closed: requests that still use it
    finish on it, and the last of them lets go of it. What is damaged, `notices` tell the other processes of a server.
    """

    def __init__(self, index: Path, notices: Notices | None = None) -> None:
        self._index = index
        self._store = Store(index)
        self._current = index / CURRENT
        # What CURRENT said, and its stamp then.
        self._pointed: tuple[tuple[int, int, int] | None, Pointer] | None = None
        self._opening = Lock()
        self._corpus: Corpus | None = None
        self._failure: _Failure | None = None
        self._damaged: Pointer | None = None
        self._notices = notices or OwnMemory().notices()
        self._heard = 0
        self._explaining = Lock()
        self._explained_at = -EXPLANATION_INTERVAL

    def get(self) -> Corpus:
        """The current corpus; the one before it while the new one cannot be used.

        Raises IndexUnusableError where there is none at all.
        """
        self._hear()
        # Those that have nothing to answer from wait for the one that opens.
        if self._is_due() and self._opening.acquire(blocking=self._corpus is None):
            try:
                if self._is_due():
                    self._open()
            finally:
                self._opening.release()
        corpus, failure = self._corpus, self._failure
        if corpus is None:
            raise copy(failure.error) if failure else IndexUnusableError.damaged()
        self._check_sizes(corpus)
        return corpus

    def release(self) -> None:
        """Let go of the corpus, until it is asked for."""
        with self._opening:
            self._corpus = None
        collect_garbage()  # it holds itself

    def note_damage(self, generation: Generation, file: str) -> None:
        """A file of a generation was found damaged: nothing is answered any more from a corpus that has it.

        One that is none of its own files was made of it: it is opened again.
        """
        expected = generation.manifest.checksums.get(file)
        if expected is None:
            self._tell(Damage(generation.pointer, file, is_mended=True))
        else:
            self._tell(Damage(generation.pointer, f"{generation.folder.name}/{file}", expected.sha256))

    def _tell(self, damage: Damage) -> None:
        self._notices.post(damage.text())
        self._hear()

    def _hear(self) -> None:
        """Learn what any process was told of damage."""
        if self._notices.number == self._heard:
            return
        number, told = self._notices.last()
        damage = Damage.read(told)
        if damage.is_mended:
            self._open_again(number)
            return
        self._drop(damage.pointer, IndexUnusableError.damaged(damage.place))
        corpus = self._corpus
        if corpus and damage.digest in {one.sha256 for one in corpus.manifest.checksums.values()}:
            self._corpus = None
        self._heard = number

    def _open_again(self, heard: int) -> None:
        """Without what of the corpus was damaged and can be made again; others wait for that."""
        with self._opening:
            if self._heard == heard:
                return
            before = self._corpus
            if before is not None:
                self._open()
            if self._corpus is before:  # it could not be opened
                self._corpus = None
            self._heard = heard

    def explanation(self, error: Exception, corpus: Corpus) -> IndexUnusableError | None:
        """What is wrong with the index, where an error that nobody foresaw came from that; None where nothing is known to be.

        Nothing is answered any more from a corpus that is damaged. So that errors cost no more than answers, files are read
        at most every so many seconds for this.
        """
        if not self._explaining.acquire(blocking=False):
            return None
        try:
            if time.monotonic() < self._explained_at + EXPLANATION_INTERVAL:
                return None
            damage = corpus.explanation(error)
            self._explained_at = time.monotonic()
        finally:
            self._explaining.release()
        if damage is not None:
            self._drop(corpus.generation.pointer, damage)
            self._tell(Damage(corpus.generation.pointer, corpus.generation.folder.name))
        return damage

    def _drop(self, pointer: Pointer, damage: IndexUnusableError) -> None:
        with self._opening:
            if self._corpus and self._corpus.generation.pointer == pointer:
                self._corpus = None
            self._damaged = pointer
            self._record_failure(pointer, damage)

    def check(self, corpus: Corpus) -> None:
        """Raises IndexUnusableError where a corpus is known to be damaged: for an answer that it has given meanwhile."""
        self._hear()
        self._check_sizes(corpus)
        damaged, failure = self._damaged, self._failure
        if failure and damaged == corpus.generation.pointer:
            raise copy(failure.error)

    def _check_sizes(self, corpus: Corpus) -> None:
        try:
            corpus.generation.check_sizes()
        except IndexUnusableError as error:
            self._drop(corpus.generation.pointer, error)
            raise

    def is_current(self, corpus: Corpus) -> bool:
        """Whether it is the one that new requests are answered from."""
        return corpus is self._corpus

    def health(self) -> Health:
        """What is served, and what of the index on disk is not."""
        with suppress(IndexUnusableError):  # it is kept as the reason below
            self.get()
        pointer, generation = self._pointer(), self._corpus.generation if self._corpus else None
        current = pointer.name if pointer else None
        if generation and generation.pointer == pointer:
            if generation.folder.is_dir():
                return Health(current, generation, checked=self._checked(generation))
            self._record_failure(pointer, IndexUnusableError.damaged(generation.folder.name))
        failure = self._failure
        if failure is None or failure.pointer != pointer:  # it is being opened now
            return Health(current, generation)
        return Health(current, generation, failure.error.message, failure.since)

    def _checked(self, generation: Generation) -> datetime | None:
        """Since when every file of a generation has been seen whole."""
        return Verification.load(self._index).last_check(generation.folder, generation.manifest)

    def _is_due(self) -> bool:
        """Whether there is something to open."""
        pointer, corpus, failure = self._pointer(), self._corpus, self._failure
        if corpus and corpus.generation.pointer == pointer:
            return False
        wait = RETRY if self._damaged is None else EXPLANATION_INTERVAL
        return not (failure and failure.pointer == pointer and time.monotonic() < failure.tried_at + wait)

    def _open(self) -> None:
        pointer = self._pointer()
        try:
            corpus = open_corpus(self._index)
            if self._damaged == corpus.generation.pointer:
                corpus.generation.check_whole()  # it may be mended
            _check_readable(corpus)
        except IndexUnusableError as error:
            self._record_failure(pointer, error)
        except Exception as error:  # a defect, but no reason to answer nothing from now on
            self._record_failure(pointer, IndexUnusableError.damaged(), error)
        else:
            corpus.is_watched = True  # `get` looks at them before an answer, `check` after it
            self._corpus, self._failure, self._damaged = corpus, None, None
            collect_garbage()  # the one before holds itself, and with it the disk space of files that were removed

    def _record_failure(
        self, pointer: Pointer | None, error: IndexUnusableError, unforeseen: Exception | None = None
    ) -> None:
        before = self._failure
        if before and before.pointer == pointer:
            self._failure = replace(before, tried_at=time.monotonic())
            return
        if self._corpus or unforeseen:  # otherwise whoever asks is told
            log.warning("%s", error.message, exc_info=unforeseen)
        self._failure = _Failure(pointer, copy(error), now(), time.monotonic())

    def _pointer(self) -> Pointer | None:
        """What CURRENT says now; None where it cannot be read."""
        stamp, pointed = self._stamp(), self._pointed
        if stamp and pointed and pointed[0] == stamp:
            return pointed[1]
        try:
            pointer = self._store.pointer()
        except IndexUnusableError:  # why, `open_corpus` says
            return None
        self._pointed = stamp, pointer
        return pointer

    def _stamp(self) -> tuple[int, int, int] | None:
        """What changes when CURRENT is replaced, which is looked at for every request; None where it is missing."""
        try:
            found = self._current.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _check_readable(corpus: Corpus) -> None:
    """Look at the parts of a corpus that are read at first use only, so that damage is seen before it answers."""
    latest = corpus.speeches()[-1:]
    for entry in latest:
        corpus.speech(entry.id)
    corpus.search(PROBE)


def live_corpus() -> Corpus:
    """The corpus that answers this request, the same from its beginning to its end."""
    corpus: Corpus | None = g.get("corpus")
    if corpus is None:
        corpus = g.corpus = live().get()
    return corpus


def let_go(_error: BaseException | None = None) -> None:
    """At the end of a request: what it used of a corpus that was replaced meanwhile is free at once, its files too."""
    is_replaced = "corpus" in g and not live().is_current(g.corpus)
    g.pop("corpus", None)
    if is_replaced:
        collect_garbage()  # it holds itself


def live_health() -> Health:
    """How the application that answers this request is."""
    return live().health()


def live() -> LiveCorpus:
    """What the application that answers this request reads."""
    found: LiveCorpus = current_app.extensions["corpus"]
    return found
