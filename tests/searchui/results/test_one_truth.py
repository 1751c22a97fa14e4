"""One truth: the page, the API, the command and the module answer a query with the same counts, in the same order."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.ranking.search_request import SearchOptions
from searchui.web import create_app
from searchui.web.request.search_state import SearchState
from tests.searchui.web.test_openapi import QUERIES

STATES: tuple[Mapping[str, Any], ...] = (
    {},
    {"sort": "newest", "per_page": 3},
    {"sort": "oldest", "year": [2024, 2025], "collapse": "off"},
    {"group": "speech", "per_page": 4},
    {"group": "speech", "sort": "newest", "speaker": ["苏映棠", "沈怀疆"]},
    {"exact": "on", "synonyms": "off", "genre": ["讲话"]},
    {"loose": "on", "numbers": "on", "explain": "on"},
)
MORE = ("的", "习近平 OR 发展", "“党的建设”", "治理 体系 建设", "occasion:会议 改革", "date:>2020 生态", "2035")


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def state_of(query: str, state: Mapping[str, Any]) -> SearchState:
    pairs = [(name, str(one)) for name, all_ in state.items() for one in (all_ if isinstance(all_, list) else [all_])]
    return SearchState.from_args(MultiDict([("q", query), *pairs]))


def by_module(corpus: Corpus, state: SearchState) -> dict[str, Any]:
    page = state.run(corpus)
    hits = [(hit.url, hit.paragraph.text, [(span.start, span.end) for span in hit.highlights]) for hit in page.hits]
    return {"total": page.total, "speeches": page.speeches, "pages": page.pages, "hits": hits}


def of_json(answer: Any) -> dict[str, Any]:
    hits = [(hit["url"], hit["text"], [tuple(span) for span in hit["highlights"]]) for hit in answer["hits"]]
    return {**{name: answer[name] for name in ("total", "speeches", "pages")}, "hits": hits}


def by_command(index: Path, state: SearchState) -> Any:
    options: SearchOptions = state.options()
    words = ["search", "--json", "--index", str(index), "--per-page", str(state.per_page), "--sort", options["sort"]]
    words += ["--group", options["group"]]
    for facet in ("year", "speaker", "occasion", "genre"):
        words += [word for value in state.filters.of(facet) for word in (f"--{facet}", str(value))]
    words += [f"--{name}" for name in ("exact", "loose", "numbers") if getattr(state.match_options, name)]
    switches = {
        "--no-synonyms": not state.synonyms,
        "--no-collapse": not state.collapse,
        "--explain": state.explain,
    }
    done = CliRunner().invoke(commands, [*words, *(name for name, on in switches.items() if on), "--", state.q])
    return json.loads(done.stdout)


def by_page(client: FlaskClient, state: SearchState) -> tuple[str, list[str], str]:
    """What is said to be found, the addresses of the hits, and the last page."""
    page = BeautifulSoup(client.get(f"/search?{state.query_string()}").text, "lxml")
    hits = [str(link["href"]) for link in page.select(".hit .path a")]
    numbers = [each.text for each in page.select(".pager a, .pager strong") if each.text.isdigit()]
    heading = page.select_one("h1")
    assert heading is not None
    return (
        heading.text,
        [href.partition("?")[0] + "#" + href.partition("#")[2] for href in hits],
        (numbers or ["1"])[-1],
    )


@pytest.mark.parametrize("query", [*QUERIES, *MORE])
def test_one_truth(client: FlaskClient, corpus: Corpus, sample_index: Path, query: str) -> None:
    for given in STATES:
        state = state_of(query, given)
        expected = by_module(corpus, state)
        assert of_json(client.get(f"/api/search?{state.query_string()}").json) == expected, given
        assert of_json(by_command(sample_index, state)) == expected, given
        said, urls, last = by_page(client, state)
        nearest = not expected["total"] and expected["hits"]
        counted = f"找到 {expected['total']} 段，出自 {expected['speeches']} 篇"
        assert said.startswith("最相近的 ") if nearest else said == counted, given
        assert list(map(unquote, urls)) == [unquote(url) for url, _, _ in expected["hits"]], given
        assert int(last) == expected["pages"], given


@pytest.mark.parametrize("query", [*QUERIES, *MORE])
def test_all_hits_are_those_of_all_pages(corpus: Corpus, query: str) -> None:
    for given in STATES:
        state = state_of(query, given)
        pages = state.run(corpus).pages
        turned = [hit for page in range(1, pages + 1) for hit in state.changed(page=page).run(corpus).hits]
        assert list(corpus.hits(query, **state.options())) == turned, given
