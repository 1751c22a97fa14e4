"""What is installed elsewhere: the packages hold all that is needed, and what containers and services are made of is well formed."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, SEEDS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SITE = """
import searchui
from searchui.web import create_app

assert searchui.__file__.startswith({place!r}), searchui.__file__
client = create_app({index!r}).test_client()
for path, text in {pages!r}.items():
    answer = client.get(path)
    assert answer.status_code == 200 and text in answer.text, path
"""
PAGES = {
    "/search?q=“新质生产力”": "找到 10 段",
    "/help/reading": "每万字",
    "/help/searching?lang=en": "Exact phrases",
    "/static/help.css": ".help",
    "/api/openapi.json": "openapi",
}


def run(command: Sequence[str | Path], cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "SPEECHSEARCH_LANG"}}
    done = subprocess.run(command, cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made of a source archive, which is made of a copy: what others get, and nothing here is written."""
    place = tmp_path_factory.mktemp("packed")
    (place / "copy").mkdir()
    for name in ("indexer", "searchui"):
        shutil.copytree(
            ROOT / name, place / "copy" / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "*.so")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, place / "copy" / name)
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", place], place / "copy")
    (source,) = place.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(place, filter="data")
    unpacked = place / source.name.removesuffix(".tar.gz")
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--wheel-dir")
    run([sys.executable, "-m", "pip", "wheel", *options, place, unpacked], place)
    (made,) = place.glob("*.whl")
    shutil.rmtree(unpacked)
    return made


@pytest.mark.slow
def test_a_wheel_works_where_there_is_no_source(wheel: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        programs / "python",
        "--quiet",
        "--disable-pip-version-check",
    ]
    run([*pip, "install", "--no-deps", wheel], tmp_path)
    (packages,) = (tmp_path / "venv").rglob("site-packages")
    # What it depends on is lent by this environment; a path of that kind brings no editable installation with it.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    index = tmp_path / "index"
    run([programs / "speechsearch", "build", SEEDS, "--index", index], tmp_path)
    told = run([programs / "speechsearch", "count", "新质生产力", "--index", index], tmp_path, SPEECHSEARCH_LANG="en")
    assert "12 times, 10 paragraphs, 6 speeches" in told
    site = SITE.format(place=str(packages), index=str(index), pages=PAGES)
    run([programs / "python", "-c", site], tmp_path)
    kernels = list((packages / "indexer" / "engine" / "embedded" / "kernel").glob("speechsearch_kernel.*"))
    assert len(kernels) == (0 if "-none-any" in wheel.name else 1), wheel.name


@pytest.mark.parametrize("name", ["compose.yaml", "docs/compose.yml"])
def test_a_compose_file_names_what_it_uses(name: str) -> None:
    file: Mapping[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    named = {volume.split(":")[0] for service in file["services"].values() for volume in service.get("volumes", ())}
    assert {volume for volume in named if not volume.startswith((".", "/"))} == set(file["volumes"])
    for service in file["services"].values():
        assert service["image"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"]), "others come in by a proxy"


def dockerfile() -> list[tuple[str, str]]:
    """Its instructions, each with what it is given."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_image_is_small_and_runs_without_rights() -> None:
    found = dockerfile()
    stages = [number for number, (instruction, _) in enumerate(found) if instruction == "FROM"]
    last = dict(found[stages[-1] :])
    assert len(stages) == 2, "the compiler stays behind"
    assert last["USER"] not in {"0", "root"}
    assert "/healthz" in last["HEALTHCHECK"]
    assert {"/data/seeds", "/data/index"} == set(re.findall(r'"([^"]+)"', last["VOLUME"]))
    assert not any("apt-get" in given for _, given in found[stages[-1] :])


def test_the_image_is_built_of_what_is_let_in_and_of_locked_lists() -> None:
    copied = {name for instruction, given in dockerfile() if instruction == "COPY" for name in given.split()[:-1]}
    ours = {name.split("/")[0] for name in copied if not name.startswith(("--from", "/"))}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert ours == {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied if not name.startswith(("--from", "/")))
    lists = [given for _, given in dockerfile() for _ in re.findall(r"--requirement", given)]
    assert all(given.count("--require-hashes") == given.count("--requirement") for given in lists)


def test_the_image_passes_a_linter() -> None:
    hadolint = shutil.which("hadolint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if hadolint is None:
        pytest.skip("hadolint is not here")
    assert run([hadolint, "Dockerfile"], ROOT) == ""


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = (ROOT / "docs" / "speechsearch.service").read_text(encoding="utf-8")
    assert "\nUser=speechsearch\n" in unit
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    there = re.sub(r"/opt/speechsearch/bin/speechsearch", sys.executable, unit)
    (tmp_path / "speechsearch.service").write_text(there, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "speechsearch.service"], capture_output=True, text=True, check=False
    )
    assert "speechsearch.service" not in done.stderr, done.stderr


def workflow(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    return found


def test_a_release_is_built_for_each_platform_and_published_without_a_password() -> None:
    jobs = workflow("publish.yml")["jobs"]
    table = tomllib.loads((ROOT / "indexer/engine/embedded/kernel/data/targets.toml").read_text(encoding="utf-8"))
    assert jobs["build"]["strategy"]["matrix"]["target"] == [*table, "any"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert "permissions" not in jobs["build"], "only what publishes may say who it is"
    assert workflow("publish.yml")["permissions"] == {"contents": "read"}
    assert "secrets." not in (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["zh", "en"])
def test_every_extra_that_the_page_on_installing_names_is_one(page: str) -> None:
    text = (ROOT / "searchui" / "web" / "help" / page / "deploying.md").read_text(encoding="utf-8")
    named = {extra for extras in re.findall(r"\[([a-z,]+)\]'", text) for extra in extras.split(",")}
    assert named
    assert named <= set(PROJECT["optional-dependencies"])
