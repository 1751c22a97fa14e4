"""Any bit that flips in any file of an index is seen, and from then on nothing is answered; never is there a traceback.

How that is done: bit_flips. CI flips some; `make bit-flips` a thousand.
"""

import ast
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLIPS = os.environ.get("FLIPS", "25")
SEED = 1 if os.environ.get("CI") == "true" else random.randrange(1 << 32)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a file that is mapped is not written to there")
def test_a_bit_that_flips_is_seen_and_nothing_is_answered_from_then_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.indexer.store.faults.bit_flips", str(tmp_path), FLIPS, str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"seed {SEED}: {done.stderr[-3000:]}"
    counts = ast.literal_eval(done.stdout)
    sys.stdout.write(f"{counts}\n")
    assert counts["seen by a check"] == counts["seen at once"] + counts["seen by the scrub"]
    assert counts["seen by a check"] + counts["made again"] == int(FLIPS)
