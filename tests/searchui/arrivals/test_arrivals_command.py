"""The command `arrivals`: what is new since a state that it says itself, as text, JSON and a table."""

import csv
import json
from pathlib import Path

from click.testing import CliRunner, Result

from indexer.build.pipeline import build, update
from searchui import open_corpus
from searchui.cli.group import commands
from tests.searchui.arrivals.test_arrivals import speech, write


def asked(index: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["arrivals", "“抓好”", "--index", str(index), *arguments])


def test_what_came_in_since_the_state_that_was_said(tmp_path: Path) -> None:
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds, "first", speech([1, 2, 3]))
    build(seeds, index)
    first = asked(index)
    state = first.stderr.strip().rpartition("：")[2]
    with open_corpus(index) as corpus:
        assert state == corpus.state
    assert (first.exit_code, first.stdout) == (0, "")
    nothing = asked(index, "--since", state)
    assert (nothing.exit_code, nothing.stdout) == (1, "")

    write(seeds, "second", speech([5, 7, 8], "1999年5月3日"))
    update(seeds, index)
    told = asked(index, "--since", state)
    assert told.exit_code == 0
    assert told.stdout.count("/speech/second.txt#") == 2
    assert "first.txt" not in told.stdout
    assert told.stderr.count("2 段") == 1
    assert len(asked(index, "--since", state, "--limit", "1").stdout.strip().split("\n\n")) == 1

    with open_corpus(index) as corpus:
        own = json.loads(json.dumps(corpus.arrivals("“抓好”", state, most=50).as_json()))
    assert json.loads(asked(index, "--since", state, "--json").stdout) == own
    table = asked(index, "--since", state, "--limit", "1", "--format", "csv").stdout
    assert len(list(csv.reader(table.splitlines()))) == 1 + 2


def test_a_state_that_nobody_knows_is_said(tmp_path: Path) -> None:
    write(tmp_path / "seeds", "first", speech([1]))
    build(tmp_path / "seeds", tmp_path / "index")
    told = asked(tmp_path / "index", "--since", "2001-01-01T00:00:00+00:00-0")
    assert told.exit_code == 1
    assert "追溯不到" in told.stderr
