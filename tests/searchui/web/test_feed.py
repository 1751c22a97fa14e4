"""Feeds: what RFC 4287 asks of them, and that they are the newest hits of the search."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree

from searchui import Corpus
from searchui.search import Filters
from searchui.web import create_app
from searchui.web.security.policy import Protection

ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = ("发展", "“新质生产力”", "<b> & “x”", "龘龘龘", "新质生产力 龘龘 大跃进", "year:2024")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+(#[a-z0-9]+)?")
IRI = re.compile(r"https?://[^\s<>]+")


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def feed_of(client: FlaskClient, url: str) -> Any:
    answer = client.get(url)
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml; charset=utf-8")
    return etree.fromstring(answer.data)


def one(element: Any, name: str) -> Any:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0]


@pytest.mark.parametrize("query", QUERIES)
def test_it_is_a_feed(client: FlaskClient, query: str) -> None:
    feed = feed_of(client, f"/feed.atom?q={quote(query)}&sort=oldest&page=2")
    assert feed.tag == f"{ATOM}feed"
    ids = [one(element, "id").text for element in (feed, *feed.findall(f"{ATOM}entry"))]
    assert len(set(ids)) == len(ids)
    assert all(TAG.fullmatch(id_) for id_ in ids)
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert one(element, "title").text
        assert datetime.fromisoformat(one(element, "updated").text).tzinfo
        assert one(one(element, "author"), "name").text
        links = {link.get("rel"): link for link in element.findall(f"{ATOM}link")}
        assert all(IRI.fullmatch(link.get("href")) for link in links.values())
        assert "alternate" in links
    itself = next(link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert feed_of(client, itself.removeprefix("http://localhost")).findtext(f"{ATOM}id") == ids[0]


@pytest.mark.parametrize("query", QUERIES)
def test_entries_are_the_newest_hits(client: FlaskClient, corpus: Corpus, query: str) -> None:
    feed = feed_of(client, f"/feed.atom?q={quote(query)}&year=2024&year=2025")
    page = corpus.search(query, sort="newest", per_page=50, filters=Filters(year=[2024, 2025]))
    entries = feed.findall(f"{ATOM}entry")
    assert [one(entry, "content").text for entry in entries] == (
        [] if page.partial else [hit.paragraph.text for hit in page.hits]
    )
    for entry, hit in zip(entries, page.hits, strict=False):
        assert one(entry, "updated").text.startswith(str(hit.speech.date))
        assert one(entry, "link").get("href") == f"http://localhost{hit.url}"


def test_the_page_names_its_feed(client: FlaskClient) -> None:
    page = client.get("/search?q=%E5%8F%91%E5%B1%95&year=2024&sort=newest&page=1").text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert 'href="/feed.atom?q=%E5%8F%91%E5%B1%95&amp;year=2024"' in page


def test_a_feed_needs_a_query(client: FlaskClient) -> None:
    assert client.get("/feed.atom").status_code == 400
    assert client.get("/feed.atom?q=%28").status_code == 400


def test_addresses_are_those_that_the_proxy_was_asked_for(sample_index: Path) -> None:
    client = create_app(sample_index, Protection(rate=None, proxy="127.0.0.1")).test_client()
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "speeches.example", "X-Forwarded-For": "192.0.2.1"}
    feed = etree.fromstring(client.get("/feed.atom?q=发展", headers=headers).data)
    assert {link.get("href")[:25] for link in feed.iter(f"{ATOM}link")} == {"https://speeches.example/"}
    assert one(feed, "id").text.startswith("tag:speeches.example,")
    described = client.get("/opensearch.xml", headers=headers).text
    assert 'template="https://speeches.example/search?q={searchTerms}"' in described
