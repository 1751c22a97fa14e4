"""The state of a search: the address holds all of it, and every link and form keeps what it does not change."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from searchui import MatchOptions
from searchui.search.filters.facet import is_unknown
from searchui.search.filters.filters import Filters
from searchui.web import create_app
from searchui.web.request.search_state import SearchState

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8)
NAMES = TEXTS.filter(lambda text: not is_unknown(text))  # no speech has a value that is a word for none
SWITCH = st.booleans()
STATES = st.builds(
    SearchState,
    q=TEXTS,
    page=st.integers(1, 99),
    per_page=st.integers(1, 100),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    filters=st.builds(
        Filters,
        year=st.lists(st.none() | st.integers(0, 3000), max_size=3).map(tuple),
        **{name: st.lists(st.none() | NAMES, max_size=3).map(tuple) for name in ("speaker", "occasion", "genre")},
    ),
    synonyms=SWITCH,
    match_options=st.builds(MatchOptions, exact=SWITCH, loose=SWITCH, numbers=SWITCH),
    collapse=SWITCH,
    explain=SWITCH,
    group=st.sampled_from(["paragraph", "speech"]),
)
FULL = SearchState(
    q="“发展”",
    per_page=2,
    sort="newest",
    filters=Filters(year=(2024, 2025), genre=("讲话",)),
    synonyms=False,
    match_options=MatchOptions(loose=True),
    collapse=False,
    explain=True,
    group="speech",
)
KEPT = ("q", "per_page", "sort", "filters", "synonyms", "match_options", "collapse", "explain", "group")


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def read(query: str) -> SearchState:
    return SearchState.from_args(MultiDict(parse_qsl(query, keep_blank_values=True)))


@given(STATES)
def test_an_address_holds_the_whole_state(state: SearchState) -> None:
    assert read(state.query_string()) == state


@given(STATES)
def test_a_form_keeps_all_but_query_and_page(state: SearchState) -> None:
    pairs = [("q", "别的"), *((name, str(value)) for name, value in state.kept())]
    assert SearchState.from_args(MultiDict(pairs)) == replace(state, q="别的", page=1)


def test_links_and_forms_of_the_page_keep_the_state(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(f"/search?{FULL.query_string()}").text, "lxml")
    links = [str(link["href"]) for link in page.select("main a[href^='/search?']")]
    assert len(links) > 10
    for href in links:
        state = read(urlsplit(href).query)
        assert len([name for name in KEPT if getattr(state, name) != getattr(FULL, name)]) <= 1, href
    for form in page.select("form[action='/search']"):
        pairs = [(str(field["name"]), str(field["value"])) for field in form.select("input[name]")]
        assert SearchState.from_args(MultiDict(pairs)) == FULL
    for link in page.select("main .hit .path a, main .hit .facts a"):
        speech = BeautifulSoup(client.get(str(link["href"]).partition("#")[0]).text, "lxml")
        back = next(str(each["href"]) for each in speech.select("a[href^='/search?']") if "回到结果" in each.text)
        assert read(urlsplit(back).query) == FULL
    others = page.select(".languages a")
    assert len(others) > 1
    for other in others:
        assert read(urlsplit(str(other["href"])).query) == FULL


def test_many_values_of_a_facet_are_cut_and_can_be_written(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchui.web.fragments.facet_lists.MAX_ROWS", 13)
    forms = 0
    for name in ("speaker", "occasion"):
        page = BeautifulSoup(client.get(f"/search?q=的&sort=oldest&facet={name}").text, "lxml")
        for form in page.select("form.other"):
            assert form.select("input[name]")[-1]["name"] == name
            pairs = [(str(field["name"]), str(field.get("value", ""))) for field in form.select("input[name]")]
            assert SearchState.from_args(MultiDict(pairs)) == SearchState(q="的", sort="oldest")
            forms += 1
    assert forms
