"""The page of variants: what differs from a wording by a word or a few characters, year by year, and the sentences that show it."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from markupsafe import Markup

from indexer.model import Span
from indexer.store.phrasings import Phrasing
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.hit import Mention
from searchui.search.statistics import DEFAULT_VARIANTS, MAX_VARIANTS
from searchui.search.variants.variant import KINDS, Use, Variants, Wording
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.marks import mark_snippet
from searchui.web.fragments.year_bars import year_bars
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import url_of
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import LinksTo, with_query
from searchui.web.request.variants_state import VariantsState

variants = Blueprint("variants", __name__)

MAX_QUOTED = 72  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Peak:
    """The year in which a wording is used most, the first of several; and how often."""

    year: str
    count: int


@variants.get("/variants")
@page_takes(*VariantsState.parameters())
def page() -> str:
    state, opened = VariantsState.from_args(request.args), live_corpus()
    if not state.phrase:
        examples = tuple(opened.set_phrases())
        return render_template("variants/variants.html", asked=state, found=None, examples=examples)
    with timed_query() as notes:
        found = state.run(opened)
        notes.hits = found.phrase.occurrences
    return render_template(
        "variants/variants.html",
        state=state.search(),
        asked=state,
        found=found,
        kinds=KINDS,
        to=LinksTo("variants.page"),
        most=MAX_VARIANTS,
        is_first=state.limit == DEFAULT_VARIANTS,
        bars=lambda one: year_bars(found.years, one.by_year, one.text),
        peak=lambda one: _peak(found, one),
        line=lambda one: _line(found.phrase, one),
        lines_url=lambda text: url_of("pages.search", SearchState(q=quote_phrase(text) or text)),
        variants_url=lambda text: url_of("variants.page", VariantsState(phrase=text)),
        place_url=_place_url,
        sentence=_sentence,
    )


def _peak(found: Variants, one: Wording) -> Peak | None:
    most = max(one.by_year, default=0)
    return Peak(found.years[one.by_year.index(most)].name, most) if most else None


def _line(phrase: Wording, other: Wording) -> str:
    """The line of the list of outdated wordings that would have the earlier of two, and the later one since its first use.

    Empty where the two cannot be told apart by date.
    """
    dates = [one.first.date for one in (phrase, other) if one.first]
    if len(dates) < 2 or not all(dates):
        return ""
    first, second = (date.key for date in dates if date)
    if first == second:
        return ""
    old, new = (phrase, other) if first < second else (other, phrase)
    since = str(new.first.date.year) if new.first and new.first.date else ""
    return Phrasing(old.text, new.text, since).line


def _place_url(mention: Mention, text: str) -> str:
    """To a paragraph in its speech, with a wording marked there."""
    return with_query(mention.url, SearchState(q=quote_phrase(text) or text).query_string())


def _sentence(use: Use) -> Markup:
    """A sentence with its wording marked, cut where it is long."""
    start = use.span.start
    text = use.mention.paragraph.text[start : use.span.end].rstrip()
    return mark_snippet(text, [Span(use.highlight.start - start, use.highlight.end - start)], MAX_QUOTED)
