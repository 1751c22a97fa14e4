"""One writer at a time, with real processes, some of them killed."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from indexer.build.pipeline import build
from indexer.errors import IndexLockedError
from indexer.store import Store
from indexer.store.lock import GRACE, HOLDER, find_holder
from searchui import open_corpus
from tests.searchui.cli.test_cli import run

HOLDING = """
import sys
from pathlib import Path
from indexer.store import Store
with Store(Path(sys.argv[1])).writing("update"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("同志们：\n讲第一件事，说一句话。\n", encoding="utf-8")
    return tmp_path / "seeds"


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


@contextmanager
def writer(index: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that writes an index, until its input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def release(process: "subprocess.Popen[str]") -> Callable[[], None]:
    assert process.stdin is not None
    return process.stdin.close


def test_a_second_writer_learns_who_is_writing(index: Path, seeds: Path) -> None:
    with writer(index) as other:
        done = run("build", str(seeds), "--index", str(index))
        assert done.exit_code == 3
        assert f"进程 {other.pid}（{socket.gethostname()} 上的 speechsearch update，" in done.stderr
        assert "--wait" in done.stderr
        said = json.loads(run("status", "--json", "--index", str(index)).stdout)["writer"]
        assert (said["pid"], said["command"], said["host"]) == (other.pid, "update", socket.gethostname())
        assert f"正在写：进程 {other.pid}" in run("status", "--index", str(index)).stdout
        with open_corpus(index) as corpus:
            assert corpus.count("第一件事").occurrences == 1
        release(other)()
    assert find_holder(index) is None
    assert not (index / HOLDER).exists()
    assert run("build", str(seeds), "--index", str(index)).exit_code == 0


@pytest.mark.slow
def test_a_second_writer_waits(index: Path, seeds: Path) -> None:
    with writer(index) as other:
        Timer(4 * GRACE, release(other)).start()
        done = run("build", str(seeds), "--index", str(index), "--wait", "60")
    assert done.exit_code == 0
    assert Store(index).current_name() == "generation-000002"


def test_the_lock_of_a_dead_process_is_free(index: Path, seeds: Path) -> None:
    with writer(index) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        release(other)()
    assert (index / HOLDER).exists()
    assert list(index.glob("staging-*"))
    assert find_holder(index) is None
    assert "正在写" not in run("status", "--index", str(index)).stdout
    assert run("check", "--index", str(index)).exit_code == 0
    build(seeds, index)
    assert not (index / HOLDER).exists()
    assert not list(index.glob("staging-*"))


@pytest.mark.parametrize("left", [b"", b"{", b"\xff", b'{"pid": 1}'])
def test_a_holder_that_was_cut_off_names_nobody(index: Path, seeds: Path, left: bytes) -> None:
    with writer(index) as other:
        (index / HOLDER).write_bytes(left)
        with pytest.raises(IndexLockedError, match="另一个程序正在写"):
            build(seeds, index)
        release(other)()
    (index / HOLDER).write_bytes(left)
    build(seeds, index)


@pytest.mark.slow
def test_two_builds_at_once_leave_one_whole_index(index: Path, seeds: Path) -> None:
    words = [sys.executable, "-m", "searchui", "build", str(seeds), "--index", str(index), "--wait", "60"]
    for process in [subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(3)]:
        assert process.wait() == 0
    assert Store(index).current_name() == "generation-000004"
    assert run("check", "--index", str(index)).exit_code == 0
