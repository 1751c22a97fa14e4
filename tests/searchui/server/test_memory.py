"""A server's threads share few areas of memory, so that little of it stays free and unused."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

SCRIPT = """
import ctypes, sys, threading
from searchui.web.server.memory import bound_free_memory

if sys.argv[1] == "bound":
    bound_free_memory()
together = threading.Barrier(8)
def work():
    together.wait()
    pieces = [bytearray(40_000) for _ in range(50)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def areas(how: str) -> int:
    """In how many areas the C library keeps the memory of a process with eight threads."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own")
def test_threads_share_two_areas() -> None:
    if areas("as it is") <= 2:
        pytest.skip("the C library is another, or told so already")
    assert areas("bound") <= 2
