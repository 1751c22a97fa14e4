"""The page of variants: the same numbers as the library, a picture a wording, links that lead to what was counted."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.store.phrasings import Phrasing, read_phrasings
from searchui import open_corpus
from searchui.search.variants.variant import Variants
from searchui.web import create_app
from tests.searchui.variants.reports import TURN, YEARS, write_reports

OLD, NEW = "国营林场改造", "国有林场改造"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("variants_page") / "index"
    build(write_reports(tmp_path_factory.mktemp("reports")), index)
    return index


@pytest.fixture(scope="module")
def found(index: Path) -> Variants:
    with open_corpus(index) as corpus:
        return corpus.variants(OLD)


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def wordings(page: BeautifulSoup) -> list[Tag]:
    return list(page.select(".wordings > .wording"))


def text_of(heading: Tag | None) -> str:
    """A wording as it stands, without what only the phrase has."""
    assert heading is not None
    link = BeautifulSoup(str(heading), "lxml").select_one("a")
    assert link is not None
    for struck in link.select("del"):
        struck.extract()
    return link.text


def test_the_page_has_what_the_library_finds(client: FlaskClient, found: Variants) -> None:
    page = page_of(client, f"/variants?phrase={quote(OLD)}")
    assert [text_of(one.select_one("h2")) for one in wordings(page)] == [one.text for one in found.variants]
    for shown, one in zip(wordings(page), found.variants, strict=True):
        count = shown.select_one(".count a")
        assert count is not None
        assert count.text == f"{one.wording.occurrences:,} 次"
        lines = page_of(client, str(count["href"])).select_one("h1")
        assert lines is not None
        assert "没有" not in lines.text


def test_every_picture_has_the_same_years(client: FlaskClient, found: Variants) -> None:
    page = page_of(client, f"/variants?phrase={quote(OLD)}")
    pictures = page.select("svg.years")
    assert len(pictures) == 1 + len(found.variants)
    assert len({str(one["viewbox"]) for one in pictures}) == 1
    for picture, one in zip(pictures, (found.phrase, *(one.wording for one in found.variants)), strict=True):
        assert len(picture.select("rect.base")) == len(YEARS)
        assert len(picture.select("rect:not(.base)")) == sum(map(bool, one.by_year))
        for bucket, times in zip(found.years, one.by_year, strict=True):
            assert (f"{bucket.name} 年 {times} 次" in str(picture["aria-label"])) is bool(times)


def test_the_line_for_the_list_has_the_earlier_wording_first(client: FlaskClient) -> None:
    for asked, other in ((OLD, NEW), (NEW, OLD)):
        page = page_of(client, f"/variants?phrase={quote(asked)}")
        one = next(one for one in wordings(page) if text_of(one.select_one("h2")) == other)
        line = one.select_one(".confirm pre")
        assert line is not None
        assert read_phrasings([line.text], "提法.tsv") == (Phrasing(OLD, NEW, str(TURN[OLD])),)


def test_sentences_lead_to_their_paragraphs(client: FlaskClient) -> None:
    page = page_of(client, f"/variants?phrase={quote(OLD)}")
    pairs = page.select(".pairs li")
    assert pairs
    for pair in pairs[:4]:
        assert len(pair.select("dd mark")) == 2
        for link in pair.select("a"):
            address, _, anchor = str(link["href"]).partition("#")
            assert page_of(client, address).select_one(f'[id="{anchor}"]') is not None


def test_the_card_the_trend_and_the_other_views_lead_there(client: FlaskClient) -> None:
    address = f"/variants?phrase={quote(OLD)}"
    for view in (f"/search?q={quote(OLD)}", f"/trend?phrase={quote(OLD)}", f"/around?phrase={quote(OLD)}"):
        assert address in {str(link["href"]) for link in page_of(client, view).select(".views a")}
    assert address in {str(link["href"]) for link in page_of(client, f"/search?q={quote(OLD)}").select(".card a")}
    long = quote("长" * 31)
    assert not page_of(client, f"/search?q={long}").select("a[href^='/variants']")


def test_the_empty_page_asks(client: FlaskClient) -> None:
    page = page_of(client, "/variants")
    assert page.select_one("form.ask input[name=phrase]") is not None
    assert not page.select(".wording")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"phrase={'林' * 31}", "最多 30"),
        (f"phrase={OLD}&limit=51", "50"),
        ("phrase=甲乙&x=1", "x"),
    ],
)
def test_bad_input_is_said(client: FlaskClient, query: str, said: str) -> None:
    for path in ("/variants", "/api/variants"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert said in answer.text


def test_nothing_like_it(client: FlaskClient) -> None:
    page = page_of(client, "/variants?phrase=Zürich")
    assert page.select_one(".nothing") is not None


def test_the_api_answers_as_the_library(client: FlaskClient, found: Variants) -> None:
    answer: Any = client.get(f"/api/variants?phrase={quote(OLD)}").get_json()
    told = found.as_json()
    assert [one["text"] for one in answer["variants"]] == [one["text"] for one in told["variants"]]
    assert answer["phrase"]["by_year"] == list(told["phrase"]["by_year"])
    assert client.get("/api/variants").status_code == 400


def test_files_have_the_rows_of_the_page(client: FlaskClient, found: Variants) -> None:
    lines = client.get(f"/export/variants.csv?phrase={quote(OLD)}").text.splitlines()
    assert len(lines) == 2 + len(found.variants)
    for line, one in zip(lines[2:], found.variants, strict=True):
        assert line.split(",")[1] == one.text


def test_what_is_hostile_stays_text(client: FlaskClient) -> None:
    page = client.get("/variants", query_string={"phrase": '<b>"&甲乙'})
    assert page.status_code == 200
    assert "<b>" not in page.text
