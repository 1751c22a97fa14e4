"""Parameters that an address does not know are refused by name; every link and every form of the pages is taken."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from flask import Flask
from flask.testing import FlaskClient

from searchui import Corpus
from searchui.search.export.formats import FORMATS
from searchui.web.views.export import DOWNLOADS

STARTS = (
    "/",
    "/search?q=发展",
    "/search?q=“党的建设”&group=speech&explain=on&synonyms=off&year=2024",
    "/search?q=“新制生产力”",
    "/search?q=",
    "/kwic",
    "/kwic?q=发展 OR 人民",
    "/kwic?phrase=发展&q=基层&width=20&sort=left&year=2024",
    "/kwic?phrase=没有这样的话",
    "/trend?phrase=发展&phrase=人民&by=month&measure=share&genre=讲话",
    "/trend?phrase=发展&by=speaker",
    "/around?phrase=发展&word=经济&minimum=1&sort=count",
    "/variants?phrase=高质量发展&limit=12",
    "/compare?year=2024&b_year=2023&size=2",
    "/ngrams?year=2024&shortest=3",
    "/diff",
    "/diff?a=2023-澜滨市政府工作报告.txt&b=2025-澜滨市政府工作报告.html",
    "/speech/2025-澜滨市政府工作报告.html",
    "/reuse",
    "/api",
)
ORIGIN = "http://localhost"


@pytest.fixture(scope="module")
def addresses(app: Flask, corpus: Corpus) -> list[tuple[str, str]]:
    """One of every rule of the site but its static files, and how it is asked."""
    parts = {"speech_id": corpus.speeches()[0].id, "form": "csv", "name": "searching"}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    return [
        (method, re.sub(r"<(?:\w+:)?(\w+)>", lambda part: parts[part[1]], rule.rule))
        for rule in rules
        for method in (rule.methods or set()) & {"GET", "POST"}
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_address_refuses_an_unknown_parameter_by_name(
    client: FlaskClient, addresses: list[tuple[str, str]], language: str
) -> None:
    assert len(addresses) > 25
    for method, address in addresses:
        answer = client.open(address, method=method, query_string={"lang": language, "sorted": "newest"})
        assert answer.status_code == 400, address
        message = unescape(answer.text)
        assert "“sorted”" in message, address
        assert "lang" in message, address
        assert ("Parameters: " in message) == (language == "en"), address


def test_the_known_ones_are_named(client: FlaskClient) -> None:
    answer = client.get("/api/count?phrase=党&Phrase=x&lang=en").json
    assert answer is not None
    assert answer["error"]["kind"] == "CallError"
    assert answer["error"]["message"] == (
        "This address has no parameter “Phrase”; check the spelling. Parameters: phrase, exact, loose, numbers, lang"
    )


def test_what_is_unknown_is_named_but_not_all_of_much(client: FlaskClient) -> None:
    names = [f"{number}{'x' * 5000}" for number in range(100)]
    answer = client.get("/api/search", query_string={"q": "党", **dict.fromkeys(names, "")})
    assert answer.status_code == 400
    assert len(answer.text) < 1000
    assert client.get("/search?q=党&<b>=1").status_code == 400
    assert "<b>" not in client.get("/search?q=党&<b>=1").text


def test_downloads_take_what_their_pages_take(client: FlaskClient) -> None:
    for name in DOWNLOADS:
        page = unescape(client.get(f"/{name}?sorted=x&lang=en").text)
        for form in FORMATS:
            file = unescape(client.get(f"/export/{name}.{form}?sorted=x&lang=en").text)
            assert _known(file) == _known(page)


def _known(text: str) -> str:
    return text.partition("Parameters: ")[2].partition("<")[0]


@pytest.mark.slow
def test_no_parameter_with_what_nobody_writes_breaks_an_address(
    client: FlaskClient, addresses: list[tuple[str, str]]
) -> None:
    """Each by itself, where nothing else is asked: what is chosen there may not have been looked at yet."""
    asked = 0
    for method, address in addresses:
        refusal = unescape(client.open(f"{address}?sorted=x&lang=en", method=method).text)
        names = re.findall(r"[a-z_0-9]+", _known(refusal).partition("lang")[0])
        for name in names if method == "GET" else ():
            answer = client.get(address, query_string={name: "无此"})
            assert answer.status_code < 500, (address, name)
            asked += 1
    assert asked > 150


@pytest.mark.slow
def test_every_link_and_form_of_the_pages_is_taken(client: FlaskClient) -> None:
    """A walk over what pages offer, until each parameter that any of them sends to an address was sent there."""
    queue = [f"{ORIGIN}{start}" for start in STARTS]
    sent = {pair for url in queue for pair in _sent(url)}
    for url in queue:  # grows
        with client.get(url) as answer:
            assert answer.status_code in (200, 302), url
            page = BeautifulSoup(answer.data, "lxml") if answer.mimetype == "text/html" else BeautifulSoup()
        for offered in (*_links(page), *_submitted(page)):
            found = urljoin(url, offered).partition("#")[0]
            if _is_ours(found) and not _sent(found) <= sent:
                sent |= _sent(found)
                queue.append(found)
    paths = {path for path, _ in sent}
    assert {
        "",
        "search",
        "kwic",
        "trend",
        "around",
        "variants",
        "reuse",
        "compare",
        "ngrams",
        "diff",
        "speech",
        "cite",
        "api",
        "export",
    } <= paths
    assert {
        ("speech", "back"),
        ("speech", "hit"),
        ("search", "keys"),
        ("around", "word"),
        ("compare", "b_year"),
    } <= sent


def _sent(url: str) -> set[tuple[str, str]]:
    """The parameters of an address, each with the first part of its path."""
    parts = urlsplit(url)
    path = parts.path.split("/")[1]
    return {(path, ""), *((path, name) for name, _ in parse_qsl(parts.query, keep_blank_values=True))}


def _is_ours(url: str) -> bool:
    return url.startswith(ORIGIN) and not url.startswith(f"{ORIGIN}/static/")


def _links(page: BeautifulSoup) -> Iterator[str]:
    return (str(link["href"]) for link in page.select("a[href], link[href]"))


def _submitted(page: BeautifulSoup) -> Iterator[str]:
    """Where each form leads as it stands, and with something written in what was left empty."""
    for form in page.select("form:not([method=post])"):
        for written in ("", "发展"):
            pairs = [(str(field["name"]), _value(field) or _filling(field, written)) for field in _fields(form)]
            yield f"{form['action']}?{urlencode(pairs)}"


def _fields(form: Tag) -> list[Tag]:
    return list(form.select("input[name], select[name], button[name], textarea[name]"))


def _value(field: Tag) -> str:
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", ""))


def _filling(field: Tag, written: str) -> str:
    return written if field.name == "input" and field.get("type") != "hidden" else ""
