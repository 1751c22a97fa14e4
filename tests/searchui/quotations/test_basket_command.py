"""The command `basket`: the same as the basket of the site, of places that are written or read line by line."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.results.hit import speech_url


def asked(index: Path, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["basket", *arguments, "--index", str(index)], input=stdin)


@pytest.fixture
def places(corpus: Corpus) -> list[str]:
    return [f"{hit.speech.id}#{hit.anchor}" for hit in list(corpus.hits("高质量发展"))[:3]]


def test_paragraphs_stand_whole_in_their_order(sample_index: Path, corpus: Corpus, places: list[str]) -> None:
    told = asked(sample_index, *reversed(places), "--site", "https://archive.example.org")
    assert told.exit_code == 0
    at = -1
    for place in reversed(places):
        speech_id, _, anchor = place.rpartition("#")
        [paragraph] = [one for one in corpus.speech(speech_id).paragraphs if one.anchor == anchor]
        at = told.stdout.index(paragraph.text, at + 1)
        assert f"https://archive.example.org{speech_url(speech_id, anchor)}" in told.stdout
    assert asked(sample_index, "-", stdin="\n".join(places)).stdout == asked(sample_index, *places).stdout


def test_the_table_is_that_of_the_site(sample_index: Path, client: FlaskClient, places: list[str]) -> None:
    own = asked(sample_index, *places, "nowhere#p1", "--format", "csv").stdout
    sent = {"place": [*places, "nowhere#p1"], "asked": [""] * 4, "note": [""] * 4, "as": "csv"}
    answer = client.post("/basket", data=sent)
    assert answer.status_code == 200, answer.text
    rows = [list(csv.reader(text.lstrip("\ufeff").splitlines())) for text in (own, answer.text)]
    assert rows[0][1:] == rows[1][1:]  # the heads say when it was made
    records = json.loads(asked(sample_index, *places, "nowhere#p1", "--json").stdout)
    assert [one["number"] for one in records] == [1, 2, 3, 4]


def test_what_is_nowhere_is_said_in_its_place(sample_index: Path, places: list[str]) -> None:
    told = asked(sample_index, "nowhere#p1", places[0])
    assert told.exit_code == 0
    assert told.stdout.startswith("1. ")
    assert "不在语料里" in told.stdout.splitlines()[0]
    assert asked(sample_index, "nowhere#p1").exit_code == 1


def test_as_a_word_document(sample_index: Path, places: list[str], tmp_path: Path) -> None:
    file = tmp_path / "摘录.docx"
    assert asked(sample_index, *places, "--output", str(file), "--by", "list").exit_code == 0
    assert file.read_bytes().startswith(b"PK")
