"""A power cut at any moment leaves the old generation or the new one whole, and every sync is needed for that.

How that is done: power_cuts. CI looks at some states of the disk at each moment; `make power-cuts` at all that are listed.
"""

import ast
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.indexer.store.faults.disk_model import Data, Model, Naming, Recorder, Step, Sync

CUTS = os.environ.get("POWER_CUTS", "8")  # states at each moment
SEED = 1 if os.environ.get("CI") == "true" else random.randrange(1 << 32)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
def test_a_power_cut_leaves_the_old_or_the_new_index(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.indexer.store.faults.power_cuts", str(tmp_path), CUTS, str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"seed {SEED}: {done.stderr[-3000:]}"
    counts = ast.literal_eval(done.stdout)
    sys.stdout.write(f"{counts}\n")
    assert counts["moments"] > 200
    assert counts["syncs"] > 60


def test_the_recorder_notes_what_is_done_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    recorder = Recorder(tmp_path)
    (tmp_path / "b").touch()
    recorder.note()
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "b").replace(tmp_path / "a")
    recorder.note()
    number = recorder.folders[0]["a"] + 1
    assert recorder.steps == [
        Naming(number, None, (0, "b")),
        Naming(number, (0, "b"), (0, "a")),
        Data(number, b"2"),
    ]


def test_a_cut_loses_what_is_not_synced() -> None:
    """A file that is written beside another and takes its name: what may be under the name, by what was synced."""
    steps: dict[str, Step] = {"name": Naming(2, None, (0, "new")), "data": Data(2, b"new"), "file": Sync(2)}
    steps |= {"rename": Naming(2, (0, "new"), (0, "a")), "folder": Sync(0)}

    def found(*names: str) -> set[bytes]:
        model = Model({0: {"a": 1}}, {1: b"old"})
        for name in names:
            model.play(steps[name])
        return {disk["a"] for disk in model.cuts(1000, random.Random(1))}

    assert found("name", "data", "file") == {b"old"}
    assert found("name", "data", "file", "rename") == {b"old", b"new"}
    assert found("name", "data", "file", "rename", "folder") == {b"new"}
    assert found("name", "data", "rename", "folder") == {b"", b"new", b"\0\0\0"}
    assert found("name", "data", "rename") == {b"old", b"", b"new", b"\0\0\0"}
