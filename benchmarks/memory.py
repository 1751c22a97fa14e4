"""The memory of a process and those it started, watched from outside."""

import resource
import sys
from pathlib import Path
from subprocess import Popen, TimeoutExpired

EVERY = 0.25  # seconds between looks; each stops the process for some milliseconds


def watched(process: "Popen[bytes]") -> int:
    """Wait for a process; the most memory it had together with its children, in bytes, as far as seen.

    Pages shared by several are counted once (PSS). 0 where the system does not tell: no /proc.
    """
    most = 0
    while True:
        try:
            process.wait(EVERY)
        except TimeoutExpired:
            most = max(most, sum(map(_proportional, _family(process.pid))))
        else:
            return most


def own_peak() -> int:
    """The most memory that this process had at any time, in bytes.

    Linux carries a parent's ru_maxrss over to its children, so there VmHWM is asked instead.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(row.split()[1]) * 1024 for row in status.read_text().splitlines() if row.startswith("VmHWM:"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _family(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [process]
    return [process, *(one for child in children for one in _family(child))]


def _proportional(process: int) -> int:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
