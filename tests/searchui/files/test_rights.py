"""Who may see and change the files: who is at this machine, or those who are named; and only from a page of this site."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from searchui.cli.serve import EditingOptions, ProtectionOptions
from searchui.web.app import create_app
from searchui.web.security.editing import Editing, is_token
from searchui.web.security.passwords import password_line, read_passwords
from searchui.web.security.policy import Protection
from tests.searchui.files.conftest import site
from tests.searchui.files.forms import fields_of, form_of

PAGES = ("/files", "/files/log", "/files/trash", "/files/state")
CHANGES = ("/files/correct", "/files/undo", "/files/remove", "/files/put-back", "/files/upload")


def statuses(client: FlaskClient, **how: Any) -> set[int]:
    opened = {client.get(path, **how).status_code for path in PAGES}
    sent = {client.post(path, **how).status_code for path in CHANGES}
    return opened | sent


@pytest.mark.parametrize(
    "how",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"Host": "attacker.example"}},  # a name that was made to point here
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},  # a proxy that the site was not told of
        {"headers": {"Forwarded": "for=192.0.2.7"}},
        {"headers": {"X-Real-IP": "192.0.2.7"}},
    ],
)
def test_who_is_not_at_this_machine_finds_no_such_pages(client: FlaskClient, how: dict[str, Any]) -> None:
    assert statuses(client, **how) == {404}
    home = client.get("/", **how)
    assert "/files" not in home.text
    assert "/files" in client.get("/").text, "also where the page was kept for somebody else"
    assert "/files" not in client.get("/", **how).text


def test_a_site_that_was_not_told_of_a_folder_has_no_such_pages(index: Path) -> None:
    assert statuses(create_app(index).test_client()) == {404}


def test_read_only_shows_all_and_changes_nothing(index: Path, seeds: Path) -> None:
    reader = site(index, seeds, read_only=True).test_client()
    page = reader.get("/files").text
    assert "湖泊.txt" in page
    assert "<button" not in page.split('class="rows"')[1]
    assert {reader.post(path).status_code for path in CHANGES} == {404}


def login(name: str) -> dict[str, Any]:
    return {"headers": {"Authorization": "Basic " + b64encode(f"{name}:{name}".encode()).decode()}}


@pytest.fixture
def logged_in(index: Path, seeds: Path, tmp_path: Path) -> FlaskClient:
    file = tmp_path / "passwords.txt"
    file.write_text("\n".join(password_line(name, name) for name in ("wang", "li")), encoding="utf-8")
    rights = Editing(seeds, editors=("wang",))
    return create_app(index, Protection(rate=None, passwords=read_passwords(file), editing=rights)).test_client()


def test_of_those_who_log_in_only_who_is_named(logged_in: FlaskClient) -> None:
    assert statuses(logged_in) == {401}
    assert statuses(logged_in, **login("li")) == {404}
    page = logged_in.get("/files", **login("wang"))
    fields = fields_of(form_of(page.text, "/files/correct"))
    fields["now.0.speaker"] = "高远"
    assert logged_in.post("/files/correct", data=fields, **login("wang")).status_code == 303
    assert "wang" in logged_in.get("/files/log", **login("wang")).text


def test_the_name_that_a_proxy_tells(index: Path, seeds: Path) -> None:
    rights = Editing(seeds, editors=("wang",), user_header="X-Remote-User")
    protection = Protection(rate=None, proxy="127.0.0.1", user_header="X-Remote-User", editing=rights)
    client = create_app(index, protection).test_client()
    assert client.get("/files", headers={"X-Remote-User": "wang"}).status_code == 200
    assert client.get("/files", headers={"X-Remote-User": "li"}).status_code == 404
    assert client.get("/files").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_sends_changes_nothing(client: FlaskClient, seeds: Path, headers: dict[str, str]) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    fields["now.0.speaker"] = "高远"
    for path in CHANGES:
        assert client.post(path, data=fields, headers=headers).status_code == 403
    assert not (seeds / "metadata.csv").exists()
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/files/correct", data=fields, headers=own).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "d2FuZw==.00", "."])
def test_without_the_token_of_a_page_nothing_is_changed(client: FlaskClient, seeds: Path, token: str) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    assert is_token(fields["token"])
    assert not is_token(token)
    sent = {**fields, "now.0.speaker": "高远", "number": "1", "token": token}
    assert {client.post(path, data=sent).status_code for path in CHANGES} == {403}
    assert not (seeds / "metadata.csv").exists()


def test_changes_are_never_made_by_opening_an_address(client: FlaskClient) -> None:
    assert {client.get(path).status_code for path in CHANGES} == {405}


@pytest.mark.parametrize(
    ("options", "proxy", "password_file", "editors"),
    [
        (EditingOptions((), False), None, None, "here"),
        (EditingOptions((), False), "127.0.0.1", None, None),  # everybody would come from there
        (EditingOptions(("wang",), False), None, Path("p"), ("wang",)),
        (EditingOptions((), False), None, Path("p"), ()),
    ],
)
def test_what_the_command_line_says_of_rights(
    options: EditingOptions, proxy: str | None, password_file: Path | None, editors: object
) -> None:
    found = options.of(Path("seeds"), ProtectionOptions(20, (), password_file, proxy, None))
    assert ("here" if found and found.editors is None else found.editors if found else None) == editors
