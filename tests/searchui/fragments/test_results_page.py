"""The page of results: a dozen values of a facet and a link to all of them, and holes that nothing leaks through."""

from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask import url_for as build_url
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import open_corpus
from searchui.search.filters.facet import FACETS, write_value
from searchui.web import create_app
from searchui.web.fragments.facet_lists import FIRST_ROWS
from searchui.web.request.urls import cite_urls

SPEAKERS = 30
MORE = {"zh": "更多（18 个）…", "zh-Hant": "更多（18 個）…", "en": "18 more…"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speeches by thirty people, the first of whom speaks most, at as many occasions."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(SPEAKERS):
        name = chr(ord("一") + 7 * number)
        for time in range(1 + (SPEAKERS - number) // 10):
            text = f"在第{number + 1}次工作会议上的讲话\n（{1990 + number}年1月2日）\n李{name}\n同志们：\n发展要靠第{number}次{time}。\n"
            (folder / f"{number:02d}-{time}.txt").write_text(text, encoding="utf-8")
    build(folder, folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def rows_of(page: BeautifulSoup, facet: str) -> list[tuple[str, str]]:
    return [(row.select(".name")[0].text, row.select(".count")[0].text) for row in page.select(f"ul.{facet} > li")]


@pytest.mark.parametrize("language", MORE)
@pytest.mark.parametrize("facet", ["year", "speaker", "occasion"])
def test_all_values_of_a_facet_are_a_link_away(client: FlaskClient, index: Path, facet: str, language: str) -> None:
    with open_corpus(index) as corpus:
        counted = [(str(value), f"{count:,}") for value, count in corpus.search("发展").facets[facet].items()]
    page = page_of(client, f"/search?q=发展&lang={language}")
    assert rows_of(page, facet) == counted[:FIRST_ROWS]
    more = page.select_one(f"ul.{facet} + .more a")
    assert more is not None
    assert more.text == MORE[language]
    address, _, place = str(more["href"]).partition("#")
    whole = page_of(client, f"{address}&lang={language}")
    assert whole.select_one(f"h2#{place}") is not None
    assert whole.select_one("details.fold[open]") is not None
    assert rows_of(whole, facet) == counted
    for other in {"year", "speaker", "occasion"} - {facet}:
        assert len(rows_of(whole, other)) == FIRST_ROWS
    back = whole.select_one(f"ul.{facet} + .more a")
    assert back is not None
    assert len(rows_of(page_of(client, str(back["href"]).partition("#")[0]), facet)) == FIRST_ROWS


@pytest.mark.parametrize("facet", ["year", "speaker", "occasion"])
def test_what_is_chosen_is_listed_wherever_it_stands(client: FlaskClient, index: Path, facet: str) -> None:
    with open_corpus(index) as corpus:
        last = list(corpus.search("发展").facets[facet])[-1]
    page = page_of(client, "/search?" + urlencode({"q": "发展", facet: write_value(last), "lang": "zh"}))
    (chosen,) = page.select(f"ul.{facet} a[aria-current]")
    assert chosen.select(".name")[0].text == str(last)
    assert len(rows_of(page, facet)) == FIRST_ROWS + 1
    assert page.select(f"ul.{facet} + .more a")[0].text == "更多（17 个）…"


def test_a_page_of_all_values_says_so_in_its_links_only_where_it_is_the_same_page(client: FlaskClient) -> None:
    page = page_of(client, "/search?q=发展&facet=speaker&per_page=2")
    assert all("facet=speaker" in str(link["href"]) for link in page.select("ul.speaker a, .sorts a, .pager a"))
    assert not any("facet=" in str(link["href"]) for link in page.select(".views a, .take a, head link"))
    assert not page.select("form.box input[name=facet]")
    rows = [link for link in page.select("ul.speaker a") if link.select(".name")[0].text == "李一"]
    assert len(rows_of(page_of(client, str(rows[0]["href"])), "speaker")) == SPEAKERS


def test_an_unknown_facet_is_refused_by_name(client: FlaskClient) -> None:
    answer = client.get("/search?q=发展&facet=天气")
    assert answer.status_code == 400
    assert "天气" in answer.text
    assert all(name in answer.text for name in FACETS)
    assert client.get("/search?q=发展&facet=").status_code == 200


def test_what_is_written_fills_no_other_hole(client: FlaskClient) -> None:
    """Holes are between zero bytes until they are filled, and an address may have some."""
    nasty = "发展\0told\0address?lang=en\0"
    page = page_of(client, f"/search?q={quote(nasty)}")
    (box,) = page.select("input#q")
    assert str(box["value"]).replace("\ufffd", "").replace("\0", "") == nasty.replace("\0", "")
    assert len(page.select(".told")) == 1
    plain = client.get("/search?q=发展").text
    assert "\0" not in plain
    assert "address?" not in plain


@pytest.mark.parametrize("speech_id", ["a", "甲/乙 丙", "%2F?#&", "a'b!(c)*~:@,;=$+", "..", "é\u3000"])
def test_the_address_of_a_citation_is_that_of_the_router(index: Path, speech_id: str) -> None:
    app: Flask = create_app(index)
    with app.test_request_context("/"):
        built = build_url("citations.cite", speech_id=speech_id, paragraph="p0123abcd-2")
        assert cite_urls()(speech_id, "p0123abcd-2") == built
