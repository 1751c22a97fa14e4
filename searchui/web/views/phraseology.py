"""The pages of phraseology: words around a phrase, two parts of the corpus compared, runs of words that come again."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request

from indexer.store.speech_catalogue import Entry
from searchui.search import Corpus
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.hit import Mention
from searchui.search.statistics.words.association_measures import SIGNIFICANT, SURE
from searchui.search.statistics.words.keyness import too_little
from searchui.search.statistics.words.ngram import MAX_WORDS, MIN_WORDS, NEARLY_ALWAYS
from searchui.search.statistics.words.subcorpus import MAX_RUN
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.labels import LABELS
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import page_numbers, url_of
from searchui.web.request.phraseology_state import CollocationState, KeynessState, NgramState
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import LinksTo, with_query

phraseology = Blueprint("phraseology", __name__)

CHOICES = 200  # values of a facet to choose from
MAX_LISTED = 500  # rows of a page
MEASURES = {"sure": SURE, "significant": SIGNIFICANT}  # what is said of likelihoods


@phraseology.get("/around")
@page_takes(*CollocationState.parameters())
def around() -> str:
    state, opened = CollocationState.from_args(request.args), live_corpus()
    if not state.phrase:
        return render_template("phraseology/around.html", around=state, found=None, beside=None)
    with timed_query() as notes:
        found = state.run(opened)
        beside = state.beside(opened) if state.word else None
        notes.hits = found.total
    return render_template(
        "phraseology/around.html",
        state=state.search(),
        around=state,
        found=found,
        beside=beside,
        spread=opened.spread(state.filters, state.phrase, state.match_options),
        facets=FACETS,
        to=LinksTo("phraseology.around"),
        search_url=LinksTo("pages.search"),
        most_rows=MAX_LISTED,
        **MEASURES,
        pager_numbers=page_numbers(beside.page, beside.pages) if beside else (),
        hit_url=_marked_at(state),
    )


@phraseology.get("/compare")
@page_takes(*KeynessState.parameters())
def compare() -> str:
    state, opened = KeynessState.from_args(request.args), live_corpus()
    with timed_query() as notes:
        found = state.run(opened) if state.is_chosen else None
        notes.hits = found.rows if found else None
    return render_template(
        "phraseology/compare.html",
        compare=state,
        found=found,
        choices=_choices(opened.spread(), state.a, state.b),
        speeches=_speeches(opened, *state.a_speeches, *state.b_speeches),
        chosen_a=[opened.entry(one) for one in state.a_speeches],
        chosen_b=[opened.entry(one) for one in state.b_speeches],
        facets=FACETS,
        sizes=range(1, MAX_RUN + 1),
        label_of=lambda kind, name: LABELS[kind][name],
        too_little=too_little,
        nearly_always=NEARLY_ALWAYS,
        **MEASURES,
        to=LinksTo("phraseology.compare"),
        lines_url=_lines,
        most_rows=MAX_LISTED,
    )


@phraseology.get("/ngrams")
@page_takes(*NgramState.parameters())
def ngrams() -> str:
    state, opened = NgramState.from_args(request.args), live_corpus()
    with timed_query() as notes:
        found = state.run(opened)
        notes.hits = found.total
    return render_template(
        "phraseology/ngrams.html",
        repeated=state,
        found=found,
        spread=opened.spread(state.filters),
        facets=FACETS,
        lengths=range(MIN_WORDS, MAX_WORDS + 1),
        nearly_always=NEARLY_ALWAYS,
        to=LinksTo("phraseology.ngrams"),
        lines_url=_lines,
        most_rows=MAX_LISTED,
    )


def _lines(text: str, filters: Filters) -> str:
    """The search for a text as it stands, in a part of the corpus."""
    return url_of("pages.search", SearchState(q=quote_phrase(text) or text, filters=filters))


def _marked_at(state: CollocationState) -> Callable[[Mention], str]:
    """To a paragraph in its speech, with the phrase marked there."""
    asked = state.search().asked().query_string()

    return lambda mention: with_query(mention.url, asked)


def _speeches(opened: Corpus, *chosen: str) -> list[Entry]:
    """The speeches to choose from: the newest, and those that are chosen."""
    every = opened.speeches()[::-1]
    return [one for place, one in enumerate(every) if place < CHOICES or one.id in chosen]


def _choices(spread: Mapping[str, Mapping[Any, int]], *chosen: Filters) -> dict[str, list[Any]]:
    """The values of each facet to choose from: those with the most paragraphs, and those that are chosen."""
    return {
        facet: list(dict.fromkeys([*list(spread[facet])[:CHOICES], *(v for one in chosen for v in one.of(facet))]))
        for facet in FACETS
    }
