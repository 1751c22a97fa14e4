"""Drafts sent by programs to learn what of them was said before: the answer of the library, and nothing else is taken."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from searchui import open_corpus
from tests.searchui.api_schema import errors_of

DRAFT = "各位代表：\r\n我们要坚持以人民为中心的发展思想，推动高质量发展，年初两家骨干都说过，是本届政府的开局之年，也是澜滨爬坡过坎的一年。😀"


def sent_as(text: str, kind: str, **fields: Any) -> dict[str, Any]:
    """What sends a text as a body of a kind."""
    if kind == "text/plain":
        return {"data": text.encode(), "content_type": kind, "query_string": fields}
    if kind == "application/json":
        return {"data": json.dumps({"text": text, **fields}), "content_type": kind}
    file = (io.BytesIO(text.encode()), "文稿.txt")
    return {"data": {"file": file, **fields}, "content_type": kind}


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
@pytest.mark.parametrize("least", [8, 12])
def test_every_kind_of_body_gives_the_answer_of_the_library(
    client: FlaskClient, sample_index: Path, kind: str, least: int
) -> None:
    text = DRAFT if kind != "multipart/form-data" else DRAFT.replace("\r\n", "\n")
    with open_corpus(sample_index) as corpus:
        own = json.loads(json.dumps(corpus.reuse(text=text, least=least).as_json()))
    answer = client.post("/api/reuse", **sent_as(DRAFT, kind, least=least))
    assert answer.status_code == 200
    assert answer.json == own
    assert own["speech"] is None
    assert not errors_of("ReuseAnswer", answer.json)
    assert answer.headers["Cache-Control"] == "no-store"


def test_something_is_found(client: FlaskClient) -> None:
    answer = client.post("/api/reuse", **sent_as(DRAFT, "text/plain", least=8)).json
    assert answer is not None
    assert answer["passages"]


def test_the_table_of_all_speeches_is_still_asked_for(client: FlaskClient) -> None:
    assert client.get("/api/reuse").json["speeches"]  # type: ignore[index]
    described = client.get("/api/openapi.json").json["paths"]["/api/reuse"]  # type: ignore[index]
    assert {*described} == {"get", "post"}
    assert described["post"]["operationId"] == "reuse_of_draft"
    assert {*described["post"]["requestBody"]["content"]} == {"multipart/form-data", "application/json", "text/plain"}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        (sent_as(" \n", "text/plain"), 400),
        (sent_as("好" * 300_001, "application/json"), 400),
        (sent_as("发展", "application/json", least=7), 400),
        (sent_as("发展", "application/json", exclude=["x"]), 400),
        ({"data": '{"text": 1}', "content_type": "application/json"}, 400),
        ({"data": b"%PDF", "content_type": "application/pdf"}, 415),
        (sent_as("发展", "text/plain") | {"headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
    ],
)
def test_mistakes_have_the_one_shape_of_errors(client: FlaskClient, sent: dict[str, Any], status: int) -> None:
    answer = client.post("/api/reuse", **sent)
    assert answer.status_code == status
    assert answer.json is not None
    assert not errors_of("ErrorAnswer", answer.json)


def test_a_draft_is_in_no_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/api/reuse", **sent_as(DRAFT, "text/plain"))
    assert not any("爬坡过坎" in record.getMessage() for record in caplog.records)
