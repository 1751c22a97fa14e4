"""The pages for browsing: the numbers of the library, links that lead where they say, feeds, files; all without a script."""

import csv
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from lxml import etree

from indexer.build.pipeline import build
from searchui import Corpus, Filters
from searchui.search.browsing.speech_table import SpeechSort
from searchui.web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<b>甲&"乙'


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.text, "lxml")


def number(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()))


def ids(page: BeautifulSoup) -> list[str]:
    return [urlsplit(str(link["href"])).path for link in page.select(".speeches .title")]


def facet_links(page: BeautifulSoup) -> list[tuple[str, int]]:
    """Each row of a facet: its address, and how many it promises."""
    counted = [(link, link.select_one(".count")) for link in page.select(".filters .bars a")]
    return [(str(link["href"]), number(count.text)) for link, count in counted if isinstance(count, Tag)]


@pytest.mark.parametrize("sort", SpeechSort)
def test_all_pages_together_have_every_speech_once_in_its_order(client: FlaskClient, corpus: Corpus, sort: str) -> None:
    expected = [entry.id for entry in corpus.list_speeches(sort=sort, per_page=None).speeches]
    found: list[str] = []
    for at in range(1, 4):
        found += ids(page_of(client, f"/speeches?sort={sort}&per_page=10&page={at}"))
    assert found == [f"/speech/{quote(one)}" for one in expected]
    assert client.get(f"/speeches?sort={sort}&per_page=10&page=4").status_code == 404


def test_each_row_of_a_facet_leads_to_as_many_speeches_as_it_says(client: FlaskClient) -> None:
    for start in ("/speeches", "/speeches?year=2020..2024", "/speeches?genre=讲话&year=2024"):
        links = facet_links(page_of(client, start))
        assert links
        for address, promised in links:
            if promised:
                told = page_of(client, address).select_one(".told h1")
                chosen = parse_qs(urlsplit(address).query)
                if "year=2024" in start and "year" not in chosen:
                    continue  # what is taken away promises what it had
                assert told is not None
                assert "aria-current" in str(told) or number(told.text) >= promised


