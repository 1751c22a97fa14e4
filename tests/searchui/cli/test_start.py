"""A command loads what it needs and no more: who only counts does not wait for what builds, serves or cuts words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import searchui.search
from searchui.cli.group import commands

NOT_TO_COUNT = {
    "bs4", "docx", "filelock", "flask", "frontmatter", "importlib.metadata", "jieba", "lxml", "markdown_it", "opencc",
    "pygal", "pypinyin", "rjieba", "waitress", "watchfiles", "whoosh", "xlsxwriter", "yaml",
    "indexer.build", "indexer.check", "indexer.readers", "indexer.speech", "indexer.engine.embedded.write",
    "searchui.web", "searchui.search.ranking", "searchui.search.suggest", "searchui.search.query.parser",
    "searchui.search.statistics.words.collocation", "searchui.search.statistics.trend",
}  # fmt: skip
RUN = """
import json, sys
from searchui.cli.group import commands
status = commands.main(sys.argv[1:], prog_name="speechsearch", standalone_mode=False)
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


def loaded(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_counting_loads_nothing_that_it_does_not_use(sample_index: Path) -> None:
    modules = loaded("count", "新质生产力", "--index", str(sample_index))
    assert "searchui.search.statistics.phrase_profile" in modules
    assert modules & NOT_TO_COUNT == set()


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (("count", "发展", "--format", "xlsx", "--output"), "xlsxwriter"),
        (("around", "发展"), "searchui.search.statistics.words.collocation"),
        (("search", "发展"), "searchui.search.ranking"),
    ],
)
def test_others_load_what_they_use(sample_index: Path, tmp_path: Path, words: tuple[str, ...], module: str) -> None:
    """What the test above forbids is found where it is used."""
    output = [str(tmp_path / "a.xlsx")] if words[-1] == "--output" else []
    assert module in loaded(*words, *output, "--index", str(sample_index)) & NOT_TO_COUNT


def test_every_command_is_where_its_group_says() -> None:
    assert {name: command.name for name, command in commands.commands.items()} == {
        name: name for section in commands.sections for name in section.places
    }


def test_every_public_name_is_found() -> None:
    for name in searchui.search.__all__:
        assert getattr(searchui.search, name).__name__ == name
    with pytest.raises(AttributeError):
        searchui.search.Nonsense  # type: ignore[attr-defined]  # noqa: B018 - it is asked for
