"""The pages: home and results."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request

from indexer.engine.query import Phrase, Proximity, Query
from searchui.search import Card, Corpus, Page, read_query
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.query.match_options import apply_match_options
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.nearest import SentenceMatch
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.results_page import Results, results_page
from searchui.web.fragments.skeleton import fill
from searchui.web.fragments.year_bars import speeches_by_year, year_span
from searchui.web.request.concordance_state import ConcordanceState
from searchui.web.request.kept_pages import kept
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import speeches_url, url_of
from searchui.web.request.search_state import CardState, ResultsState, SearchState
from searchui.web.request.texts.examples import examples
from searchui.web.request.urls import LinksTo, with_query

pages = Blueprint("pages", __name__)

EXAMPLES = 3
LATEST = 5  # speeches on the home page
QUOTES = dict.fromkeys(map(ord, '"＂“”„‟〝〞「」『』'), " ")


@pages.get("/")
@page_takes()
@kept
def home() -> str:
    return _home()


def _home() -> str:
    opened = live_corpus()
    listed = opened.list_speeches(per_page=LATEST)
    return render_template(
        "search/home.html",
        state=SearchState(),
        manifest=opened.manifest,
        years=year_span(listed.facets["year"]),
        picture=speeches_by_year(listed.facets["year"]),
        examples=opened.set_phrases(EXAMPLES),
        latest=listed.speeches,
        views=examples(opened),
    )


@pages.get("/search")
@page_takes(*ResultsState.parameters())
@kept
def search() -> str:
    state = ResultsState.from_args(request.args)
    if not state.q.strip():
        if state.filters != NO_FILTERS:
            abort(redirect(speeches_url(state.filters)))
        return _home()
    opened = live_corpus()
    with timed_query() as notes:
        page = state.run(opened)
        notes.hits = page.total
    written = read_query(state.q)
    verbatim = page.verbatim if page.page == 1 else None
    results = Results(
        state=state,
        corpus_state=opened.state,
        page=page,
        written=written,
        to=LinksTo("pages.search"),
        unfolded=state.unfolded,
        has_phrase=_has_phrase(written),
        expanded=page.query != apply_match_options(written, state.match_options, state.q) or not state.synonyms,
        unquoted=_unquoted(state, written),
        crossing_url=_crossing_url(state, page),
        source_url=_source_url,
        verbatim=verbatim,
        nearest=page.nearest if page.page == 1 or not page.total else None,
        card=_card(state, verbatim.text if verbatim else None, page, opened),
        examples=opened.set_phrases(EXAMPLES),
    )
    return fill("search/results.html", results_page(results))


def _card(state: SearchState, verbatim: str | None, page: Page, opened: Corpus) -> Card | None:
    """The card of what is searched for, where that is one phrase and nothing else, or stands to the letter."""
    if page.page > 1 or not (page.total or page.crossing or verbatim):
        return None
    if verbatim:
        return CardState(phrase=verbatim, filters=state.filters).run(opened)
    if not isinstance(page.query, Phrase):
        return None
    return CardState(phrase=page.query.text, filters=state.filters, match_options=state.match_options).run(opened)


def _source_url(one: SentenceMatch) -> str:
    """To a sentence in its speech, marked there."""
    asked = SearchState(q=quote_phrase(one.source_text) or "")
    return with_query(one.mention.url, asked.query_string()) if one.mention else ""


def _crossing_url(state: SearchState, page: Page) -> str:
    """To the places where the phrase crosses from one paragraph to the next; empty where there are none."""
    asked = ConcordanceState.of(state).with_phrase_of_query() if page.crossing else None
    return url_of("concordance.kwic", asked.changed(crossing=True)) if asked else ""


def _unquoted(state: ResultsState, query: Query) -> ResultsState | None:
    """The same search by words, where the query has quoted phrases; those with ~ would be no words."""
    if not _has_phrase(query) or any(isinstance(leaf, Proximity) for leaf in query.positive_leaves()):
        return None
    return replace(state, q=" ".join(state.q.translate(QUOTES).split()), page=1)


def _has_phrase(query: Query) -> bool:
    return any(isinstance(leaf, Phrase) for leaf in query.positive_leaves())
