"""The README is true: its commands are run and its Python examples executed, on the sample corpus."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from indexer.build.pipeline import build
from searchui.cli.group import commands
from tests.conftest import ROOT, SEEDS

BLOCKS = [
    (token.info.strip(), token.content)
    for token in MarkdownIt("commonmark").parse((ROOT / "README.md").read_text(encoding="utf-8"))
    if token.type == "fence"
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a user has it after `make serve`."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(SEEDS)
    build(SEEDS, folder / "index_data")
    return folder


def examples(kind: str) -> list[str]:
    found = [content for info, content in BLOCKS if info == kind]
    assert found, f"the README has no {kind} example"
    return found


@pytest.mark.parametrize("code", examples("python"))
def test_python_example(code: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert "assert" in code or "#" in code
    exec(compile(code, "README.md", "exec"), {})


def sessions() -> list[tuple[str, str]]:
    """Each `$ command` of the console examples, with the output shown under it."""
    result = []
    for block in examples("console"):
        for part in ("\n" + block).split("\n$ ")[1:]:
            command, _, output = part.partition("\n")
            result.append((command, output))
    return result


@pytest.mark.parametrize(("command", "output"), sessions())
def test_console_example(command: str, output: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    name, *words = shlex.split(command)
    assert name == "speechsearch"
    done = CliRunner().invoke(commands, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    shown = [line for line in output.splitlines() if line.strip() not in {"", "…"}]
    printed = done.output.splitlines()
    assert shown
    for line in shown:
        assert any(line.rstrip("…") in other for other in printed), (line, printed)


def test_the_two_commands_open_the_readme() -> None:
    shell = examples("sh")[0].splitlines()
    assert [line.split("#")[0].strip() for line in shell] == ["make serve", "make test"]
