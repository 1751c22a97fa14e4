"""The readable description of the API: all of the description, and examples that run."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from searchui.web import create_app
from searchui.web.api.openapi import describe_api
from searchui.web.api.operations import OPERATIONS


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_that_is_described_is_there(client: FlaskClient, language: str) -> None:
    page = BeautifulSoup(client.get(f"/api?lang={language}").text, "lxml")
    for operation in OPERATIONS:
        section = page.find(id=operation.name)
        assert section is not None
        assert f"{operation.method} {operation.path}" in section.text
        names = [cell.text for cell in section.select("tbody th")]
        assert names == [*operation.path_names, *(one.name for one in operation.parameters), "lang"]
    for name, schema in describe_api()["components"]["schemas"].items():
        if "properties" in schema:
            shape = page.find(id=name)
            assert shape is not None
            assert [cell.text for cell in shape.select("tbody th")] == list(schema["properties"])


def test_its_links_lead_somewhere_and_its_examples_run(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/api").text, "lxml")
    for link in page.select("main a"):
        href = str(link["href"])
        if href.startswith("#"):
            assert page.find(id=href[1:]) is not None, href
        else:
            assert client.get(href).status_code == 200, href
    assert len({each["id"] for each in page.select("[id]")}) == len(page.select("[id]"))


def test_languages_are_not_mixed(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/api?lang=en").text, "lxml")
    cells = [cell.text for cell in page.select("main td")]
    assert len(cells) > 200
    assert not [cell for cell in cells if any("\u4e00" <= one <= "\u9fff" for one in cell)]


def test_home_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/api"' in client.get("/").text
