"""Having an index kept up with its folder of speeches by a process beside this one.

A process of its own, so that no answer waits for it, and since a server that guards mapped files must not write an index.
It ends with the one that started it, however that ends: it reads its standard input to the end.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from indexer.background import running_beside
from indexer.intake.progress import forget_progress

AGAIN = 10.0  # seconds until a keeper that has died is started again
PATIENCE = 5.0  # seconds for a keeper to end by itself; one that is killed leaves the index as it was


def keeping(seeds: Path, index: Path) -> AbstractContextManager[None]:
    """Have it kept meanwhile."""
    return running_beside("keeping", partial(_keep, seeds, index))


def _keep(seeds: Path, index: Path, stop: Event) -> None:
    """Until `stop` is set; a keeper that dies is started again."""
    forget_progress(index)
    while not stop.is_set():
        with _keeper(seeds, index) as process:
            while process.poll() is None and not stop.wait(0.2):
                pass
        stop.wait(AGAIN)


@contextmanager
def _keeper(seeds: Path, index: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A keeper; it is told to end, and waited for."""
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", "from indexer.intake.keeper import main; main()", str(seeds), str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        **_apart(),
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _apart() -> dict[str, Any]:
    """How it does not get what a terminal sends to this process."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
