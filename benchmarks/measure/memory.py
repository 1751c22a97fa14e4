"""The memory of a process and those it started, watched from outside; and that of this process."""

import resource
import sys
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from time import perf_counter

EVERY = 0.25  # seconds between looks
SHARE = 20  # a look stops the process, longer the more memory it has: it may run this many times as long between


def watched(process: "Popen[bytes]") -> int:
    """Wait for a process; the most memory it had together with its children, in bytes, as far as seen.

    Pages shared by several are counted once (PSS). 0 where the system does not tell: no /proc.
    """
    most, pause = 0, EVERY
    while True:
        try:
            process.wait(pause)
        except TimeoutExpired:
            started = perf_counter()
            most = max(most, sum(map(_proportional, _family(process.pid))))
            pause = max(EVERY, SHARE * (perf_counter() - started))
        else:
            return most


def own_peak() -> int:
    """The most memory that this process had at any time, in bytes: pages of mapped files too.

    Linux carries a parent's ru_maxrss over to its children, so there VmHWM is asked instead.
    """
    told = _own("VmHWM")
    if told is not None:
        return told
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def own_anonymous() -> int:
    """The memory that this process has now besides pages of files, in bytes; 0 where the system does not tell."""
    return _own("RssAnon") or 0


def of_process(process: int) -> tuple[int, int]:
    """The memory that a process has now, and that besides pages of files, in bytes; 0 where the system does not tell.

    That of those which it started is added, and pages that several have are counted once.
    """
    processes = _family(process)
    if len(processes) == 1:
        return _told(process, "VmRSS") or 0, _told(process, "RssAnon") or 0
    return sum(map(_proportional, processes)), sum(_proportional(one, "Pss_Anon") for one in processes)


def _own(name: str) -> int | None:
    return _told("self", name)


def _told(process: int | str, name: str) -> int | None:
    status = Path(f"/proc/{process}/status")
    rows = status.read_text().splitlines() if status.exists() else []
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith(f"{name}:")), None)


def _family(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [process]
    return [process, *(one for child in children for one in _family(child))]


def _proportional(process: int, name: str = "Pss") -> int:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith(f"{name}:"))
