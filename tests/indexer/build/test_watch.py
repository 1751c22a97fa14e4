"""Following a folder: what changes is in the index soon after, whatever happens in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
from filelock import FileLock

from indexer.build.pipeline import update
from indexer.build.report import Report
from indexer.build.watch import Outcome, watch
from indexer.engine.opensearch.connection.failures import ClusterError, not_answered
from indexer.errors import CorpusError
from searchui import open_corpus

pytestmark = pytest.mark.slow

LONG = 60.0  # seconds until a test gives up; what is waited for comes in one or two


def put(file: Path, text: str) -> None:
    """Write a file at one stroke: one that is made, and written a while later, is two changes on a busy machine."""
    whole = file.parent.parent / "whole.tmp"
    whole.write_text(text, encoding="utf-8")
    whole.replace(file)


def speech(word: str) -> str:
    return f"在会议上的讲话\n同志们：\n我们要把{word}做好。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(speech("第一件事"), encoding="utf-8")
    return folder


@contextmanager
def watched(
    seeds: Path,
    index: Path,
    *,
    rest: float = 0.2,
    poll: bool = False,
    updating: Callable[[Path, Path], Report] = update,
) -> Iterator[Callable[[], Outcome]]:
    """A folder that is watched; a function that waits for the next outcome."""
    outcomes: Queue[Outcome] = Queue()
    stop = Event()
    thread = Thread(
        target=watch,
        args=(seeds, lambda: updating(seeds, index), outcomes.put, stop),
        kwargs={"rest": rest, "poll": poll},
    )
    thread.start()
    try:
        yield lambda: outcomes.get(timeout=LONG)
    finally:
        stop.set()
        thread.join()
    assert outcomes.empty()


def uses(index: Path, phrase: str) -> int:
    with open_corpus(index) as corpus:
        return corpus.count(phrase).occurrences


@pytest.mark.parametrize("poll", [False, True])
def test_what_changes_is_found(seeds: Path, tmp_path: Path, poll: bool) -> None:
    index = tmp_path / "index"
    with watched(seeds, index, poll=poll) as outcome:
        assert isinstance(outcome(), Report)
        assert uses(index, "第一件事") == 1
        (tmp_path / "new").mkdir()
        put(tmp_path / "new" / "b.txt", speech("第二件事"))
        (tmp_path / "new").rename(seeds / "sub")
        changed = outcome()
        assert isinstance(changed, Report)
        assert changed.changes is not None
        assert changed.changes.added == ("sub/b.txt",)
        assert uses(index, "第二件事") == 1
        (seeds / "a.txt").unlink()
        assert isinstance(outcome(), Report)
        assert (uses(index, "第一件事"), uses(index, "第二件事")) == (0, 1)


def test_it_settles_first(seeds: Path, tmp_path: Path) -> None:
    """Fifty files that come one after another make one update, or a few where this machine is slow; never fifty."""
    with watched(seeds, tmp_path / "index", rest=1) as outcome:
        outcome()
        for number in range(50):
            put(seeds / f"{number}.txt", speech(f"第{number}桩事"))
        told = [outcome()]
        while not isinstance(told[-1], Report) or told[-1].speeches < 51:
            told.append(outcome())
        assert len(told) < 10


def test_while_another_writes_it_waits(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    update(seeds, index)
    with watched(seeds, index) as outcome:
        outcome()
        with FileLock(index / "LOCK"):
            put(seeds / "b.txt", speech("第二件事"))
            blocked = outcome()
            assert "正在写" in str(blocked)
        assert isinstance(outcome(), Report)
        assert uses(index, "第二件事") == 1


def test_what_a_cluster_did_not_take_is_tried_again_and_told_once(seeds: Path, tmp_path: Path) -> None:
    """The files have been read by then: without another attempt nothing would be sent until the next change."""
    failing = [not_answered("node", ConnectionError()), not_answered("node", ConnectionError())]

    def updating(seeds: Path, index: Path) -> Report:
        report = update(seeds, index)
        if failing:
            raise failing.pop()
        return report

    with watched(seeds, tmp_path / "index", updating=updating) as outcome:
        assert isinstance(outcome(), ClusterError)
        assert isinstance(outcome(), Report)


def test_a_folder_that_goes_and_comes_back(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with watched(seeds, index) as outcome:
        outcome()
        seeds.rename(tmp_path / "gone")
        assert isinstance(outcome(), CorpusError)
        assert uses(index, "第一件事") == 1
        (tmp_path / "gone" / "a.txt").write_text(speech("别的事"), encoding="utf-8")
        (tmp_path / "gone").rename(seeds)
        assert isinstance(outcome(), Report)
        assert uses(index, "别的事") == 1
        put(seeds / "a.txt", speech("又一件事"))
        assert isinstance(outcome(), Report)
        assert uses(index, "又一件事") == 1
