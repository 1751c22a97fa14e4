"""The pages for browsing: all speeches, and what there is of a speaker or an occasion."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.filters.facet import FACETS
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.facet_lists import facet_lists
from searchui.web.i18n.translations import translated as _
from searchui.web.request.kept_pages import kept
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import occasion_url, page_numbers, speaker_url, speeches_feed_url
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
        lists=facet_lists(state, found.facets, to, state.unfolded, decades=True),
        facets=FACETS,
        sorts=[sort.value for sort in SpeechSort],
        numbers=page_numbers(found.page, found.pages),
        kept=state.pairs(without=("sort", "per_page", "page", "facet")),
        feed_url=speeches_feed_url(state.filters),
        profile=_profile(state),
    )


@dataclass(frozen=True, slots=True)
class ProfileLink:
    """To what there is of the one speaker, or the one occasion, that a list is narrowed to."""

    url: str
    text: str


def _profile(state: SpeechesState) -> ProfileLink | None:
    speakers, occasions = (_names(state.filters.of(facet)) for facet in ("speaker", "occasion"))
    if len(speakers) == 1:
        return ProfileLink(speaker_url(speakers[0]), _("{name}：何时、在哪些场合、常说什么", name=speakers[0]))
    if len(occasions) == 1:
        return ProfileLink(occasion_url(occasions[0]), _("这个场合：历次、谁讲、说些什么"))
    return None


def _names(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
