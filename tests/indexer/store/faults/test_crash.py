"""A crash at any moment leaves the old generation or the new one whole, and so does any error of input or output.

How that is done: crashing. CI looks at twenty of each kind; `make crash` at two hundred.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

CRASHES = int(os.environ.get("CRASHES", "20"))
SEED = 1 if os.environ.get("CI") == "true" else random.randrange(1 << 32)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are killed where they fork")
@pytest.mark.parametrize(("kind", "share"), [("time", 1), ("event", 1), ("refusal", 1), ("limit", 1), ("jobs", 5)])
def test_the_index_is_whole_after(kind: str, share: int, tmp_path: Path) -> None:
    """`share`: of builds with several processes, which take long to begin, fewer are looked at."""
    count = str(CRASHES // share)
    command = [sys.executable, "-m", "tests.indexer.store.faults.crashing", str(tmp_path), kind, count, str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"seed {SEED}: {done.stderr[-3000:]}"
    assert "old" in done.stdout, "nothing was disturbed before it was done"
