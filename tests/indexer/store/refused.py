"""A process that the system refuses what it refuses users: to write where they may not, or more than there is room for."""

import ctypes
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2  # of Linux


def obey_permissions() -> None:
    """Have root obey the permissions of files, as anybody must."""
    control = getattr(ctypes.CDLL(None), "prctl", None)
    if control is not None:
        for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
            control(CAPBSET_DROP, capability, 0, 0, 0)


def small_files(most: int) -> Callable[[], None]:
    """Have the system refuse to make a file of more than so many bytes, as a full disk does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def speechsearch(*words: str | Path, under: Callable[[], None]) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process that is made so first."""
    return subprocess.run(
        [sys.executable, "-m", "searchui", *map(str, words)],
        preexec_fn=under,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
