"""What pages of searches have alike: with the text of one filled in, it is what is made of that search by itself."""

from dataclasses import fields
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from searchui.web import create_app
from searchui.web.fragments import search_frame
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.frame import _made, framed
from searchui.web.fragments.search_frame import SearchFrame
from searchui.web.request.links import Texts
from searchui.web.request.parameter_types import Args
from searchui.web.request.search_state import ResultsState, SearchState
from searchui.web.request.urls import LinksTo, with_query
from searchui.web.views.speech import way_back
from tests.searchui.web.test_search_state import STATES

WRITTEN = st.sampled_from(["发展", '"a&b=c"', "'><script>", "%2F +#?", "&lt;", "\x00", "0"]) | st.text(
    min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def app(sample_index: Path) -> Flask:
    return create_app(sample_index)


def results_state(state: SearchState, facet: str) -> ResultsState:
    return ResultsState(**{each.name: getattr(state, each.name) for each in fields(state)}, facet=facet)


@settings(max_examples=25)
@given(
    STATES, WRITTEN, st.lists(WRITTEN, max_size=3, unique=True), st.booleans(), st.sampled_from(["", "year"]), st.data()
)
def test_a_frame_that_is_filled_in_is_what_is_made_of_the_search(
    app: Flask, state: SearchState, q: str, texts: list[str], both: bool, facet: str, data: st.DataObject
) -> None:
    asked = Texts(tuple(texts), len(texts) == 1, len(texts) == 1 and both)
    own = results_state(state, facet).changed(q=q)
    phrase = data.draw(WRITTEN)
    values = ["", "\0", quote_plus(phrase)]
    with app.test_request_context("/search"):
        for make in (search_frame._parts, search_frame._of_card):
            alone = _made(make, search_frame._Shape(own, asked), "zh", "").filled(values)
            shape, filled = search_frame._shape(own, asked), search_frame._values(q, asked, phrase)
            assert framed(make, shape, filled) == alone


@settings(max_examples=25)
@given(STATES, WRITTEN, st.integers(1, 99))
def test_pages_and_ways_back_are_those_of_the_search(app: Flask, state: SearchState, q: str, number: int) -> None:
    own = results_state(state, "").changed(q=q, page=state.page)
    with app.test_request_context("/search"):
        frame, to = SearchFrame(own, Texts((), is_one=False, has_variants=False)), LinksTo("pages.search")
        assert frame.page_url(number) == escaped(to(own, page=number))
        reached = app.test_request_context(with_query("/speech/a#p1", frame["in speech"].replace("&amp;", "&")))
    args = reached.request.args
    asked = SearchState.asked_from(args)
    assert asked == SearchState.asked_from(own_args(app, own))
    assert ("back" in args) == (own.asked() != own)
    back = app.test_request_context(f"/search?{way_back(asked, args.get('back', ''))}").request.args
    assert ResultsState.from_args(back) == own.changed(q=asked.q, page=own.page)


def own_args(app: Flask, state: ResultsState) -> Args:
    return app.test_request_context(f"/search?{state.query_string()}").request.args


def test_languages_and_places_of_the_site_have_frames_of_their_own(app: Flask) -> None:
    state, asked = ResultsState(q="发展"), Texts(("发展",), is_one=True, has_variants=True)
    made = {}
    for language, root in (("zh", ""), ("en", ""), ("zh", "/under"), ("zh-Hant", "")):
        with app.test_request_context(f"/search?lang={language}", f"http://localhost{root}"):
            made[language, root] = SearchFrame(state, asked)["views"]
    assert len(set(made.values())) == len(made)
    assert "/under/search" not in made["zh", ""]
    assert made["zh", "/under"] == made["zh", ""].replace('href="/', 'href="/under/')
