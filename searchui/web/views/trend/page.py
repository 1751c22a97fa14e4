"""The page of trends: some phrases by year, month or speaker, as a picture and as a table."""

from collections.abc import Callable, Sequence
from functools import cache

from flask import Blueprint, render_template, request

from indexer.i18n import Message, n_
from searchui.search import Corpus, Nearby, Trend
from searchui.search.filters.facet import FACETS
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics.base import MIN_CHARACTERS, MIN_SPEECHES
from searchui.search.statistics.trend import Bucket, By, Course, Point, by_of
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import url_of
from searchui.web.request.parameters import QUERY
from searchui.web.request.search_state import SearchState
from searchui.web.request.trend_state import MEASURES, TrendState, is_of_texts
from searchui.web.request.urls import LinksTo
from searchui.web.views.trend.axis import Gap, rows_of
from searchui.web.views.trend.chart import MARKS
from searchui.web.views.trend.picture import (
    MAX_DRAWN_SPEAKERS,
    LinesUrl,
    drawn_speakers,
    format_value,
    picture_of,
    used_places,
    value_of,
)

trends = Blueprint("trends", __name__)

MAX_LISTED_SPEAKERS = 200


@trends.get("/trend")
@page_takes(*TrendState.parameters())
def trend() -> str:
    state = TrendState.from_args(request.args)
    by_of(state.by)  # also where nothing is asked yet
    opened = live_corpus()
    made = None
    if state.phrases:
        with timed_query() as notes:
            made = state.run(opened)
            notes.hits = sum(course.whole.occurrences for course in made.courses)
            made = made.by_speaker(state.measure) if state.by == By.SPEAKER else made
    lines_url = _lines_urls(state)
    used = used_places(made) if made else []
    only = state.search(state.phrases[0]) if len(state.phrases) == 1 else None
    return render_template(
        "trend/trend.html",
        state=only or SearchState(filters=state.filters),
        asked=state,
        trend=made,
        told_whole=all(map(is_of_texts, request.args.getlist(QUERY.name))),
        picture=picture_of(state, made, lines_url) if made else None,
        rows=_rows(state, made) if made else (),
        point_of=_points(made) if made else None,
        used=len(used),
        too_few=len(used) - len(drawn_speakers(state, made)) if made and state.by == By.SPEAKER else 0,
        base={"speeches": MIN_SPEECHES, "characters": MIN_CHARACTERS},
        absent=[course.phrase for course in made.courses if not course.whole.occurrences] if made else [],
        nearby=[_nearby(state, course.phrase, opened) for course in made.courses] if made and not used else [],
        nearby_url=lambda each: LinksTo("trends.trend")(state.changed(phrases=(each.text,))),
        spread=opened.spread(state.filters),
        years=_chosen_years(state),
        is_gap=lambda row: isinstance(row, Gap),
        lines_url=lines_url,
        figure=lambda point: format_value(value_of(point, state.measure), state.measure),
        to=LinksTo("trends.trend"),
        ways=[by.value for by in By],
        measures=MEASURES,
        facets=FACETS,
        most=MAX_PHRASES,
        listed=MAX_LISTED_SPEAKERS,
        drawn=MAX_DRAWN_SPEAKERS,
        marks=MARKS,
        examples=tuple(opened.set_phrases()),
        left_out_words=left_out_words,
        left_out_url=_left_out_url(state),
    )


def _rows(state: TrendState, trend: Trend) -> Sequence[Bucket | Gap]:
    """Every year or month; of the speakers those who use any of the phrases, but for very many."""
    if state.by == By.SPEAKER:
        return [trend.buckets[place] for place in used_places(trend)[:MAX_LISTED_SPEAKERS]]
    return rows_of(trend.buckets, state.by)


def _points(trend: Trend) -> Callable[[Course, str], Point]:
    """The point of a phrase at a bucket, by its name."""
    places = {bucket.name: place for place, bucket in enumerate(trend.buckets)}
    return lambda course, name: course.points[places[name]]


def _nearby(state: TrendState, phrase: str, opened: Corpus) -> tuple[str, Sequence[Nearby]]:
    """A phrase that is not there, and what the corpus has that differs little from it."""
    query = quote_phrase(phrase)
    return phrase, opened.search(query, match_options=state.match_options).nearby if query else ()


def _chosen_years(state: TrendState) -> str:
    """The year or the range of years that is chosen, where it is one."""
    years = state.filters.of("year")
    return str(years[0]) if len(years) == 1 else ""


def _lines_urls(state: TrendState) -> LinesUrl:
    """To the lines behind a number, empty where there is no such search: the picture and the table ask for each."""
    to_search = LinksTo("pages.search")

    @cache
    def url(phrase: str, bucket: str = "") -> str:
        search = state.search(phrase, bucket)
        return to_search(search) if search else ""

    return url


def _left_out_url(state: TrendState) -> str:
    """To what is left out, where a filter can tell it: years and speakers that are not known."""
    if state.by == By.MONTH or state.filters.of(state.by):
        return ""
    return url_of("pages.search", state.whole_search().toggled(state.by, None))


def left_out_words(by: str, count: int) -> Message:
    """How many speeches a trend leaves out, and why."""
    match By(by):
        case By.YEAR:
            return n_("另有 {n} 篇日期不详，没有列入", count)
        case By.MONTH:
            return n_("另有 {n} 篇不知是几月，没有列入", count)
        case By.SPEAKER:
            return n_("另有 {n} 篇没有列入，或只列入一部分，因为不知是谁讲的", count)
