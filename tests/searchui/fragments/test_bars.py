"""Rows of facets: each leads where the state says, says what was counted, and escapes what a file says."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from searchui.search.filters.facet import FACETS, Value
from searchui.search.filters.facets import FacetCounts
from searchui.search.filters.filters import Filters
from searchui.search.filters.number_range import NumberRange
from searchui.web import create_app
from searchui.web.fragments.bars import FacetLinks, bar_row, facet_rows, first_rows
from searchui.web.request.search_state import ResultsState
from searchui.web.request.urls import LinksTo
from tests.searchui.web.test_search_state import STATES

NAMES = st.sampled_from(["唐某", "none", "a&b=c", '"><script>', "'", "%2F +#?", "2024", "&lt;", "\x00"]) | st.text(
    max_size=6
)
YEARS = st.integers(0, 3000)


@pytest.fixture(scope="module")
def app(sample_index: Path) -> Flask:
    return create_app(sample_index)


@given(st.data(), STATES)
def test_a_row_leads_to_the_state_with_its_value_chosen_or_not(app: Flask, data: st.DataObject, state: object) -> None:
    facet = data.draw(st.sampled_from(list(FACETS)))
    values = YEARS if FACETS[facet].kind is int else NAMES
    ranges = st.builds(NumberRange, YEARS, st.none()) if FACETS[facet].kind is int else st.nothing()
    chosen = data.draw(st.lists(values | st.none() | ranges, max_size=3, unique=True))
    filters = Filters(**{**state.filters.selected(), facet: chosen})  # type: ignore[attr-defined]
    asked = ResultsState(q=data.draw(NAMES), filters=filters, sort="newest", page=3, facet=facet)
    rows = data.draw(st.lists(st.tuples(values | st.none(), st.integers(1, 10**6)), max_size=5))
    with app.test_request_context("/search"):
        to = LinksTo("pages.search")
        made = facet_rows(FacetLinks(to, asked), facet, rows, 10**6)
        links = BeautifulSoup(f"<ul>{made}</ul>".replace("\x00", "\ufffd"), "html.parser").select("li > a")
        assert [link["href"] for link in links] == [to(asked.toggled(facet, value)) for value, _ in rows]
        assert [link.select(".count")[0].text for link in links] == [f"{count:,}" for _, count in rows]
        assert [link.has_attr("aria-current") for link in links] == [value in chosen for value, _ in rows]
        assert [link.select(".name")[0].text for link in links] == [_shown(value) for value, _ in rows]


def _shown(value: Value) -> str:
    return "不详" if value is None else str(value).replace("\x00", "\ufffd")


def test_everything_of_a_row_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        row = bar_row('/?q="><b>', "<i>", 1, 2, label='"><u>')
    assert not {"<b>", "<i>", "<u>"} & {f"<{element.name}>" for element in BeautifulSoup(row, "html.parser").find_all()}


def counts(totals: Sequence[int], unknown: int) -> FacetCounts:
    order = sorted(range(len(totals)), key=lambda place: -totals[place])
    codes = np.array(order, dtype=np.int64)
    return FacetCounts([f"名{place}" for place in range(len(totals))], codes, np.array(totals)[codes], unknown)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 5), st.data())
def test_the_first_values_are_listed_and_those_that_are_chosen(
    totals: list[int], unknown: int, data: st.DataObject
) -> None:
    found, most = counts(totals, unknown), data.draw(st.integers(0, 12))
    chosen = data.draw(st.lists(st.sampled_from([*found, "没有这个"]), max_size=3))
    listed = first_rows(found, chosen, most)
    assert all(found[value] == count for value, count in listed)
    wanted = [value for place, value in enumerate(found) if place < most or value in chosen or value is None]
    assert [value for value, _ in listed] == wanted
    assert found.largest == max(found.values())
    assert (len(found), found.known) == (len(dict(found)), len(totals))
