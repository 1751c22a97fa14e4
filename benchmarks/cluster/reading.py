"""Several threads that read from a cluster without a pause, each answer compared with what it has to be."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from threading import Event, Lock, Thread
from time import perf_counter, sleep

from benchmarks.cluster.comparing import Pieces, count_of, page_of
from indexer.errors import IndexUnusableError
from searchui import Corpus

PAUSE = 0.05  # seconds after an error


class Tally:
    """What readers were answered; `longest` is the most seconds until an answer, errors on the way included."""

    def __init__(self) -> None:
        self.right = self.wrong = 0
        self.longest = 0.0
        self.errors: Counter[str] = Counter()
        self._changing = Lock()

    def answered(self, *, right: bool, seconds: float) -> None:
        with self._changing:
            self.right += right
            self.wrong += not right
            self.longest = max(self.longest, seconds)

    def failed(self, message: str) -> None:
        with self._changing:
            self.errors[message] += 1


@contextmanager
def reading(truth: Corpus, remote: Corpus, threads: int, seed: int) -> Iterator[Tally]:
    """Meanwhile so many threads ask both for counts and for pages of pieces that were not asked for before."""
    tally, stop = Tally(), Event()
    readers = [
        Thread(target=_read, args=(truth, remote, Pieces(truth, seed + number), tally, stop), daemon=True)
        for number in range(threads)
    ]
    for reader in readers:
        reader.start()
    try:
        yield tally
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def _read(truth: Corpus, remote: Corpus, pieces: Pieces, tally: Tally, stop: Event) -> None:
    for phrase, ask in zip(pieces, cycle((count_of, count_of, page_of)), strict=False):
        expected, began = ask(truth, phrase), perf_counter()
        while not stop.is_set():
            try:
                found = ask(remote, phrase)
            except IndexUnusableError as error:
                tally.failed(str(error))
                sleep(PAUSE)
            else:
                tally.answered(right=found == expected, seconds=perf_counter() - began)
                break
        if stop.is_set():
            return


def refusals(truth: Corpus, remote: Corpus, most: int, seed: int) -> int:
    """How many of so many fresh phrases are not answered."""
    errors = 0
    for phrase in islice(Pieces(truth, seed), most):
        try:
            count_of(remote, phrase)
        except IndexUnusableError:
            errors += 1
    return errors
