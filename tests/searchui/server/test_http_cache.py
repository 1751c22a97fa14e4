"""What browsers keep: nothing that could be stale (row 25), and style sheets for long."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui.web import create_app

PAGES = ["/", "/search?q=" + quote("第一件事"), "/speech/a.txt", "/api/search?q=" + quote("事"), "/api/speech/a.txt"]


def write(seeds: Path, word: str) -> None:
    seeds.mkdir(exist_ok=True)
    (seeds / "a.txt").write_text(f"同志们：\n讲{word}，说一句话。\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("url", PAGES)
def test_a_page_that_was_kept_is_shown_again_only_while_it_is_true(tmp_path: Path, url: str) -> None:
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds, "第一件事")
    build(seeds, index)
    client = create_app(index).test_client()
    first = client.get(url)
    kept = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(url, headers=kept)
    assert (again.status_code, again.data) == (304, b"")
    client.set_cookie("lang", "en")
    assert client.get(url, headers=kept).status_code == (304 if "/api/" in url else 200)
    client.delete_cookie("lang")
    write(seeds, "别的一件事")
    build(seeds, index)
    assert client.get(url, headers=kept).status_code == 200
    assert client.get(url).data != first.data


@pytest.mark.parametrize("url", ["/nope", "/search?q=%22", "/api/count", "/speech/none", "/healthz"])
def test_errors_and_health_are_never_kept(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_static_files_are_kept_by_what_is_in_them(client: FlaskClient) -> None:
    addresses = re.findall(r'"(/static/[^"]+)"', client.get("/").text)
    assert len(addresses) >= 5
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
        for other in (address.split("?")[0], address[:-1]):
            with client.get(other) as answer:
                assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def test_what_is_kept_is_kept_by_language(tmp_path: Path) -> None:
    """A page is in the language of the cookie, or else in the one that the browser asks for."""
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds, "第一件事")
    build(seeds, index)
    client = create_app(index).test_client()
    english = client.get("/", headers={"Accept-Language": "en"})
    assert {"cookie", "accept-language"} <= {name.lower() for name in english.vary}
    assert client.get("/", headers={"Accept-Language": "zh"}).text != english.text
