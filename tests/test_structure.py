"""The house keeps its shape: small rooms, short modules, and pages about them that are true."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PRODUCT = ("indexer", "searchui")
CODE = (*PRODUCT, "tests", "benchmarks")
MOST_MODULES = 16  # in one folder; `__init__` and `__main__`, which hold no subject of their own, are not counted
MOST_LINES = 300  # of a module of the product
WIDEST = 140  # characters, not reached by any line of a template
PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
TOP = {
    *("indexer", "searchui", "tests", "benchmarks", "docs", "requirements", "seeds", "index_data"),
    *("Makefile", "Dockerfile", "compose.yaml", "serve.bat", "pyproject.toml", "LICENSE"),
}  # and *.md, and names that begin with a dot
PATH = re.compile(
    r"`((?:(?:indexer|searchui|tests|benchmarks|seeds|docs|index_data|\.ci|\.github)/[^`\s]*)|Makefile|[\w.-]+\.(?:md|toml|yaml))`"
)


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def named_paths(page: str) -> Iterator[str]:
    """The files and folders that a page names, each in backticks and from the root."""
    yield from PATH.findall((ROOT / page).read_text(encoding="utf-8"))


def test_no_folder_has_more_modules_than_a_reader_can_look_over() -> None:
    counted = Counter(name(path.parent) for path in modules(*CODE) if path.stem not in {"__init__", "__main__"})
    assert sum(counted.values()) > 300
    assert {folder: number for folder, number in counted.items() if number > MOST_MODULES} == {}


def test_no_module_of_the_product_is_long() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PRODUCT)}
    assert max(lengths.values()) > 200
    assert {path: number for path, number in lengths.items() if number > MOST_LINES} == {}


def test_lines_of_templates_can_be_read() -> None:
    lines = [
        (f"{name(path)}:{number}", len(line))
        for path in sorted((ROOT / "searchui").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    assert len(lines) > 300
    assert [line for line in lines if line[1] >= WIDEST] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    named = sorted(set(named_paths(page)))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_at_the_top_stands_what_convention_puts_there() -> None:
    ignored = {line.strip("/\n") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".md"}
    assert found - TOP - ignored - {name for name in found if name.endswith(".egg-info")} == set()


def test_every_package_has_a_place_in_the_walk() -> None:
    packages = {name(path.parent) for path in modules(*PRODUCT) if path.stem == "__init__"}
    walked = {path.rstrip("/") for path in named_paths("ARCHITECTURE.md")}
    assert len(packages) > 30
    assert packages - walked == set()


def test_the_version_stands_in_one_place_and_has_its_changes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\n## [{version}] - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    written = [name(path) for path in modules(*PRODUCT) if f'"{version}"' in path.read_text(encoding="utf-8")]
    assert written == []


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    helped = re.findall(r'@echo "make ([\w-]+) ', makefile)
    assert sorted(helped) == sorted({*targets.split()} - {"help", "build"})