def test_a_decade_leads_to_its_speeches(tmp_path: Path) -> None:
    """Years are told by decades where there are many; the one that is chosen is open."""
    folder = tmp_path / "speeches"
    folder.mkdir()
    for year in range(1995, 2013):
        (folder / f"{year}.txt").write_text(
            f"在会议上的讲话\n\n（{year}年5月3日）\n\n第{year}次这样说了。\n", encoding="utf-8"
        )
    build(folder, tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    decades = page_of(client, "/speeches").select(".bars.year details")
    assert [one.select("summary")[0].text.split() for one in decades] == [
        ["2010年代", "3"],
        ["2000年代", "10"],
        ["1990年代", "5"],
    ]
    whole, *years = (str(link["href"]) for link in decades[1].select("a"))
    assert [len(ids(page_of(client, address))) for address in (whole, *years)] == [10, *[1] * 10]
    for address, opened in (("/speeches", 0), (whole, 1), ("/speeches?year=1999", 2)):
        decades = page_of(client, address).select(".bars.year details")
        assert [at for at, one in enumerate(decades) if one.has_attr("open")] == [opened], address


def test_a_page_of_a_speaker_says_what_the_library_says(client: FlaskClient, corpus: Corpus) -> None:
    for name in filter(None, corpus.list_speeches().facets["speaker"]):
        found, page = corpus.speaker(name), page_of(client, f"/speaker?name={quote(name)}")
        assert page.select_one("h1").text == name  # type: ignore[union-attr]
        told = page.select_one("header .quiet")
        assert told is not None
        assert f"{found.speeches:,} 篇讲话 · {found.characters:,} 字" in told.text
        assert ids(page) == [f"/speech/{quote(entry.id)}" for entry in found.latest]
        for link in page.select(".beside .bars.year a"):
            count = link.select_one(".count")
            assert count is not None
            assert len(ids(page_of(client, str(link["href"])))) == number(count.text)
        occasions = {urlsplit(str(link["href"])).path for link in page.select(".beside .bars.occasion a")}
        assert occasions <= {"/occasion"}


def test_the_box_of_a_profile_searches_its_speeches_only(client: FlaskClient, corpus: Corpus) -> None:
    name = next(filter(None, corpus.list_speeches().facets["speaker"]))
    for address in (f"/speaker?name={quote(name)}", f"/speeches?speaker={quote(name)}"):
        fields = page_of(client, address).select('form.box input[type="hidden"]')
        assert [(field["name"], field["value"]) for field in fields] == [("speaker", name)]


def test_names_lead_to_their_pages_from_lists_and_speeches(client: FlaskClient, corpus: Corpus) -> None:
    entry = next(one for one in corpus.speeches() if one.speaker and one.occasion)
    names = (f"/speaker?name={quote(entry.speaker or '')}", f"/occasion?name={quote(entry.occasion or '')}")
    for address in ("/speeches", f"/speech/{quote(entry.id)}"):
        links = {str(link["href"]) for link in page_of(client, address).select("main a")}
        assert links >= set(names), address
        for name in names:
            assert client.get(name).status_code == 200


def test_a_speaker_can_be_followed(client: FlaskClient, corpus: Corpus) -> None:
    """The feed has each speech once, the newest first, under a name that stays."""
    name = next(filter(None, corpus.list_speeches().facets["speaker"]))
    page = page_of(client, f"/speaker?name={quote(name)}")
    address = page.select_one("a.feed")
    assert address is not None
    answer = client.get(str(address["href"]))
    assert answer.content_type.startswith("application/atom+xml")
    feed = etree.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    expected = corpus.list_speeches(filters=Filters(speaker=[name])).speeches
    assert [one.findtext(f"{ATOM}title") for one in entries] == [entry.title for entry in expected]
    assert [one.find(f"{ATOM}link").get("href") for one in entries] == [
        f"http://localhost/speech/{quote(entry.id)}" for entry in expected
    ]
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(expected)
    assert name in feed.findtext(f"{ATOM}title")
    assert len(etree.fromstring(client.get("/speeches.atom").data).findall(f"{ATOM}entry")) == len(corpus.speeches())


def test_a_file_has_all_speeches_of_the_list(client: FlaskClient, corpus: Corpus) -> None:
    page = page_of(client, "/speeches?year=2020..2023&sort=length&per_page=2")
    link = page.select_one(".take a[href*=csv]")
    assert link is not None
    rows = list(csv.reader(client.get(str(link["href"])).data.decode("utf-8-sig").splitlines()))
    found = corpus.list_speeches(filters=Filters(year=["2020..2023"]), sort="length", per_page=None)
    at = next(place for place, row in enumerate(rows) if "标题" in row)
    assert [row[rows[at].index("编号")] for row in rows[at + 1 :]] == [entry.id for entry in found.speeches]


@pytest.mark.parametrize("path", ["/speaker", "/occasion", "/api/speaker", "/api/occasion"])
def test_who_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    unknown, unnamed = client.get(f"{path}?name=龘龘"), client.get(path)
    assert (unknown.status_code, unnamed.status_code) == (404, 400)
    assert "龘龘" in unknown.text
    assert "name=" in unnamed.text


def test_names_are_texts_wherever_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    for number_ in range(3):
        head = f"---\nspeaker: '{HOSTILE}'\noccasion: '{HOSTILE}会议'\ndate: 202{number_}-05-03\n---\n\n"
        (folder / f"{number_}.md").write_text(
            f"{head}# 在会议上的讲话{number_}\n\n第{number_}次这样说了。\n", encoding="utf-8"
        )
    build(folder, tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    for address in ("/speeches", f"/speaker?name={quote(HOSTILE)}", f"/occasion?name={quote(HOSTILE)}会议"):
        text = client.get(address).text
        assert "<b>甲" not in text
        assert "甲&amp;" in text
