"""A browser's own search field: the description, and suggestions in its shape."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree

from searchui import Corpus
from searchui.web import create_app

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
ONCE = {"ShortName": 16, "Description": 1024, "InputEncoding": 20, "OutputEncoding": 20, "Language": 10, "Image": 200}


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def described(client: FlaskClient) -> Any:
    answer = client.get("/opensearch.xml")
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    return etree.fromstring(answer.data)


def test_it_is_a_description(client: FlaskClient) -> None:
    root = described(client)
    assert root.tag == f"{SPACE}OpenSearchDescription"
    for name, longest in ONCE.items():
        (element,) = root.findall(f"{SPACE}{name}")
        assert 0 < len(element.text) <= longest
    with client.get(root.findtext(f"{SPACE}Image")) as icon:
        assert icon.mimetype == "image/svg+xml"


def test_every_address_answers_in_its_type(client: FlaskClient) -> None:
    urls = described(client).findall(f"{SPACE}Url")
    assert len(urls) == 4
    for url in urls:
        answer = client.get(url.get("template").replace("{searchTerms}", quote("“新质生产力”")))
        assert (answer.status_code, answer.mimetype) == (200, url.get("type"))


def test_suggestions(client: FlaskClient, corpus: Corpus) -> None:
    found = corpus.suggest("新质")
    answer = client.get("/suggest.json", query_string={"q": "新质"})
    typed, queries, told, urls = json.loads(answer.text)
    assert (typed, queries) == ("新质", [each.query for each in found])
    assert told == [f"{each.paragraphs} 段" for each in found]
    for url, each in zip(urls, found, strict=True):
        parts = urlsplit(url)
        page = BeautifulSoup(client.get(f"{parts.path}?{parts.query}").text, "lxml")
        assert page.h1 is not None
        assert page.h1.text.startswith(f"找到 {each.paragraphs} 段")


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for url in ("/", "/search?q=党", "/api", "/search?q=%28"):
        link = BeautifulSoup(client.get(url).text, "lxml").select_one("link[rel=search]")
        assert link is not None
        assert link["href"] == "/opensearch.xml"
