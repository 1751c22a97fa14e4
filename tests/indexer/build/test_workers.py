"""Processes that work for a build."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.errors import IndexUnusableError
from indexer.workers import Workers, result_of
from tests.conftest import ROOT

SCRIPT = """
import os, time
from indexer.workers import Workers

if __name__ == "__main__":
    with Workers(2) as workers:
        print(workers.submit(os.getpid).result(), flush=True)
        list(workers.results(time.sleep, [(60,), (60,)]))
"""


PRELOADING = """
from indexer.build.pipeline import PRELOADED
from indexer.workers import Workers
from tests.indexer.build.test_workers import imported

if __name__ == "__main__":
    with Workers(2, PRELOADED) as workers:
        print(workers.submit(imported, PRELOADED).result())
"""


def imported(names: Sequence[str]) -> bool:
    """Whether a process has these modules before its work asks for them."""
    return set(names) <= sys.modules.keys()


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")  # one that has ended may wait for somebody to ask how
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_calls(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert list(workers.results(divmod, ((number, 7) for number in range(50)))) == [divmod(n, 7) for n in range(50)]


def test_a_process_that_dies_is_told() -> None:
    with Workers(2) as workers, pytest.raises(IndexUnusableError, match="内存不够"):
        result_of(workers.submit(os._exit, 9))


@pytest.mark.skipif(os.name == "nt", reason="no signals there")
def test_processes_end_when_their_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert is_there(worker)
        parent.send_signal(signal.SIGKILL)
    for _ in range(600):
        if not is_there(worker):
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the process goes on without its parent")


@pytest.mark.skipif(sys.platform != "linux", reason="each process imports by itself there")
def test_what_processes_need_is_loaded_once_for_all() -> None:
    """A module of that list which cannot be imported would be passed over in silence."""
    done = subprocess.run([sys.executable, "-c", PRELOADING], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "True"
