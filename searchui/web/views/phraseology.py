"""The pages about usage: words around a phrase, two parts of the corpus compared, what is said again and again."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Blueprint, render_template, request, url_for

from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quoted
from searchui.search.results.hit import Mention
from searchui.search.statistics.collocation import LARGEST_WINDOW, Order
from searchui.search.statistics.keyness import LARGEST
from searchui.search.statistics.ngram import LONGEST, SHORTEST
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import asking
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.phraseology_state import AroundState, CompareState, RepeatedState
from searchui.web.request.search_state import SearchState
from searchui.web.views.pager import pager

usage = Blueprint("usage", __name__)

CHOICES = 200  # values of a facet to choose from
MOST_LISTED = 500  # rows of a page


class _State(Protocol):
    def query_string(self) -> str:
        """Its parameters."""


@usage.get("/around")
@page_takes(*AroundState.parameters())
def around() -> str:
    state, opened = AroundState.from_args(request.args), live_corpus()
    if not state.phrase:
        return render_template("around.html", around=state, found=None, beside=None)
    with asking() as note:
        found = state.run(opened)
        beside = state.beside(opened) if state.word else None
        note.hits = found.total
    return render_template(
        "around.html",
        state=state.search(),
        around=state,
        found=found,
        beside=beside,
        spread=opened.spread(state.narrowing, state.phrase, state.manner),
        facets=FACETS,
        to=_links("usage.around"),
        search_url=_links("pages.search"),
        sorts=[order.value for order in Order],
        windows=range(1, LARGEST_WINDOW + 1),
        most_rows=MOST_LISTED,
        pager=pager(beside.page, beside.pages) if beside else (),
        hit_url=_marked_at(state),
    )


@usage.get("/compare")
@page_takes(*CompareState.parameters())
def compare() -> str:
    state, opened = CompareState.from_args(request.args), live_corpus()
    with asking() as note:
        found = state.run(opened) if state.is_chosen else None
        note.hits = len(found.more) + len(found.less) if found else None
    return render_template(
        "compare.html",
        compare=state,
        found=found,
        choices=_choices(opened.spread(), state.a, state.b),
        facets=FACETS,
        sizes=range(1, LARGEST + 1),
        to=_links("usage.compare"),
        lines_url=_lines,
        most_rows=MOST_LISTED,
    )


@usage.get("/ngrams")
@page_takes(*RepeatedState.parameters())
def ngrams() -> str:
    state, opened = RepeatedState.from_args(request.args), live_corpus()
    with asking() as note:
        found = state.run(opened)
        note.hits = found.total
    return render_template(
        "ngrams.html",
        repeated=state,
        found=found,
        spread=opened.spread(state.narrowing),
        facets=FACETS,
        lengths=range(SHORTEST, LONGEST + 1),
        to=_links("usage.ngrams"),
        lines_url=_lines,
        most_rows=MOST_LISTED,
    )


def _links(endpoint: str) -> Callable[[_State], str]:
    path = url_for(endpoint)
    return lambda state: f"{path}?{state.query_string()}"


def _lines(text: str, narrowing: Filters) -> str:
    """The search for a text as it stands, in a part of the corpus."""
    return _links("pages.search")(SearchState(q=quoted(text) or text, narrowing=narrowing))


def _marked_at(state: AroundState) -> Callable[[Mention], str]:
    """To a paragraph in its speech, with the phrase marked there."""
    asked = state.search().asked().query_string()

    def url(mention: Mention) -> str:
        path, anchor = mention.url.split("#")
        return f"{path}?{asked}#{anchor}"

    return url


def _choices(spread: Mapping[str, Mapping[Any, int]], *chosen: Filters) -> dict[str, list[Any]]:
    """The values of each facet to choose from: those with the most paragraphs, and those that are chosen."""
    return {
        facet: list(dict.fromkeys([*list(spread[facet])[:CHOICES], *(v for one in chosen for v in one.of(facet))]))
        for facet in FACETS
    }
