"""Asking an engine in a process of its own, that has nothing else in memory, to see what memory searching takes."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benchmarks.engines import engine
from benchmarks.engines.port import can_answer
from benchmarks.measure.memory import own_anonymous, own_peak
from benchmarks.measure.query import QueryClass
from benchmarks.report.results import Memory


def searching_memory(name: str, folder: Path, classes: Sequence[QueryClass]) -> Memory:
    """The memory of a new process that opens the index in `folder` and asks it once every query of the classes that it can answer.

    Raises CalledProcessError where that fails; what it said is on stderr.
    """
    call = [sys.executable, "-m", __name__, name, str(folder)]
    done = subprocess.run(
        call, input=msgspec.json.encode(classes), stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=True
    )
    return msgspec.json.decode(done.stdout, type=Memory)


def _receive(name: str, folder: Path, classes: Sequence[QueryClass]) -> Memory:
    asked = engine(name, folder)
    asked.open()
    anonymous = 0
    for one in classes:
        if not can_answer(asked, one.queries):
            continue
        call = asked.count if one.counting else asked.page
        for query in one.queries:
            call(query)
            anonymous = max(anonymous, own_anonymous())
    asked.close()
    return Memory(own_peak(), anonymous)


def main() -> None:
    """The other process: engine and folder are its arguments, the queries its input."""
    classes = msgspec.json.decode(sys.stdin.buffer.read(), type=list[QueryClass])
    sys.stdout.buffer.write(msgspec.json.encode(_receive(sys.argv[1], Path(sys.argv[2]), classes)))


if __name__ == "__main__":
    main()
