"""Drafts sent by programs: any kind of body that has one gives the answer of the library, and nothing else is taken."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import open_corpus
from searchui.web import create_app
from searchui.web.request.draft import OPTIONS
from searchui.web.security.request_limits import MAX_DRAFT
from tests.searchui.api_schema import errors_of
from tests.searchui.proofreading.speeches import write_speeches

DRAFT = "各位代表：\r\n我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。😀\n今后要抓好河湖整治。"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("proof_api_index") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    return index


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def found_in(index: Path, text: str, **options: Any) -> Any:
    """What the library says, as it comes out of JSON."""
    with open_corpus(index) as corpus:
        return json.loads(json.dumps(corpus.proof(text, **options).as_json()))


def as_json(**fields: Any) -> dict[str, Any]:
    return {"data": json.dumps(fields), "content_type": "application/json"}


def one_part(disposition: str) -> dict[str, Any]:
    """What sends one part of a multipart body with that head."""
    body = f"--x\r\nContent-Disposition: {disposition}\r\n\r\n发展\r\n--x--\r\n".encode()
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


def as_text(text: str) -> dict[str, Any]:
    return {"data": text.encode(), "content_type": "text/plain; charset=utf-8"}


def test_every_kind_of_body_gives_the_answer_of_the_library(client: FlaskClient, index: Path) -> None:
    own, with_line_feeds = found_in(index, DRAFT), found_in(index, DRAFT.replace("\r\n", "\n"))
    assert own["notices"]
    for sent in (as_text(DRAFT), as_json(text=DRAFT), {"data": DRAFT.encode()}):
        answer = client.post("/api/proof", **sent)
        assert answer.json == own
        assert not errors_of("ProofAnswer", answer.json)
        assert answer.headers["Cache-Control"] == "no-store"
    for fields in ({"text": DRAFT}, {"file": (io.BytesIO(DRAFT.encode()), "文稿.txt")}):
        assert client.post("/api/proof", data=fields, content_type="multipart/form-data").json == with_line_feeds
    assert client.post("/api/proof", data={"text": DRAFT}, content_type=FORM).json == with_line_feeds


def test_options_are_those_of_the_library_wherever_they_are_said(client: FlaskClient, index: Path) -> None:
    with open_corpus(index) as corpus:
        excluded = [entry.id for entry in corpus.speeches()][:2]
    own = found_in(index, DRAFT, exclude=excluded, slips=False, suggestions="loose")
    assert own != found_in(index, DRAFT)
    asked = {"exclude": excluded, "slips": "off", "suggestions": "loose"}
    assert client.post("/api/proof", query_string=asked, **as_text(DRAFT)).json == own
    assert client.post("/api/proof", **as_json(text=DRAFT, **asked)).json == own
    assert client.post("/api/proof", **as_json(text=DRAFT, **{**asked, "slips": False})).json == own


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 400, "没有文字"),
        (as_text(" \n"), 400, "没有文字"),
        (as_json(text=""), 400, "没有文字"),
        (as_json(text="好" * 300_001), 400, "300,001"),
        (as_json(text="发展", exclude=["没有"]), 400, "没有编号为“没有”"),
        (as_json(text="发展", exclude="没有"), 400, "没有编号为“没有”"),
        (as_json(text="发展", suggestions="many"), 400, "many"),
        (as_json(text="发展", slips="maybe"), 400, "maybe"),
        (as_json(text="发展", colour="red"), 400, "没有“colour”这一项"),
        (as_json(text=1), 400, "JSON"),
        ({"data": "[]", "content_type": "application/json"}, 400, "JSON"),
        (
            {"data": '{"text": "\ud800'.encode("utf-8", "surrogatepass"), "content_type": "application/json"},
            400,
            "JSON",
        ),
        ({"data": "发展".encode("gbk"), "content_type": "text/plain"}, 400, "UTF-8"),
        ({"data": DRAFT.encode(), "content_type": FORM}, 400, "text/plain"),
        ({"data": {"file": (io.BytesIO(b"\x00\x01"), "a.bin")}}, 400, ""),
        (one_part("form-data"), 400, "没有名字"),
        (one_part('form-data; filename="a.txt"'), 400, "没有名字"),
        (one_part('form-data; name=""'), 400, "没有“”这一项"),
        ({"data": b"%PDF", "content_type": "application/pdf"}, 415, "multipart/form-data"),
        ({"data": b"x" * (MAX_DRAFT + 1), "content_type": "text/plain"}, 413, "8 MB"),
        (as_text("发展") | {"headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "本站的页面"),
        (as_text("发展") | {"query_string": {"text": "发展"}}, 400, "text"),
    ],
)
def test_mistakes_have_the_one_shape_of_errors(
    client: FlaskClient, sent: dict[str, Any], status: int, said: str
) -> None:
    answer = client.post("/api/proof", **sent)
    assert answer.status_code == status
    assert answer.json is not None
    assert not errors_of("ErrorAnswer", answer.json)
    assert said in answer.json["error"]["message"]


def test_it_is_only_sent(client: FlaskClient) -> None:
    answer = client.get("/api/proof", query_string={"text": "发展"})
    assert answer.status_code == 405
    assert {*answer.headers["Allow"].split(", ")} == {"OPTIONS", "POST"}


def test_it_is_described_with_what_is_sent(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").json["paths"]["/api/proof"]["post"]  # type: ignore[index]
    assert {*described["requestBody"]["content"]} == {"multipart/form-data", "application/json", "text/plain"}
    assert [one["name"] for one in described["parameters"]] == [*(one.name for one in OPTIONS), "lang"]
    page = client.get("/api").text
    assert "POST /api/proof" in page
    assert "curl -F file=@文稿.docx" in page
