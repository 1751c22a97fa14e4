"""The description of the API: it is valid, complete, and what is answered is as it says."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import TestResponse

from indexer.i18n import Message
from searchui import Corpus
from searchui.web.api.openapi import as_message, describe_api, texts
from searchui.web.api.operation import Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.request.draft import EXCLUDE
from searchui.web.request.parameter_types import MAX_NUMBER, Choice, Number, Parameter, Switch, Text, Texts
from searchui.web.request.parameters import LEAST_RUN, OTHER_SPEECHES, PARAGRAPH, SPEECHES, FacetValues
from searchui.web.request.texts.diff_state import FIRST, SECOND
from searchui.web.request.texts.speeches_state import OCCASION, SPEAKER
from tests.searchui.api_schema import errors_of

NAMES = (SPEECHES, OTHER_SPEECHES, SPEAKER, OCCASION)  # of what the corpus may not have
QUERIES = (
    '"党的建设" 基层',
    "发展",
    "绿水青山就是金山银山",
    "(乡村 或 农村) -脱贫",
    "speaker:叶舒禾",
    "建社",
    "“新质生产力” 龘龘",
    "“新制生产力”",
    "“推动新质生产力大跃进”",
    "新质生产力 龘龘 大跃进",
    "党?建设",
    '"党 建设"~20',
    "year:2024",
)


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/openapi.json").json
    assert isinstance(answer, dict)
    return answer


def test_it_is_valid(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()


def test_it_describes_every_address_for_programs_and_no_other(app: Flask, description: dict[str, Any]) -> None:
    rules: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") or rule.rule == "/healthz":
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            rules.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert {path: {each.upper() for each in methods} for path, methods in description["paths"].items()} == rules


def test_every_answer_says_where_it_is_described(client: FlaskClient) -> None:
    for url in ("/healthz", "/api/search", "/api/count?phrase=%E5%85%9A"):
        assert client.get(url).headers["Link"] == '</api/openapi.json>; rel="service-desc"'


def test_everything_is_described_in_both_languages_and_nothing_else(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    said = texts()
    assert set(said["schemas"]) == set(schemas)
    assert set(said["operations"]) == {operation.name for operation in OPERATIONS}
    named = {parameter.name for operation in OPERATIONS for parameter in operation.parameters}
    paths = {name for operation in OPERATIONS for name in operation.path_names}
    assert set(said["parameters"]) == named | paths | {"lang"}
    for name, own in said["schemas"].items():
        assert set(own) - {"self"} <= set(schemas[name].get("properties", {})), name
    assert set(said["properties"]) <= {each for schema in schemas.values() for each in schema.get("properties", {})}
    for text in _texts(said):
        assert re.search(r"[\u4e00-\u9fff]", text.text()) or text.text().startswith("OpenAPI")
        assert not re.search(r"[\u4e00-\u9fff]", text.text("en"))


def _texts(said: Any) -> Iterator[Message]:
    if isinstance(said, str | Message):
        yield as_message(said)
    else:
        for each in said.values():
            yield from _texts(each)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("more", [{}, {"explain": "on", "collapse": "off", "year": "2024", "sort": "newest"}])
def test_pages_are_as_described(client: FlaskClient, query: str, more: dict[str, str]) -> None:
    assert not errors_of("PageAnswer", client.get("/api/search", query_string={"q": query, **more}).json)


def test_other_answers_are_as_described(client: FlaskClient, corpus: Corpus) -> None:
    for phrase in ("发展", "党的建设", "龘龘龘"):
        counted = client.get("/api/count", query_string={"phrase": phrase, "loose": "on"}).json
        assert not errors_of("CountAnswer", counted)
        card = client.get("/api/card", query_string={"phrase": phrase, "year": "2024"}).json
        assert not errors_of("CardAnswer", card)
        for by in ("year", "month", "speaker"):
            trend = client.get("/api/trend", query_string={"phrase": [phrase, "人民"], "by": by}).json
            assert not errors_of("Trend", trend)
    for typed in ("新质", "xzsc", "", "叶"):
        assert not errors_of("SuggestAnswer", client.get("/api/suggest", query_string={"q": typed}).json)
    for entry in corpus.speeches():
        assert not errors_of("Speech", client.get(f"/api/speech/{entry.id}").json)
        anchor = corpus.speech(entry.id).paragraphs[-1].anchor
        for query in ({}, {"paragraph": anchor}):
            assert not errors_of("CiteAnswer", client.get(f"/api/cite/{entry.id}", query_string=query).json)
    assert not errors_of("ErrorAnswer", client.get(f"/api/cite/{entry.id}?paragraph=x").json)
    assert not errors_of("HealthAnswer", client.get("/healthz").json)
    for url in ("/api/search?q=%28", "/api/search?q=%E5%85%9A&page=99999", "/api/speech/x", "/api/x"):
        assert not errors_of("ErrorAnswer", client.get(url).json)


def test_an_answer_that_is_not_as_described_is_noticed(client: FlaskClient) -> None:
    page = client.get("/api/search", query_string={"q": "发展"}).json
    assert page is not None
    assert errors_of("PageAnswer", {**page, "more": 1})
    assert errors_of("PageAnswer", {**page, "total": "1"})


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])
def test_what_parameters_may_be_is_what_is_taken(client: FlaskClient, operation: Operation) -> None:
    """Every value at a bound is taken, every value beyond one is refused with 400; what is usual changes nothing."""
    if operation.path_names:  # what else it takes names a part of what the path names, or has a test of its own
        assert all(one in (PARAGRAPH, LEAST_RUN) for one in operation.parameters)
        return
    if FIRST in operation.parameters:  # ids of speeches, which are known or not
        assert operation.parameters == (FIRST, SECOND)
        return
    needed = {one.name: "党" for one in operation.parameters if one.required}

    def asked(**more: object) -> TestResponse:
        data = {"text": "党的建设"} if operation.method == "POST" else None
        return client.open(operation.path, method=operation.method, query_string={**needed, **more}, data=data)

    usual = asked()
    for one in operation.parameters:
        for value in _within(one):
            answer = asked(**{one.name: value})
            far = (
                answer.status_code == 404
                and answer.json is not None
                and answer.json["error"].get("last_page", one in NAMES)
            )
            assert answer.status_code == 200 or far, (one.name, value)
        for value in _beyond(one):
            assert asked(**{one.name: value}).status_code == 400, value
        default = one.schema().get("default")
        if default is not None:
            assert asked(**{one.name: default}).data == usual.data


def _within(one: Parameter) -> list[object]:
    if one is EXCLUDE:  # it names speeches, and has a test of its own
        return [""]
    match one:
        case Text(max_length=longest):
            return ["党" * (longest or 5000)]
        case Number(minimum=least, maximum=most):
            return [least, most]
        case FacetValues(facet=facet) if facet.kind is int:
            return [0, MAX_NUMBER, 2024, "2018..2022", "..2022", "2018..", "none", "不详", ""]
        case Choice() | Switch():
            return [*one.schema()["enum"], ""]
        case Texts(max_length=longest, required=True):
            return ["党" * (longest or 5000)]
    return ["某人", "none", ""]


def _beyond(one: Parameter) -> list[object]:
    match one:
        case Text(max_length=longest):
            return ["党" * (longest + 1)] if longest else []
        case Texts(max_length=longest, max_items=most):
            return [*(["党" * (longest + 1)] if longest else []), *([["党"] * (most + 1)] if most else [])]
        case FacetValues(facet=facet) if facet.kind is int:
            return [-1, MAX_NUMBER + 1, "x", "1.5", "none2", "..", "2018...2022", "none..2022"]
        case Number(minimum=least, maximum=most):
            return [least - 1, most + 1, "x", "1.5"]
        case Choice() | Switch():
            return ["x", "ON"]
    return []


def test_required_parameters_are_asked_for(client: FlaskClient) -> None:
    for operation in OPERATIONS:
        if any(one.required for one in operation.parameters):
            assert client.get(operation.path).status_code == 400


def test_it_is_the_same_every_time(client: FlaskClient) -> None:
    assert json.loads(client.get("/api/openapi.json").data) == json.loads(json.dumps(describe_api()))
