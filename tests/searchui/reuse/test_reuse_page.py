"""The page of reuse and what stands beside paragraphs: the numbers of the library, links to the places, nothing but text."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import open_corpus
from searchui.search.reuse.overview import ReuseOverview
from searchui.search.reuse.reuse import PassageKind, Reuse
from searchui.web import create_app
from tests.searchui.reuse.speeches import SPEECHES, write_speeches


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("reuse_page") / "index"
    build(write_speeches(tmp_path_factory.mktemp("speeches")), index)
    return index


@pytest.fixture(scope="module")
def overview(index: Path) -> ReuseOverview:
    with open_corpus(index) as corpus:
        return corpus.reuse_overview()


@pytest.fixture(scope="module")
def reuse(index: Path, overview: ReuseOverview) -> Reuse:
    """Of the speech that says most again."""
    most = max(overview.speeches, key=lambda one: one.shares.runs_12 if one.shares else 0)
    with open_corpus(index) as corpus:
        return corpus.reuse(most.speech.id)


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def test_the_page_has_every_year_and_every_speech_with_its_shares(client: FlaskClient, overview: ReuseOverview) -> None:
    years, speeches = page_of(client, "/reuse").select("table.reuse")
    assert [row.select("th")[0].text for row in years.select("tbody tr")] == [str(one.year) for one in overview.years]
    rows = speeches.select("tbody tr")
    assert len(rows) == len(overview.speeches) > SPEECHES - 8
    ordered = [one for one in overview.speeches[::-1] if one.shares] + [
        one for one in overview.speeches if not one.shares
    ]
    for row, one in zip(rows, ordered, strict=True):
        told = [cell.text for cell in row.select("td.number")]
        shares = ["", "", ""] if one.shares is None else [f"{100 * share:.1f}%" for share in _numbers(one.shares)]
        assert told == [f"{one.letters:,}", *shares]
    assert len(years.select("svg.share rect.own")) == len(overview.years)


def _numbers(shares: Any) -> list[float]:
    return [shares.runs_8, shares.runs_12, shares.runs_16]


def test_what_was_said_before_stands_beside_its_paragraph(client: FlaskClient, reuse: Reuse) -> None:
    assert reuse.speech is not None
    address = f"/speech/{reuse.speech.id}"
    assert not page_of(client, address).select(".reused")
    page = page_of(client, f"{address}?reuse=on")
    passages = reuse.of_kind(PassageKind.PASSAGE)
    notes = page.select(".reused li")
    assert len(notes) == len(passages) > 0
    for note, one in zip(notes, passages, strict=True):
        before = note.find_parent("ul").find_previous_sibling(id=True)  # type: ignore[union-attr]
        assert before is not None
        assert before["id"] == one.anchor
        link = note.select_one("a")
        assert link is not None
        path, _, anchor = str(link["href"]).partition("#")
        assert anchor == one.first.mention.anchor
        assert page_of(client, path).select_one(f'[id="{anchor}"]') is not None


def test_the_switch_is_on_the_page(client: FlaskClient, reuse: Reuse) -> None:
    assert reuse.speech is not None
    page = page_of(client, f"/speech/{reuse.speech.id}")
    assert any("reuse=on" in str(link["href"]) for link in page.select(".manners a"))
    again = page_of(client, f"/speech/{reuse.speech.id}?reuse=on")
    assert any("reuse=off" in str(link["href"]) for link in again.select(".manners a"))
    assert "12 字以上相同的占" in again.text


def test_the_api_answers_as_the_library(client: FlaskClient, overview: ReuseOverview, reuse: Reuse) -> None:
    assert reuse.speech is not None
    assert client.get("/api/reuse").get_json() == json.loads(json.dumps(overview.as_json()))
    answer = client.get(f"/api/reuse/{reuse.speech.id}").get_json()
    told = reuse.as_json()
    assert answer["shares"] == told["shares"]
    assert [one["text"] for one in answer["passages"]] == [one["text"] for one in told["passages"]]
    fewer = client.get(f"/api/reuse/{reuse.speech.id}?least=40").get_json()
    assert fewer["least"] == 40


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reuse?page=2", 404),
        ("/reuse?page=0", 400),
        ("/reuse?x=1", 400),
        ("/api/reuse/nobody.txt", 404),
        ("/api/reuse/稿01.txt?least=7", 400),
        ("/api/reuse/稿01.txt?least=101", 400),
        ("/speech/nobody.txt?reuse=on", 404),
        ("/speech/稿01.txt?reuse=perhaps", 400),
    ],
)
def test_bad_input_is_said(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_files_have_the_rows_of_the_page(client: FlaskClient, overview: ReuseOverview) -> None:
    lines = client.get("/export/reuse.csv").text.splitlines()
    assert len(lines) == 1 + len(overview.speeches)
    assert client.get("/export/reuse.xlsx").status_code == 200
