"""Searches that other tools get wrong, kept beside the project: each folder has texts, questions and what is right."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.build.pipeline import build
from indexer.readers import read_one
from indexer.speech.parse import parse
from searchui import Corpus, MatchOptions, open_corpus
from searchui.cli.group import commands

# The folders by the beginning of their names; each answers as its `case.json` wants.
SETTLED = (
    *("01", "02", "05", "06", "09", "11", "13", "14", "15", "17", "19", "21", "22"),
    *("24", "25", "26", "28", "29", "32", "33", "34", "35", "36", "38", "39", "40", "41"),
)


def answer(corpus: Corpus, seeds: Path, index: Path, check: Mapping[str, Any]) -> object:
    """What this program answers to one question of a case."""
    if "count" in check:
        options = {name: f"--{name}" in check.get("options", []) for name in ("exact", "loose", "numbers")}
        return corpus.count(check["count"], match_options=MatchOptions(**options)).occurrences
    if "search" in check:
        return corpus.search(check["search"]).total
    if "date" in check:
        return str(parse(read_one(seeds / check["date"], check["date"])).date)
    if "bom" in check:
        result = CliRunner().invoke(commands, [*check["bom"], "--index", str(index)])
        return result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    return pytest.fail(f"no such question: {check}")


@pytest.mark.parametrize("number", SETTLED)
def test_a_case_is_answered_as_it_should_be(number: str, shared: Path, tmp_path: Path) -> None:
    (folder,) = (shared / "cases" / "matching").glob(f"{number}-*")
    checks = json.loads((folder / "case.json").read_text(encoding="utf-8"))["checks"]
    build(folder / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        found = [answer(corpus, folder / "seeds", tmp_path / "index", check) for check in checks]
    assert found == [check["want"] for check in checks]
