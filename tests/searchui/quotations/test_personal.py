"""Saved searches of people who log in: each has their own, nothing is lost of two at once, and no other site changes any."""

import os
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import indexer.whole_file
from indexer.build.pipeline import build, update
from searchui.web import create_app
from searchui.web.context.personal_searches import FOLDER, PersonalSearches, SavedSearch
from searchui.web.request.quotations.saved import MAX_ASKED, MOST_SAVED
from searchui.web.security.passwords import password_line, read_passwords
from searchui.web.security.policy import Protection

SPEECH = "在测试会上的讲话\n（1998年5月3日）\n同志们：\n{}\n"


HEADER = "X-Remote-User"


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    file = tmp_path / "passwords.txt"
    file.write_text(password_line("wang", "wang"), encoding="utf-8")
    return file


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "old.txt").write_text(SPEECH.format("我们要把水利这件事做好，把工作抓实。"), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def site(index: Path) -> FlaskClient:
    """Behind a proxy that tells who has logged in."""
    return create_app(index, Protection(rate=None, proxy="127.0.0.1", user_header=HEADER)).test_client()


def login(name: str, **headers: str) -> dict[str, Any]:
    return {"headers": {HEADER: name, **headers}}


def password(name: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{name}".encode()).decode()}


def mine(site: FlaskClient, name: str) -> list[str]:
    return list(site.get("/saved/mine", **login(name)).get_json()["searches"])


def keep(site: FlaskClient, name: str, asked: str, **more: Any) -> int:
    token = site.get("/saved/mine", **login(name)).get_json()["token"]
    seen = BeautifulSoup(site.get("/search?q=水利", **login(name)).text, "lxml").select(".hits")[0]["data-state"]
    fields = {"act": "keep", "asked": asked, "seen": seen, "token": token, **more}
    return site.post("/saved/mine", data=fields, **login(name)).status_code


def pressed(site: FlaskClient, name: str, button: str, number: int = 0) -> int:
    """A button of the page, as a browser without a script sends it."""
    page = BeautifulSoup(site.get("/saved", **login(name)).text, "lxml")
    found = page.select(f"button[value={button}]")[number]
    form = found.find_parent("form")
    assert form is not None
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    return site.post(str(form["action"]), data={**fields, "act": button}, **login(name)).status_code


def test_each_has_their_own_and_sees_what_came_in_without_a_script(
    site: FlaskClient, index: Path, tmp_path: Path
) -> None:
    assert keep(site, "wang", "q=水利") == 303
    assert keep(site, "wang", "q=桥梁&year=1998") == 303
    assert keep(site, "wang", "q=水利") == 303, "once more"
    assert (mine(site, "wang"), mine(site, "li")) == (["q=桥梁&year=1998", "q=水利"], [])
    (tmp_path / "seeds" / "new.txt").write_text(
        SPEECH.format("再说一遍水利和桥梁，这是刚刚收进来的。"), encoding="utf-8"
    )
    update(tmp_path / "seeds", index)
    page = site.get("/saved", **login("wang")).text
    assert page.count("新收 1 段") == 2
    assert "新收 1 段" not in site.get("/saved", **login("li")).text
    assert pressed(site, "wang", "see", 1) == 303
    assert site.get("/saved", **login("wang")).text.count("新收 1 段") == 1
    assert pressed(site, "wang", "see-all") == 303
    assert "新收 1 段" not in site.get("/saved", **login("wang")).text
    assert pressed(site, "wang", "forget") == 303
    assert mine(site, "wang") == ["q=水利"]
    again = PersonalSearches(index).of("wang")
    assert [one.asked for one in again] == ["q=水利"], "also after a restart"


def test_a_name_that_nobody_has_proved_is_none(site: FlaskClient, index: Path, passwords: Path) -> None:
    PersonalSearches(index).change("wang", lambda _: (SavedSearch("q=水利", ""),))
    open_to_all = create_app(index, Protection(rate=None)).test_client()
    for claimed in (password("wang"), {HEADER: "wang"}):
        assert open_to_all.get("/saved/mine", headers=claimed).get_json()["searches"] == []
        assert "水利" not in open_to_all.get("/saved", headers=claimed).text
        assert open_to_all.post("/saved/mine", data={"act": "see-all"}, headers=claimed).status_code == 404
    assert mine(site, "wang") == ["q=水利"]
    assert site.get("/saved/mine", headers={HEADER: "li", **password("wang")}).get_json()["searches"] == []
    by_password = create_app(index, Protection(rate=None, passwords=read_passwords(passwords))).test_client()
    assert by_password.get("/saved/mine", headers={HEADER: "wang"}).status_code == 401
    assert by_password.get("/saved/mine", headers=password("wang")).get_json()["searches"] == ["q=水利"]
    assert by_password.get("/saved/mine", headers={**password("wang"), HEADER: "li"}).get_json()["searches"] == [
        "q=水利"
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_other_site_changes_any(site: FlaskClient, headers: dict[str, str]) -> None:
    token = site.get("/saved/mine", **login("wang")).get_json()["token"]
    fields = {"act": "keep", "asked": "q=水利", "seen": "", "token": token}
    assert site.post("/saved/mine", data=fields, **login("wang", **headers)).status_code == 403
    assert mine(site, "wang") == []


def test_only_a_page_that_was_made_for_the_person_changes_anything(site: FlaskClient) -> None:
    of_another = site.get("/saved/mine", **login("li")).get_json()["token"]
    for token in ("", "x", of_another):
        assert keep(site, "wang", "q=水利", token=token) == 403
    for path in ("/saved/mine?act=keep&asked=q%3D水利", "/saved?act=keep&asked=q%3D水利"):
        site.get(path, **login("wang"))
    assert mine(site, "wang") == []


def test_what_cannot_be_kept_is_refused(site: FlaskClient, index: Path) -> None:
    for asked in ("q=", "q=水利&x=1", "q=水利&year=abc", "q=" + "水" * MAX_ASKED):
        assert keep(site, "wang", asked) == 400
    assert keep(site, "wang", "q=水利", act="other") == 400
    assert mine(site, "wang") == []
    PersonalSearches(index).change("wang", lambda _: tuple(SavedSearch(f"q={n}", "") for n in range(MOST_SAVED)))
    assert keep(site, "wang", "q=水利") == 400
    assert len(mine(site, "wang")) == MOST_SAVED


def test_of_many_at_once_none_is_lost(index: Path) -> None:
    def add(number: int) -> None:
        one = SavedSearch(f"q={number}", "")
        PersonalSearches(index).change("wang", lambda searches: (*searches, one))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(40)))
    assert {one.asked for one in PersonalSearches(index).of("wang")} == {f"q={number}" for number in range(40)}


def test_a_write_that_does_not_get_through_leaves_what_was_there(
    site: FlaskClient, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keep(site, "wang", "q=水利") == 303

    def full(_path: Path) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(indexer.whole_file, "sync", full)
        assert keep(site, "wang", "q=桥梁") == 503
    assert mine(site, "wang") == ["q=水利"]
    assert keep(site, "wang", "q=桥梁") == 303


def test_a_file_that_cannot_be_read_takes_nothing_else_with_it(site: FlaskClient, index: Path) -> None:
    assert keep(site, "wang", "q=水利") == 303
    for file in (index / FOLDER).glob("*.json"):
        file.write_bytes(b"{")
    assert mine(site, "wang") == []
    assert keep(site, "wang", "q=水利") == 303
    assert mine(site, "wang") == ["q=水利"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "甲/乙", ".", "a" * 4_000])
def test_names_are_no_paths(index: Path, name: str) -> None:
    kept = PersonalSearches(index)
    kept.change(name, lambda _: (SavedSearch("q=水利", ""),))
    assert [one.asked for one in kept.of(name)] == ["q=水利"]
    assert {file.parent for file in index.rglob("*.json") if file.parent.name == FOLDER} == {index / FOLDER}
