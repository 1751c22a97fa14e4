"""A real server: the command `speechsearch serve` as a process of its own, on a free port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(index: Path, *options: str) -> Iterator[str]:
    """The address of a running server over `index`."""
    command = [sys.executable, "-m", "searchui", "serve", "--port", "0", "--index", str(index), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        try:
            assert "http://127.0.0.1:" in line, line
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()
