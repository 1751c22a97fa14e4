"""Every command that reads an index answers the same, whether that is in a cluster or in a folder, in every format."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from docx import Document

from indexer.cli.index_location import IndexFolder
from searchui import Corpus
from searchui.cli.group import commands
from tests.searchui.cluster.conftest import Said
from tests.searchui.cluster.test_every_address import DRAFT

pytestmark = pytest.mark.slow

# They speak of where an index is, or go on until they are ended: tests/indexer/cluster and tests/searchui/server have them.
OTHERS = {"serve", "mcp", "status", "check", "metadata import"}
QUOTED = "“新质生产力”"


@pytest.fixture
def asked(corpus: Corpus, tmp_path: Path) -> Mapping[str, list[list[str]]]:
    """What each command is asked."""
    word = tmp_path / "draft.docx"
    document = Document()
    document.add_paragraph(DRAFT)
    document.save(str(word))
    speeches = [entry.id for entry in corpus.speeches()]
    first, last = speeches[0], speeches[-1]
    return {
        "search": [["发展"], ["党的建设 基层", "--explain"], ["建社"], ["“新制生产力”"], ["“推动新质生产力大跃进”"]],
        "count": [["发展"], ["绿水青山", "--left-out"], ["龘龘"], ["2025年", "--numbers"]],
        "nearest": [["我们要把发展抓在手上。绿水青山就是金山银山。"]],
        "proof": [[str(word)], [str(word), "--exclude", last, "--suggestions", "loose"]],
        "diff": [[first, last], [str(word), last, "--kept"]],
        "reuse": [[last], [str(word), "--least", "8", "--ritual"], ["--all"]],
        "kwic": [["发展", "--sort", "right"], ["发展", "--query", QUOTED], ["发展", "--crossing"]],
        "trend": [["发展", "改革"], ["发展", "--by", "speaker"]],
        "variants": [["高质量发展"], ["新质生产力"]],
        "around": [["发展"]],
        "compare": [["--a", "year:2024"], ["--a", "year:2023", "--b", "year:2025", "--size", "3"]],
        "ngrams": [["--minimum", "3"]],
        "arrivals": [["发展"]],
        "basket": [[f"{first}#p1", f"{last}#p2", "nowhere#p1"]],
        "list": [[], ["--year", "2023..2025", "--sort", "speaker"]],
        "cite": [[last], [f"{first}#p1"]],
        "metadata export": [[]],
    }


def reading() -> Iterator[tuple[str, click.Command]]:
    """The commands that take an address for an index, by their words."""
    waiting: list[tuple[str, click.Command]] = [("", commands)]
    for words, one in waiting:
        if isinstance(one, click.Group):
            context = click.Context(one)
            waiting += [
                (f"{words} {name}".strip(), found)
                for name in one.list_commands(context)
                if (found := one.get_command(context, name)) is not None
            ]
        elif any(isinstance(option.type, IndexFolder) and option.type.takes_addresses for option in one.params):
            yield words, one


def forms(command: click.Command) -> list[list[str]]:
    """The options for each format that a command writes."""
    named = {option.name: option.type for option in command.params}
    form = named.get("form")
    if isinstance(form, click.Choice):
        return [["--format", one] for one in form.choices]
    return [[], ["--json"]] if "as_json" in named else [[]]


def test_every_command_answers_the_same(
    asked: Mapping[str, list[list[str]]], index: Path, address: str, said: Said
) -> None:
    every = dict(reading())
    assert asked.keys() | OTHERS == every.keys()
    for words, questions in asked.items():
        for question in questions:
            for form in forms(every[words]):
                given = [*words.split(), *question, *form, "--index"]
                own, remote = (CliRunner().invoke(commands, [*given, str(place)]) for place in (index, address))
                assert remote.exit_code == own.exit_code, given
                assert own.exit_code in (0, 1) or "zip" in form, given  # of what has no bundle that is said
                assert said(remote.stdout_bytes) == said(own.stdout_bytes), given
                assert remote.stderr == own.stderr, given
