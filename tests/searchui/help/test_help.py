"""Help: each page in each language, its examples find something, and every “?” leads to what it stands for."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import opencc
import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from searchui import Corpus
from searchui.web import create_app
from searchui.web.help.markdown import render
from searchui.web.help.pages import NAMES, help_page, topics
from searchui.web.i18n.translations import LANGUAGES
from tests.conftest import ROOT

ASKED = (
    "/search?q=“新质生产力”",
    "/search?q=发展 基层",
    "/kwic?phrase=新质生产力",
    "/kwic?phrase=工作回顾刚刚过去&crossing=on",
    "/trend?phrase=发展",
    "/around?phrase=发展",
    "/compare?year=2024&b_year=2018",
    "/ngrams",
    "/variants?phrase=高质量发展",
    "/reuse",
    "/diff",
    "/proof",
    "/speeches",
    "/speaker?name=陆知衡",
    "/saved",
    "/basket",
)


@pytest.fixture(scope="module")
def client(sample_index: str) -> FlaskClient:
    return create_app(sample_index).test_client()


def read(client: FlaskClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "lxml")


def links(page: BeautifulSoup | Tag, there: str) -> Iterator[str]:
    """Where its links lead, of those within the site."""
    for link in page.select("a[href]"):
        address = urljoin(there, str(link["href"]))
        if not urlsplit(address).netloc:
            yield address


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_listed_and_their_links_lead_somewhere(client: FlaskClient, language: str) -> None:
    contents = read(client, f"/help?lang={language}")
    listed = set(links(contents.select_one(".pages-of-help") or contents, "/help"))
    assert {urlsplit(address).path for address in listed} == {f"/help/{name}" for name in NAMES}
    pages = {f"/help/{name}": read(client, f"/help/{name}?lang={language}") for name in NAMES}
    led = listed.union(*(links(page.select_one("article") or page, path) for path, page in pages.items()))
    for address in led:
        parts = urlsplit(address)
        if parts.fragment:
            assert pages[parts.path].find(id=parts.fragment), address
        elif parts.path in pages:
            assert pages[parts.path].h1, address
        else:
            assert parts.path == "/search", address


def test_the_languages_explain_the_same_topics() -> None:
    assert {language: {topic: place.page for topic, place in topics(language).items()} for language in LANGUAGES} == {
        language: {topic: place.page for topic, place in topics("zh").items()} for language in LANGUAGES
    }
    assert len(topics("zh")) == sum(len(help_page(name, "zh").topics) for name in NAMES) > 40, "a topic has one page"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_finds_something(client: FlaskClient, corpus: Corpus, language: str) -> None:
    page = read(client, f"/help/searching?lang={language}")
    asked = [parse_qs(urlsplit(address).query)["q"][0] for address in links(page, "/help/searching") if "q=" in address]
    assert len(asked) > 20
    nothing = [query for query in asked if not corpus.search(query).total]
    assert [query for query in nothing if not query.endswith((":none", ":不详"))] == []  # of the samples all is known


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_notion_means_is_told_where_its_sign_leads(client: FlaskClient, language: str) -> None:
    signs: dict[str, str] = {}
    for path in ASKED:
        page = read(client, f"{path}{'&' if '?' in path else '?'}lang={language}")
        found = {str(sign["href"]): str(sign["aria-label"]) for sign in page.select("a.what")}
        assert found, path
        signs |= found
    for address, told in signs.items():
        parts = urlsplit(address)
        heading = read(client, f"{parts.path}?lang={language}").find(id=parts.fragment)
        assert heading is not None, address
        assert told.endswith(heading.get_text()), address


def test_every_sign_in_the_code_has_its_topic() -> None:
    named = {
        name
        for folder in ("templates", "fragments")
        for file in (ROOT / "searchui" / "web" / folder).rglob("*.*")
        if file.suffix in {".py", ".html"}
        for name in re.findall(r"""(?:\bwhat\(|topic=)["']([\w-]+)["']""", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 12
    assert named - topics("zh").keys() == set()


def test_traditional_help_has_no_simplified_character_but_in_what_is_typed() -> None:
    again = opencc.OpenCC("s2tw").convert
    for name in NAMES:
        page = BeautifulSoup(help_page(name, "zh-Hant").html, "lxml")
        for code in page.select("code"):
            code.decompose()
        assert again(page.get_text()) == page.get_text(), name


def test_help_needs_no_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = create_app(tmp_path_factory.mktemp("empty")).test_client()
    assert client.get("/help/start").status_code == 200


@pytest.mark.parametrize("path", ["/help/none", "/help/../start", "/help/start.md", "/help/zh/start"])
def test_other_names_are_no_pages(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_is_rendered_with_its_topics_and_without_markup_of_its_own() -> None:
    source = '# 甲\n\n<a id="one"></a>\n## `乙` 丙\n\n[里](b.md#x)[外](../c.md) `q` <b>x</b>\n\n| | |\n|---|---|\n| `a` | `b` |\n'
    shown = render(source, str.upper, lambda link: link if link.startswith("b") else None, lambda query: f"?q={query}")
    page = BeautifulSoup(shown.html, "lxml")
    assert (shown.title, shown.topics) == ("甲", {"one": "乙 丙"})
    assert [link["href"] for link in page.select("a")] == ["b.md#x"]
    assert "里外 q <B>X</B>" in page.get_text()
    assert page.select("th, b, [href^='?']") == []
    tried = BeautifulSoup(
        render(f"<!-- examples -->\n{source}", str, lambda _: None, lambda query: f"?q={query}").html, "lxml"
    )
    assert [(link["href"], link.get_text()) for link in tried.select("a")] == [("?q=a", "a")]
