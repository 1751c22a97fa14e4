"""Citing on the site: from a paragraph, a result and a line; the link into the archive; where a document comes from."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import Corpus
from searchui.search.citation.forms import FORMS
from searchui.web import create_app
from searchui.web.security.policy import Protection
from tests.searchui.web.test_speech_page import one, soup


@pytest.fixture
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def test_each_paragraph_leads_to_its_citations(client: FlaskClient, corpus: Corpus) -> None:
    for entry in corpus.speeches()[::4]:
        for paragraph in corpus.speech(entry.id).paragraphs[::7]:
            page = soup(client, f"/speech/{quote(entry.id)}?cite={paragraph.anchor}")
            told = client.get(f"/api/cite/{quote(entry.id)}?paragraph={paragraph.anchor}").json
            assert told is not None
            assert told["text"] == paragraph.text
            for name in ("quotation", *(form.key for form in FORMS.values())):
                assert one(page, f"pre#{name}").text == told[name]
            assert told["url"] == f"/speech/{quote(entry.id)}#{paragraph.anchor}"
            assert told["link"] is None
            assert page.select("pre#link") == []
            assert "localhost" not in one(page, ".cites").text
    assert client.get(f"/cite/{quote(entry.id)}?paragraph=pnone").status_code == 404
    assert client.get("/cite/none").status_code == 404


NAMED = ("127.0.0.1", "localhost", "::1", "archive.example.org")  # as `serve --name` has it on this machine


@pytest.mark.parametrize(
    ("protection", "base", "site"),
    [
        (Protection(names=NAMED), "http://127.0.0.1:8000", "http://archive.example.org:8000"),
        (Protection(names=NAMED), "http://[::1]:8000", "http://archive.example.org:8000"),
        (Protection(names=NAMED), "https://archive.example.org", "https://archive.example.org"),
        (Protection(names=NAMED, proxy="127.0.0.1"), "http://localhost:8000", "http://archive.example.org"),
        (Protection(names=NAMED[:3]), "http://127.0.0.1:8000", None),
        (Protection(), "http://192.168.1.3:8000", None),
    ],
)
def test_the_link_into_the_archive_comes_from_its_name(
    sample_index: Path, corpus: Corpus, protection: Protection, base: str, site: str | None
) -> None:
    client = create_app(sample_index, protection).test_client()
    place = quote(corpus.speeches()[0].id)
    page = BeautifulSoup(client.get(f"/cite/{place}", base_url=base).text, "lxml")
    told = client.get(f"/api/cite/{place}", base_url=base).json
    assert told is not None
    assert told["link"] == (site and f"{site}/speech/{place}")
    assert [each.text for each in page.select("#link")] == ([told["link"]] if site else [])
    row = client.get("/export/search.jsonl?q=发展", base_url=base).text.split("\n")[1]
    assert json.loads(row)["url"].startswith(f"{site or ''}/speech/")


def test_where_a_document_comes_from_is_told_and_can_be_opened(client: FlaskClient) -> None:
    page = soup(client, f"/speech/{quote('2024-海嶼大學校慶.md')}")
    link = one(page, "#sources .evidence a")
    assert (link["href"], link["rel"]) == ("https://example.org/haiyu/70/speech.html", ["noopener", "noreferrer"])
    assert "来源：海嶼大學校刊（文件自带的信息）" in [each.text.strip() for each in page.select(".evidence li")]


def test_what_is_no_address_of_the_web_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(
        "---\ntitle: 题\naddress: javascript:alert(1)\nsource: 临河日报\n---\n这里是一段普通的话。\n", encoding="utf-8"
    )
    build(tmp_path / "seeds", tmp_path / "index")
    page = soup(create_app(tmp_path / "index").test_client(), "/speech/a.md")
    assert page.select(".evidence a") == []
    assert "javascript" not in str(page)


@pytest.mark.parametrize("address", ["/search?q=发展", "/kwic?phrase=发展", "/kwic?phrase=发展&width=40"])
def test_each_result_and_each_line_leads_to_its_citations(client: FlaskClient, address: str) -> None:
    page = soup(client, address)
    places = page.select(".hit, .line")
    assert places
    for place in places:
        link = place.select_one(".acts a.cite")
        target = place.select_one(".path a, a.match")
        assert link is not None
        assert target is not None
        path, _, anchor = str(target["href"]).partition("#")
        assert link["href"] == f"{path.partition('?')[0].replace('/speech/', '/cite/')}?paragraph={anchor}"
        assert client.get(str(link["href"])).status_code == 200
