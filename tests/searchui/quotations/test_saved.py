"""Saved searches over HTTP: what is new since the state that was seen, and nothing that another site may ask."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from indexer.build.pipeline import build, update
from searchui.web import create_app
from searchui.web.request.quotations.saved import MOST_SAVED

SPEECH = "在测试会上的讲话\n（1998年5月3日）\n同志们：\n{}\n"
OLD = "我们要把水利这件事做好，把工作抓实。"
NEW = "再说一遍水利，这是刚刚收进来的一段话。"


@pytest.fixture
def site(tmp_path: Path) -> FlaskClient:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "old.txt").write_text(SPEECH.format(OLD), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return create_app(tmp_path / "index").test_client()


def add(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "new.txt").write_text(SPEECH.format(NEW).replace("测试", "另一个"), encoding="utf-8")
    update(tmp_path / "seeds", tmp_path / "index")


def state(site: FlaskClient) -> str:
    page = BeautifulSoup(site.get("/search?q=水利").text, "lxml")
    return str(page.select(".hits")[0]["data-state"])


def asked(site: FlaskClient, *searches: tuple[str, str]) -> list[Tag]:
    answer = site.post("/saved", data={"asked": [one for one, _ in searches], "seen": [seen for _, seen in searches]})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return list(BeautifulSoup(answer.text, "lxml").select(".passage"))


def test_a_day_later_only_what_came_in_is_listed(site: FlaskClient, tmp_path: Path) -> None:
    seen = state(site)
    search = urlencode({"q": "水利"})
    [before] = asked(site, (search, seen))
    assert not before.select(".new, .arrived li")
    add(tmp_path)
    [after] = asked(site, (search, seen))
    assert "新收 1 段" in after.get_text()
    assert [one.get_text() for one in after.select(".arrived .text")] == [NEW]
    assert str(after.select(".arrived a")[0]["href"]).startswith("/speech/new.txt?")
    [again] = asked(site, (search, state(site)))
    assert not again.select(".new, .arrived li")


def test_a_search_of_which_there_was_nothing_tells_of_the_first(site: FlaskClient, tmp_path: Path) -> None:
    search, seen = urlencode({"q": "“刚刚收进来”"}), state(site)
    assert BeautifulSoup(site.get(f"/search?{search}").text, "lxml").select(".hits[data-state]")
    add(tmp_path)
    [after] = asked(site, (search, seen))
    assert "新收 1 段" in after.get_text()


def test_filters_are_part_of_it(site: FlaskClient, tmp_path: Path) -> None:
    seen = state(site)
    add(tmp_path)
    some, none = asked(site, ("q=水利&year=1998", seen), ("q=水利&year=2020", seen))
    assert "新收 1 段" in some.get_text()
    assert not none.select(".new")


def test_what_nobody_can_say_is_not_said(site: FlaskClient) -> None:
    for seen in ("2020-01-01T00:00:00+00:00-0123456789abcdef", "x", "\0"):
        [one] = asked(site, ("q=水利", seen))
        assert one.select(".unknown-state")
        assert not one.select(".new, .arrived li")
    [first] = asked(site, ("q=水利", ""))
    assert "从现在起记着" in first.get_text()


@pytest.mark.parametrize("search", ["q=(", "q=水利&x=1", "", "q=水利&year=abc", "q=<script>x"])
def test_a_search_that_cannot_be_asked_is_told_beside_the_others(site: FlaskClient, search: str) -> None:
    seen = state(site)
    faulty, other = asked(site, (search, seen), ("q=水利", seen))
    assert other.select(".path a")
    assert "<script>x" not in str(faulty)


def test_bounds_and_other_sites(site: FlaskClient) -> None:
    many = {"asked": ["q=水利"] * (MOST_SAVED + 1), "seen": [""] * (MOST_SAVED + 1)}
    assert site.post("/saved", data=many).status_code == 400
    one = {"asked": "q=水利", "seen": ""}
    assert site.post("/saved", data=one, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert site.post("/saved", data={"asked": "q=水利"}).status_code == 400
    assert site.post("/saved", data={**one, "more": "x"}).status_code == 400
    assert site.post("/saved", json=one).status_code == 415


def test_programs_are_told_the_same(site: FlaskClient, tmp_path: Path) -> None:
    first = site.get("/api/arrivals?q=水利").get_json()
    assert (first["total"], first["hits"], first["state"]) == (0, [], state(site))
    add(tmp_path)
    query = {"q": "水利", "since": first["state"]}
    after = site.get("/api/arrivals", query_string=query).get_json()
    assert (after["total"], [hit["text"] for hit in after["hits"]]) == (1, [NEW])
    assert site.get("/api/arrivals", query_string={**query, "year": 2020}).get_json()["total"] == 0
    assert site.get("/api/arrivals", query_string={**query, "since": "x"}).get_json()["total"] is None
    for faulty in ({"q": ""}, {"q": "("}, {**query, "limit": 0}, {**query, "limit": 101}, {**query, "other": 1}):
        assert site.get("/api/arrivals", query_string=faulty).status_code == 400
