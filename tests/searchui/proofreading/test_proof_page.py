"""The page on which a draft is proofread: what it answers, in which files, and that nothing keeps the draft."""

import gc
import io
import logging
import os
import socket
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import docx
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from indexer.build.pipeline import build
from searchui.web import create_app
from searchui.web.security.request_limits import DRAFTS_AT_ONCE, MAX_BODY, MAX_DRAFT
from tests.searchui.proofreading.speeches import write_speeches
from tests.searchui.server.server_process import served

DRAFT = "各位代表：\n我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。\n今后要抓好河湖整治。"
SECRET = "柒捌玖号密件"
CONTEXT = b"POST /proof HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("proof_page_index") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    return index


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def posted(client: FlaskClient, **fields: Any) -> Any:
    """What a form answers. Its body is made here: the client of the tests would write a large one to a disk."""
    boundary, body = encode_multipart(MultiDict(fields))
    return client.post("/proof", data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def file_of(data: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


def word_file(text: str) -> FileStorage:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return file_of(out.getvalue(), "文稿.docx")


def test_the_form_asks_for_a_draft(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/proof").text, "lxml")
    form = page.select_one("form.draft-form")
    assert form is not None
    assert (form["method"], form["enctype"], form["action"]) == ("post", "multipart/form-data", "/proof")
    assert {str(one["name"]) for one in form.select("[name]")} == {"text", "file", "exclude", "suggestions", "as"}


def test_the_page_has_the_draft_and_the_evidence(client: FlaskClient) -> None:
    answer = posted(client, text=DRAFT.replace("\n", "\r\n"))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    draft = page.select_one(".draft")
    assert draft is not None
    for sign in draft.select("sup"):
        sign.extract()
    assert "\n".join(line.text for line in draft.select("p")) == DRAFT
    assert [one.text for one in page.select(".evidence .altered ins")] == ["心"]
    assert "河湖治理" in "".join(one.text for one in page.select(".evidence .notice"))
    (link,) = page.select(".evidence .altered .source a")
    target = client.get(str(link["href"]).partition("#")[0])
    assert "常怀为民之心" in target.text
    assert f'id="{str(link["href"]).partition("#")[2]}"' in target.text
    assert page.select_one("textarea").text.strip() == DRAFT  # type: ignore[union-attr]


def test_where_nothing_is_to_be_listed_nothing_is_offered(client: FlaskClient) -> None:
    assert not BeautifulSoup(posted(client, text="月亮上没有水渠。").text, "lxml").select("fieldset.kinds")
    assert BeautifulSoup(posted(client, text=DRAFT).text, "lxml").select("fieldset.kinds label")


def test_its_words_are_those_of_the_reader(client: FlaskClient) -> None:
    for language, said in (("zh-Hant", "有改動"), ("en", "altered")):
        page = BeautifulSoup(client.post(f"/proof?lang={language}", data={"text": DRAFT}).text, "lxml")
        assert [one.text for one in page.select(".evidence .altered strong")] == [said]


@pytest.mark.parametrize(
    ("form", "begins", "media_type"),
    [
        ("html", b"<!DOCTYPE html>", "text/html; charset=utf-8"),
        ("csv", "\ufeff序号".encode(), "text/csv; charset=utf-8"),
        ("xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_files_are_taken_away(client: FlaskClient, form: str, begins: bytes, media_type: str) -> None:
    answer = posted(client, text=DRAFT, **{"as": form})
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename=proof.{form};")


def test_a_word_file_comes_back_with_comments(client: FlaskClient) -> None:
    answer = posted(client, file=word_file("今后要抓好河湖整治。"), **{"as": "docx"})
    assert answer.status_code == 200
    (comment,) = docx.Document(io.BytesIO(answer.data)).comments
    assert "河湖治理" in comment.text
    page = posted(client, file=word_file("今后要抓好河湖整治。"))
    assert "文稿.docx" in page.text
    assert "河湖治理" in page.text


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"text": " "}, 400, "文稿里没有文字"),
        ({}, 400, "文稿里没有文字"),
        ({"text": "好" * 300_001}, 400, "300,001"),
        ({"text": "发展", "as": "pdf"}, 400, "没有“pdf”这种文件"),
        ({"text": "发展", "as": "docx"}, 400, "只有 .docx"),
        ({"text": "发展", "exclude": "没有"}, 400, "没有编号为“没有”"),
        ({"text": "发展", "colour": "red"}, 400, "没有“colour”这一项"),
        ({"file": file_of(b"\x00\x01", "a.bin")}, 400, "a.bin"),
    ],
)
def test_mistakes_are_told(client: FlaskClient, fields: dict[str, Any], status: int, message: str) -> None:
    answer = posted(client, **fields)
    assert answer.status_code == status
    assert message in answer.text or message == "a.bin"


def test_the_search_box_offers_it_for_running_text(client: FlaskClient) -> None:
    pasted = "我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。今后要抓好河湖整治。"
    page = BeautifulSoup(client.get("/search", query_string={"q": pasted}).text, "lxml")
    offer = page.select_one("form.offer")
    assert offer is not None
    field = offer.select_one("input[name=text]")
    assert field is not None
    assert field["value"] == pasted
    assert "河湖治理" in posted(client, text=field["value"]).text
    assert not BeautifulSoup(client.get("/search?q=发展").text, "lxml").select("form.offer")


def test_other_sites_send_no_drafts(client: FlaskClient) -> None:
    assert client.post("/proof", data={"text": "发展"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/proof?text=1", data={"text": "发展"}).status_code == 400
    assert client.post("/search", data={"q": "发展"}).status_code == 405


def test_nothing_keeps_a_draft(
    index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No log, no disk, no header, no browser, no memory of this process that Python knows of."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.is_file()}
    opened: list[str] = []
    real = os.open

    def watched(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            opened.append(str(path))
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", watched)
    client = create_app(index).test_client()
    large = f"{DRAFT}\n这是{SECRET}的内容。\n" + "要加快建设现代水网，让清水流进千家万户。\n" * 9_000
    drafts = (
        {"text": large},
        {"file": file_of(large.encode(), "a.txt")},
        {"file": word_file(f"这是{SECRET}的内容。")},
    )
    for fields in (*drafts, {"whole": large}):
        whole = fields.get("whole")
        answer = client.post("/api/proof", json={"text": whole}) if whole else posted(client, **fields)
        assert answer.status_code == 200, answer.text
        assert SECRET in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert not any(SECRET in value for _, value in answer.headers)
    assert SECRET not in caplog.text
    assert not opened
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.is_file()} == before
    del answer, fields, whole, large, drafts
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, (tuple, list, dict)) and _holds(one)]
    assert not kept


def _holds(one: Any) -> bool:
    values = [*one.keys(), *one.values()] if isinstance(one, dict) else one
    return any(type(value) is str and SECRET in value and len(value) > len(SECRET) + 3 for value in values)


def connected(site: str) -> socket.socket:
    address = urlsplit(site)
    return socket.create_connection((address.hostname, address.port), timeout=60)


def asked(site: str, body: bytes, *, sent: int | None = None) -> bytes:
    """The answer to a draft of which so many bytes are sent."""
    with connected(site) as client:
        client.sendall(CONTEXT + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body[:sent])
        answer = b""
        while chunk := client.recv(65_536):
            answer += chunk
    return answer


@pytest.mark.slow
def test_a_server_takes_large_drafts_and_nothing_else_that_is_large(index: Path) -> None:
    with served(index) as site:
        body = b"text=" + "要加快建设现代水网，让清水流进千家万户。\n".encode() * 9_000
        assert len(body) > 50 * MAX_BODY
        assert asked(site, body).startswith(b"HTTP/1.1 200")
        refused = asked(site, b"x" * (MAX_DRAFT + 2), sent=0)
        assert refused.startswith(b"HTTP/1.1 413")
        assert "8 MB" in refused.decode()


@pytest.mark.slow
def test_one_after_the_other_all_are_taken(index: Path) -> None:
    """Also where their connections stay open: the room of a draft is given back when it is answered."""
    with served(index, "--processes", "1") as site, ExitStack() as kept:
        for _ in range(3 * DRAFTS_AT_ONCE):
            client = kept.enter_context(connected(site))
            client.sendall(CONTEXT + b"Content-Length: 6\r\n\r\ntext=1")
            assert client.recv(65_536).startswith(b"HTTP/1.1 200")


@pytest.mark.slow
def test_only_some_drafts_come_at_a_time(index: Path) -> None:
    with served(index, "--processes", "1") as site, ExitStack() as waiting:
        for _ in range(DRAFTS_AT_ONCE):
            client = waiting.enter_context(connected(site))
            client.sendall(CONTEXT + b"Content-Length: 20000\r\n\r\ntext=")
        answer = asked(site, b"text=1")
        while not answer.startswith(b"HTTP/1.1 503"):
            assert answer.startswith(b"HTTP/1.1 200")  # of those that wait not all had come
            answer = asked(site, b"text=1")
        assert b"Retry-After" in answer
        waiting.close()
        while asked(site, b"text=1").startswith(b"HTTP/1.1 503"):
            pass


def test_the_page_works_with_no_script(client: FlaskClient) -> None:
    page = BeautifulSoup(posted(client, text=DRAFT).text, "lxml")
    assert len(page.select(".kinds input[type=radio]")) >= 2
    assert all(page.select_one(str(one["href"])) for one in page.select(".draft a.sign"))


def test_what_only_looks_like_a_word_file_is_refused(client: FlaskClient) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    answer = posted(client, file=file_of(out.getvalue(), "a.docx"), **{"as": "docx"})
    assert answer.status_code == 400
