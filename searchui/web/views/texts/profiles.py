"""What there is of a speaker and of an occasion, each on a page that can be followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from searchui.search.browsing.profile import Profile
from searchui.search.filters.filters import Filters
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics.base import MIN_CHARACTERS, MIN_SPEECHES
from searchui.search.statistics.words.keyness import KeyWord
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.bars import FacetLinks
from searchui.web.fragments.facet_lists import year_list
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_number as n_
from searchui.web.request.kept_pages import kept
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import speeches_feed_url, speeches_url, url_of
from searchui.web.request.phraseology_state import KeynessState
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.speeches_state import OccasionState, SpeakerState, SpeechesState
from searchui.web.request.urls import LinksTo

profiles = Blueprint("profiles", __name__)

LISTED = 12  # values of a facet
WHOLE = 10  # from how many times on no fraction of one is told


@profiles.get("/speaker")
@page_takes(*SpeakerState.parameters())
@kept
def speaker() -> str:
    return _page(_found(SpeakerState.from_args(request.args)), "speaker", "occasion")


@profiles.get("/occasion")
@page_takes(*OccasionState.parameters())
@kept
def occasion() -> str:
    return _page(_found(OccasionState.from_args(request.args)), "occasion", "speaker")


def _found(asked: SpeakerState | OccasionState) -> Profile:
    with timed_query() as notes:
        found = asked.run(live_corpus())
        notes.hits = found.speeches
    return found


def _page(found: Profile, facet: str, other: str) -> str:
    """That of a value of a facet; `other` is that whose values have pages of their own as well."""
    filters = Filters(**{facet: [found.name]})
    asked, to = SpeechesState(filters=filters), LinksTo("speeches.listed")
    return render_template(
        f"browsing/{facet}.html",
        facet=facet,
        found=found,
        asked=asked,
        kept=SearchState(filters=filters).pairs(without=("q",)),
        years=year_list(FacetLinks(to, asked), found.facets["year"]),
        others=found.facets[other].first(LISTED),
        all_others=url_of("speeches.listed", asked.changed(facet=other)),
        genres=found.facets["genre"],
        to=to,
        all_url=speeches_url(filters),
        feed_url=speeches_feed_url(filters),
        compare_url=url_of("phraseology.compare", KeynessState(a=filters)),
        base={"speeches": MIN_SPEECHES, "characters": MIN_CHARACTERS},
        words=_words(found.key_words or (), filters),
    )


@dataclass(frozen=True, slots=True)
class MarkingWord:
    """A word, the address of where it is said here, and how often that is, also against all else."""

    text: str
    url: str
    told: str


def _words(rows: Sequence[KeyWord], filters: Filters) -> list[MarkingWord]:
    to, asked = LinksTo("pages.search"), SearchState(filters=filters)
    return [MarkingWord(row.text, to(asked, q=quote_phrase(row.text) or row.text), _told(row)) for row in rows]


def _told(row: KeyWord) -> str:
    count = n_("{n:,} 次", row.count)
    if not row.other:
        return _("{count}，别处没有", count=count)
    ratio = 2**row.log_ratio
    times = f"{ratio:,.0f}" if ratio >= WHOLE else f"{ratio:.1f}"
    return _("{count}，是别处的 {times} 倍", count=count, times=times)
