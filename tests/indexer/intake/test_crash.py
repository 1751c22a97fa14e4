"""A crash at any moment of a change to a corpus, or a disk that is full then, loses nothing. How that is done: crashing."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are killed where they fork")
def test_nothing_is_lost_at_any_moment(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.indexer.intake.crashing", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    moments = literal_eval(done.stdout)
    assert min(moments.values()) > 10, moments
