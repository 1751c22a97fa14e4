"""The pages for browsing: all speeches, and what there is of a speaker or an occasion."""

from flask import Blueprint, render_template, request

from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.filters.facet import FACETS
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.bars import FacetLinks
from searchui.web.fragments.elements import profile_link
from searchui.web.fragments.facet_lists import facet_lists
from searchui.web.request.kept_pages import kept
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import page_numbers, speeches_feed_url
from searchui.web.request.texts.speeches_state import SpeechesState
from searchui.web.request.urls import LinksTo

speeches = Blueprint("speeches", __name__)


@speeches.get("/speeches")
@page_takes(*SpeechesState.parameters())
@kept
def listed() -> str:
    state, to = SpeechesState.from_args(request.args), LinksTo("speeches.listed")
    with timed_query() as notes:
        found = state.run(live_corpus())
        notes.hits = found.total
    return render_template(
        "browsing/speeches.html",
        asked=state,
        found=found,
        to=to,
        lists=facet_lists(FacetLinks(to, state), found.facets, state.unfolded, decades=True),
        facets=FACETS,
        sorts=[sort.value for sort in SpeechSort],
        numbers=page_numbers(found.page, found.pages),
        kept=state.pairs(without=("sort", "per_page", "page", "facet")),
        feed_url=speeches_feed_url(state.filters),
        profile=profile_link(state.filters),
    )
