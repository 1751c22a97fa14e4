"""A process that has its children killed, or refused by the system, while they write an index; looked at after each.

    python -m tests.indexer.store.faults.crashing FOLDER KIND COUNT SEED

It builds an index in FOLDER of speeches that it puts there, and COUNT times changes some of them and lets a child
update or build. KIND says what happens to the child:

    time     killed (-9) at a random moment
    event    killed at the next of the moments at which it touches a file of the index, one after the other
    refusal  the system refuses it what it does with a file at such a moment: an error of input or output
    jobs     killed (-9) at a random moment while it builds with two processes of its own
    limit    the system refuses to make a file larger than so and so much, as a full disk would

After each the index answers as before or as after the change, `check` finds nothing wrong, and the next update
succeeds. It prints how often the old and the new generation was live. This is no test of its own, since what kills
and forks must have no threads: see test_crash.
"""

import errno
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.build import pipeline
from indexer.build.pipeline import BuildOptions, build, update
from indexer.check import check
from indexer.errors import SpeechsearchError
from indexer.store import Store
from searchui import open_corpus
from tests.conftest import SEEDS

MARKER = "这是第{}号标记"
LONGEST = 1.1  # times as long as it takes undisturbed
TOUCHING = frozenset({"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "sync"})
WITHOUT_PATH = frozenset(
    {"sync", "os.remove", "os.rmdir"}
)  # a folder that goes with all in it is gone through by handles
SMALLEST, LARGEST = 64, 3_000_000  # bytes of a file
DONE, NEVERTHELESS, REFUSED, DEFECT = (
    0,
    1,
    3,
    9,
)  # how a child ends; nevertheless: done, though it was refused something


class Corpus:
    """Speeches that change, and what an index of them before and after the last change says of their markers."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.seeds = folder / "seeds"
        self.index = folder / "index"
        shutil.copytree(SEEDS, self.seeds)
        self._draw = draw
        self._files = [file for file in sorted(self.seeds.glob("*.txt")) if _is_plain(file)]
        self._round = 0
        self.markers: dict[str, str] = {}
        self.before: dict[str, str] = {}

    def change(self) -> None:
        """Change a speech, add one, take one away, or move one."""
        self.before = dict(self.markers)
        self._round += 1
        marker = MARKER.format(self._round)
        file = self._draw.choice(self._files)
        extra = self.seeds / f"另加-{self._draw.randrange(4)}.txt"
        match self._draw.randrange(4):
            case 0 if extra.exists():
                extra.unlink()
                del self.markers[extra.name]
            case 1 if extra.exists():
                moved = self.seeds / f"另加-{self._draw.randrange(4, 8)}.txt"
                extra.rename(moved)
                self.markers[moved.name] = self.markers.pop(extra.name)
            case 2:
                extra.write_text(f"在会上的讲话\n同志们：\n{marker}。\n", encoding="utf-8")
                self.markers[extra.name] = marker
            case _:
                text = file.read_text(encoding="utf-8").partition("\n这是第")[0]
                file.write_text(f"{text}\n{marker}。\n", encoding="utf-8")
                self.markers[file.name] = marker

    def found(self) -> dict[str, str]:
        """The markers that the index has, by the file that each is in, which may have several speeches."""
        with open_corpus(self.index) as corpus:
            hits = corpus.search("“这是第” “号标记”", per_page=100, synonyms=False, collapse=False).hits
            found = {hit.speech.id.partition(":")[0]: hit.paragraph.text.rstrip("。") for hit in hits}
            assert all(corpus.count(marker).paragraphs == 1 for marker in found.values())
        return found


def _is_plain(file: Path) -> bool:
    try:
        return bool(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return False


def write(corpus: Corpus, whole: bool, jobs: int = 1) -> int:
    (build if whole else update)(corpus.seeds, corpus.index, BuildOptions(jobs=jobs))
    return DONE


def child(work: Callable[[], int]) -> int:
    """Do some work in a process of its own that may be killed, and that ends with what it gives; its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        status = work()
    except SpeechsearchError:
        os._exit(REFUSED)
    except BaseException:
        traceback.print_exc()
        os._exit(DEFECT)
    os._exit(status)


def audited(index: Path, act: Callable[[], None]) -> None:
    """Have `act` called whenever this process touches a file of an index; those that are removed have no path."""
    own = str(index)

    def audit(event: str, values: tuple[Any, ...]) -> None:
        paths = [str(value) for value in values[:2]]
        if event in TOUCHING and (event in WITHOUT_PATH or any(path.startswith(own) for path in paths)):
            act()

    tell_syncs()
    sys.addaudithook(audit)


def tell_syncs() -> None:
    """Have audit hooks told of each sync: the one thing that the interpreter does not tell by itself."""
    sync = os.fsync

    def told(handle: Any) -> None:
        sys.audit("sync", handle)
        sync(handle)

    os.fsync = told  # type: ignore[assignment]


class Moment:
    """Does `act` when it is called for the time of a number, from 1."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self._number, self._act = number, act
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self._number:
            self._act()

    @property
    def came(self) -> bool:
        return self.calls >= self._number


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def disturbed(corpus: Corpus, kind: str, number: int, draw: random.Random, took: float) -> int:
    """Let a child write while it is disturbed; how it ended, as `os.waitpid` has it."""
    whole = kind == "jobs" or draw.random() < 0.3

    def work() -> int:
        moment = Moment(number, kill if kind == "event" else refuse)
        if kind in {"event", "refusal"}:
            audited(corpus.index, moment)
        if kind == "limit":
            size = round(SMALLEST * (LARGEST / SMALLEST) ** draw.random())
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        write(corpus, whole, jobs=2 if kind == "jobs" else 1)
        return NEVERTHELESS if moment.came and kind == "refusal" else DONE

    pid = child(work)
    if kind in {"time", "jobs"}:
        time.sleep(draw.random() * LONGEST * took)
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def looked_at(corpus: Corpus, status: int) -> str:
    """Which generation is live after a disturbance: `old` or `new`. Raises AssertionError where anything is wrong."""
    found = corpus.found()
    assert found in (corpus.before, corpus.markers), f"{found} is neither {corpus.before} nor {corpus.markers}"
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) != DEFECT, "an error that nobody expected"
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) in {DONE, NEVERTHELESS}:
        assert found == corpus.markers, "it said that it was done"
    problems = check(corpus.index, sample=5).problems
    assert not problems, problems
    update(corpus.seeds, corpus.index)
    assert corpus.found() == corpus.markers, "the next update"
    problems = check(corpus.index, sample=5).problems
    assert not problems, problems
    left = [
        path.name for path in corpus.index.iterdir() if path.name.startswith("staging") or path.name.endswith(".new")
    ]
    assert not left, left
    return "new" if found == corpus.markers != corpus.before else "old"


def main(folder: str, kind: str, count: str, seed: str) -> None:
    draw = random.Random(seed)
    corpus = Corpus(Path(folder), draw)
    write(corpus, True)
    corpus.change()
    pipeline.MIN_BYTES_FOR_PROCESSES = 0
    start = time.perf_counter()
    os.waitpid(child(lambda: write(corpus, True, jobs=2 if kind == "jobs" else 1)), 0)
    took = time.perf_counter() - start
    outcomes: Counter[str] = Counter()
    number = 0
    for done in range(int(count)):
        corpus.change()
        number += 1
        status = disturbed(corpus, kind, number, draw, took)
        if kind in {"event", "refusal"} and os.WIFEXITED(status) and os.WEXITSTATUS(status) == DONE:
            number = 0  # there is no such moment any more: from the first one again
        try:
            outcomes[looked_at(corpus, status)] += 1
        except AssertionError as error:
            raise SystemExit(
                f"{kind} {done}, moment {number}: {error} ({Store(corpus.index).current_name()})"
            ) from error
    sys.stdout.write(f"{dict(outcomes)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
