"""Bundles to cite: each has what its view says, the same bytes each time, and its program tells what has changed."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from indexer.build.pipeline import build, update
from searchui.web import create_app
from searchui.web.reproducing import main
from tests.conftest import ROOT, SEEDS

VIEWS = {
    "search": "q=高质量发展&year=2024",
    "kwic": "phrase=高质量发展&sort=right",
    "trend": "phrase=高质量发展&phrase=改革",
    "around": "phrase=高质量发展&minimum=2",
    "compare": "year=2024&minimum=2",
    "ngrams": "minimum=4",
    "variants": "phrase=高质量发展",
    "diff": "a=2023-澜滨市政府工作报告.txt&b=2025-澜滨市政府工作报告.html",
    "reuse": "",
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "seeds"
    shutil.copytree(SEEDS, folder)
    return folder


@pytest.fixture(scope="module")
def index(seeds: Path) -> Path:
    build(seeds, seeds.parent / "index")
    return seeds.parent / "index"


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


@pytest.fixture(scope="module")
def changed(seeds: Path) -> Path:
    """An index of the same corpus, in which each speech that has the phrase says it once more."""
    other = seeds.parent / "other"
    shutil.copytree(seeds, other / "seeds")
    for file in (other / "seeds").rglob("*.txt"):
        data, once, twice = file.read_bytes(), "高质量发展".encode(), "高质量发展、高质量发展的路子".encode()
        legacy = "现代化".encode("gb18030"), "现代化的".encode("gb18030")  # one of the files is in it
        file.write_bytes(data.replace(once, twice).replace(*legacy))
    build(other / "seeds", other / "index")
    return other / "index"


def unpacked(client: FlaskClient, view: str, folder: Path, **headers: str) -> Path:
    answer = client.get(f"/export/{view}.zip?{VIEWS[view]}", headers=headers)
    assert answer.status_code == 200, answer.text
    with ZipFile(io.BytesIO(answer.data)) as bundle:
        bundle.extractall(folder)
    return folder


def reproduced(folder: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of the program of a bundle, and what it prints."""
    code = main(folder, [str(index)])
    return code, capsys.readouterr().out


def run_alone(folder: Path, index: Path) -> subprocess.CompletedProcess[str]:
    """The same of the file in the bundle itself."""
    return subprocess.run(
        [sys.executable, "reproduce.py", str(index)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_on_the_same_archive_and_what_differs_on_another(
    client: FlaskClient, index: Path, changed: Path, tmp_path: Path, view: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unpacked(client, view, tmp_path)
    assert {file.name for file in folder.iterdir()} == {
        "question.json", "rows.json", "rows.csv", "paragraphs.json", "citation.txt", "reproduce.py",
    }  # fmt: skip
    code, said = reproduced(folder, index, capsys)
    assert (code, "same" in said) == (0, True)
    code, said = reproduced(folder, changed, capsys)
    assert (code, "same" in said) == (1, False)
    assert "指纹" in said


def test_its_program_runs_by_itself(client: FlaskClient, index: Path, tmp_path: Path) -> None:
    folder = unpacked(client, "kwic", tmp_path)
    done = run_alone(folder, index)
    assert (done.returncode, done.stderr, "same" in done.stdout) == (0, "", True)
    assert run_alone(folder, tmp_path / "none").returncode == 2


@pytest.mark.parametrize("view", VIEWS)
def test_rows_are_those_of_the_table_and_rest_on_paragraphs(client: FlaskClient, tmp_path: Path, view: str) -> None:
    folder = unpacked(client, view, tmp_path)
    lines = client.get(f"/export/{view}.jsonl?{VIEWS[view]}").text.splitlines()[1:]
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    told = [
        {name: str(cell).replace("http://localhost", "") for name, cell in json.loads(line).items()} for line in lines
    ]
    assert [{name: str(cell) for name, cell in row.items()} for row in rows] == told
    assert rows
    texts = json.loads((folder / "paragraphs.json").read_text(encoding="utf-8"))
    assert texts["paragraphs"] or texts["speeches"]
    question = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    assert question["provenance"]["fingerprint"]
    assert question["provenance"]["reading"]
    assert question["provenance"]["fingerprint"] in (folder / "citation.txt").read_text(encoding="utf-8")


def test_the_same_bytes_each_time_whoever_asks(client: FlaskClient) -> None:
    for view, query in VIEWS.items():
        first = client.get(f"/export/{view}.zip?{query}").data
        assert first == client.get(f"/export/{view}.zip?{query}", base_url="http://127.0.0.1:9000").data, view


def test_wrong_calls_are_said(client: FlaskClient, index: Path, tmp_path: Path) -> None:
    assert main(tmp_path, [str(index)]) == 2
    assert main(unpacked(client, "kwic", tmp_path), []) == 2
    assert client.get("/export/kwic.zip").status_code == 400
    assert client.get("/export/proof.zip").status_code == 404
    assert client.get("/export/kwic.zip?phrase=党&x=1").status_code == 400


def test_pages_lead_to_it(client: FlaskClient) -> None:
    assert "/export/kwic.zip?" in client.get(f"/kwic?{VIEWS['kwic']}").text


def test_an_update_that_changes_nothing_is_the_same(
    client: FlaskClient, seeds: Path, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unpacked(client, "trend", tmp_path)
    update(seeds, index)
    assert reproduced(folder, index, capsys)[0] == 0
