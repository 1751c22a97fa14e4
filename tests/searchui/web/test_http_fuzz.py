"""The site asked in ways that nobody would: never a defect, and every answer as the description of the API says.

`FUZZ_EXAMPLES=3000 pytest tests/searchui/test_http_fuzz.py` runs it for long (`make fuzz-http`).
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import BaseSchema

from searchui import Corpus
from searchui.web.api.openapi import describe_api
from searchui.web.api.operation import Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.request.parameters import MATCH_OPTION_NAMES
from tests.searchui.api_schema import errors_of
from tests.searchui.server.server_process import served

pytestmark = pytest.mark.fuzz

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "50"))
PAGES = {
    "/": "openapi",  # none but the language
    "/search": "search",
    "/trend": "trend",
    "/speech/{speech_id}": "speech",
    "/cite/{speech_id}": "cite",
}  # and whose parameters they take
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get"]
HEADERS = {
    "Accept": ["*/*", "text/html", "image/png", "", "x", "application/json;q=0", "text/*;q=x"],
    "Accept-Language": ["en", "zh", "*", ";;;"],
    "Cookie": [
        "lang=en",
        "lang=zh-Hant; size=large; script=zh-Hant; keys=off",
        "lang=",
        "lang=\x7f",
        "=;;=",
        "x" * 5000,
    ],
    "Range": ["bytes=0-0", "bytes=9-1", "x"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Content-Type": ["application/json", "multipart/form-data", "x"],
    "Content-Length": ["0", "5"],
}
PIECES = [
    *"\"“”「」()（）|-～~*?：:=><[]《》、，。&%+/\\'\x00\x01\x7f\ufffe\U0010ffff\u200b\u202e　 \t\n",
    *[
        "党的建设",
        "發展",
        "AND",
        "OR",
        "NOT",
        "或",
        "非",
        "year:",
        "年份：",
        "date:",
        "speaker:",
        "标题:",
        "2024",
        "..",
    ],
    *[
        "~20",
        "999999999999999999999",
        "2024-13",
        "党?建",
        "社*",
        "<script>",
        "{{7*7}}",
        "%s",
        "../",
        "ａｂｃ",
        "e\u0301",
    ],
]
BAD_BYTES = ["%", "%f", "%zz", "%00", "%ff", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "%u515a", "+", ";", "&&", "=", "#"]
NAMES = [
    "q",
    "phrase",
    "page",
    "per_page",
    "sort",
    "year",
    "speaker",
    "synonyms",
    *MATCH_OPTION_NAMES,
    "collapse",
    "explain",
]
NAMES += ["lang", "back", "nothing", "", "q[]"]
VALUES = [
    "",
    "on",
    "off",
    "0",
    "-1",
    "1",
    "2",
    "100",
    "101",
    "1e3",
    "١",
    "２",
    "²",
    "9" * 19,
    "9" * 5000,
    "zh",
    "en",
    "newest",
]

CHEAP = 5  # times as many examples, where one costs little

at_length = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
at_greater_length = settings(at_length, max_examples=CHEAP * EXAMPLES)
load_all_checks()
# What is refused, test_openapi says: any text may be sent and be no query; and what is wrong as a list or as null is
# often right as it is sent, as text.
UNCHECKED = ("positive_data_acceptance", "negative_data_rejection")
EXCLUDED: list[Any] = [CHECKS.get_one(name) for name in UNCHECKED]
queries = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


@pytest.fixture(scope="module")
def api(app: Flask) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.fixture(scope="module")
def pages(app: Flask) -> BaseSchema:
    """The pages as if they were describe_api: they take what the API takes and answer with a page."""
    operations = {
        operation.name: describe_api()["paths"][operation.path]["get"]
        for operation in OPERATIONS
        if operation.method == "GET"
    }
    answer = {"description": "a page", "content": {"text/html": {"schema": {"type": "string"}}}}
    paths = {path: {"get": {**operations[name], "responses": {"default": answer}}} for path, name in PAGES.items()}
    schema = schemathesis.openapi.from_dict({**describe_api(), "paths": paths})
    schema.app = app
    return schema


@pytest.fixture(scope="module")
def ids(corpus: Corpus) -> list[str]:
    return [entry.id for entry in corpus.speeches()]


MODES = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])
@at_length
@given(data=st.data())
def test_answers_are_as_described(api: BaseSchema, operation: Operation, data: st.DataObject) -> None:
    case = data.draw(api[operation.path][operation.method].as_strategy(data.draw(MODES)))
    answer = case.call_and_validate(excluded_checks=EXCLUDED)
    assert answer.status_code in {*operation.statuses, *operation.errors}


@pytest.mark.parametrize("path", PAGES)
@at_length
@given(data=st.data())
def test_pages_are_pages(pages: BaseSchema, path: str, data: st.DataObject) -> None:
    case = data.draw(pages[path]["GET"].as_strategy(data.draw(MODES)))
    to_list = {302} if path == "/search" else set()  # filters without a query lead to the list of speeches
    assert case.call_and_validate(excluded_checks=EXCLUDED).status_code in {200, 400, 404, *to_list}


@at_greater_length
@given(query=queries, more=st.dictionaries(st.sampled_from(MATCH_OPTION_NAMES), st.sampled_from(["on", "off"])))
def test_queries_of_every_kind(client: FlaskClient, query: str, more: dict[str, str]) -> None:
    _ask(client, query, more)


@pytest.mark.parametrize("manner", ["", *MATCH_OPTION_NAMES])
def test_every_piece_of_a_query_by_itself(client: FlaskClient, manner: str) -> None:
    for piece in PIECES:
        for query in (piece, piece * 3, f"党{piece}建设", f"“{piece}”", f"year:{piece}", f"-({piece})"):
            _ask(client, query, {manner: "on"} if manner else {})


def _ask(client: FlaskClient, query: str, more: dict[str, str]) -> None:
    for path, name in (("/api/search", "q"), ("/api/suggest", "q"), ("/api/count", "phrase"), ("/search", "q")):
        answer = client.get(path, query_string={name: query, **more})
        assert answer.status_code in {200, 400}, (path, query)
        if path.startswith("/api/"):
            _as_described(path, answer)


raw = st.lists(
    st.tuples(
        st.sampled_from(NAMES) | st.sampled_from(BAD_BYTES),
        st.sampled_from(["=", "", "=="]),
        st.sampled_from(VALUES).map(quote) | st.sampled_from(BAD_BYTES) | queries.map(quote),
    ).map("".join),
    max_size=8,
).map("&".join)
paths = st.sampled_from(
    ["/", "/search", "/api/search", "/api/count", "/api/suggest", "/api/openapi.json", "/api/", "/healthz", "//", "/x"]
) | st.tuples(
    st.sampled_from(["/speech/", "/api/speech/", "/cite/", "/api/cite/", "/static/"]),
    st.lists(st.sampled_from([*BAD_BYTES, "..", "/", "%2e%2e%2f", "paper.css", "a", "%5c", "党"]), max_size=6),
).map(lambda both: both[0] + "".join(both[1]))


@at_greater_length
@given(data=st.data())
def test_raw_requests(client: FlaskClient, ids: list[str], data: st.DataObject) -> None:
    path = data.draw(paths | st.sampled_from(ids).map(lambda one: f"/api/speech/{quote(one)}"))
    names = data.draw(st.lists(st.sampled_from(list(HEADERS)), unique=True))
    headers = [(name, data.draw(st.sampled_from(HEADERS[name]))) for name in names]
    method = data.draw(st.sampled_from(METHODS))
    query = data.draw(raw)
    with client.open(path, method=method, query_string=query, headers=headers, data=b"") as answer:
        assert answer.status_code < 500, (method, path)
        if answer.status_code == 405:
            assert "GET" in answer.headers["Allow"]
        if path.startswith("/api/") and method not in ("HEAD", "OPTIONS") and answer.status_code >= 400:
            assert not errors_of("ErrorAnswer", answer.json)


def _as_described(path: str, answer: Any) -> None:
    (operation,) = (one for one in OPERATIONS if one.path == path and one.method == "GET")
    assert operation.answer
    name = operation.answer.__name__ if answer.status_code == 200 else "ErrorAnswer"
    assert not errors_of(name, answer.json)


@pytest.fixture(scope="module")
def address(sample_index: Path) -> Iterator[str]:
    with served(sample_index) as url:
        yield url


def test_a_real_server_keeps_its_description(address: str, tmp_path: Path) -> None:
    """The whole of schemathesis, with methods and values that the strategies above have not."""
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/openapi.json"]
        + ["--max-examples", str(EXAMPLES), "--exclude-checks", ",".join(UNCHECKED), "--no-color"]
        + ["--continue-on-failure", "--warnings", "off", "--request-timeout", "60"]
        + (["--seed", "1"] if os.environ.get("CI") == "true" else []),
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
