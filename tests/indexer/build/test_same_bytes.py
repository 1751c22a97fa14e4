"""The same corpus makes the same bytes: whenever, wherever and by however many processes it is built."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build.pipeline import BuildOptions, build
from indexer.store import Store
from tests.conftest import ROOT, SEEDS

TIMES = {"built", "seal"}  # of the manifest: when, and the seal over it


def files(index: Path) -> dict[str, object]:
    """The files of the live generation; of the manifest all but the time, and where the corpus is."""
    folder = Store(index).current().folder
    found: dict[str, object] = {file.name: file.read_bytes() for file in folder.iterdir()}
    manifest = json.loads((folder / "manifest.json").read_bytes())
    found["manifest.json"] = {name: value for name, value in manifest.items() if name not in {*TIMES, "source"}}
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    index = tmp_path_factory.mktemp("same") / "index"
    build(SEEDS, index)
    return files(index)


def test_a_copy_of_the_corpus_in_another_process(first: dict[str, object], tmp_path: Path) -> None:
    """With other times and numbers of files, another order in the folder, another seed of hashes, and at another time."""
    (tmp_path / "seeds").mkdir()
    for file in sorted(SEEDS.rglob("*"), reverse=True):
        if file.is_file():
            copy = tmp_path / "seeds" / file.relative_to(SEEDS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            os.utime(copy, (1_000_000_000, 1_000_000_000))
    command = [sys.executable, "-m", "indexer", "build", str(tmp_path / "seeds"), "--index", str(tmp_path / "index")]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)
    assert files(tmp_path / "index") == first


def test_only_the_time_and_the_seal_differ(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(SEEDS, tmp_path / name)
    one, two = (
        json.loads((Store(tmp_path / name).current().folder / "manifest.json").read_bytes()) for name in ("one", "two")
    )
    assert {name for name in one if one[name] != two[name]} <= TIMES


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_processes(
    first: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr("indexer.build.pipeline.MIN_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.parallel_writer.SMALLEST_PART", 5_000)
    build(SEEDS, tmp_path / "index", BuildOptions(jobs=jobs))
    assert files(tmp_path / "index") == first
