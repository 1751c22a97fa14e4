"""The page of trends: some phrases by year, month or speaker, as a picture and as a table."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from flask import Blueprint, render_template, request
from markupsafe import Markup

from indexer.i18n import Message, _, n_, units
from searchui.search import Trend
from searchui.search.filters.facet import FACETS
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.statistics.trend import Bucket, By, Point
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.labels import LABELS
from searchui.web.i18n.translations import t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import QUERY
from searchui.web.request.search_state import SearchState
from searchui.web.request.trend_state import MEASURES, TrendState, is_of_texts
from searchui.web.views.links import links_to
from searchui.web.views.trend_axis import Gap, rows_of, scale_of
from searchui.web.views.trend_chart import MARKS, Dot, Picture, bars, lines

trends = Blueprint("trends", __name__)

MAX_DRAWN_SPEAKERS = 12
MAX_LISTED_SPEAKERS = 200
LinesUrl: TypeAlias = Callable[..., str]


@trends.get("/trend")
@page_takes(*TrendState.parameters())
def trend() -> str:
    state = TrendState.from_args(request.args)
    opened = live_corpus()
    made = None
    if state.phrases:
        with timed_query() as notes:
            made = state.run(opened)
            notes.hits = sum(course.whole.occurrences for course in made.courses)
    lines_url = _lines_urls(state)
    only = state.search(state.phrases[0]) if len(state.phrases) == 1 else None
    return render_template(
        "trend/trend.html",
        state=only or SearchState(filters=state.filters),
        asked=state,
        trend=made,
        told_whole=all(map(is_of_texts, request.args.getlist(QUERY.name))),
        picture=_picture(state, made, lines_url) if made and _is_drawable(state, made) else None,
        rows=_rows(state, made) if made else (),
        used=_count_used(made) if made else 0,
        is_gap=lambda row: isinstance(row, Gap),
        lines_url=lines_url,
        figure=lambda point: format_value(value_of(point, state.measure), state.measure),
        to=links_to("trends.trend"),
        ways=[by.value for by in By],
        measures=MEASURES,
        facets=FACETS,
        most=MAX_PHRASES,
        listed=MAX_LISTED_SPEAKERS,
        drawn=MAX_DRAWN_SPEAKERS,
        marks=MARKS,
        examples=opened.set_phrases(),
        left_out_words=left_out_words,
    )


def _is_drawable(state: TrendState, trend: Trend) -> bool:
    """Whether there is anything to draw: zeros over time are, speakers of whom none uses a phrase are not."""
    return bool(_count_used(trend) if state.by == By.SPEAKER else trend.buckets)


def _count_used(trend: Trend) -> int:
    """How many buckets use any of the phrases: of speakers, those at the beginning."""
    points = zip(*(course.points for course in trend.courses), strict=True)
    return sum(any(point.occurrences for point in each) for each in points)


def _rows(state: TrendState, trend: Trend) -> Sequence[Bucket | Gap]:
    """Every year or month; of the speakers those who use any of the phrases, but for very many."""
    if state.by == By.SPEAKER:
        return trend.buckets[: min(_count_used(trend), MAX_LISTED_SPEAKERS)]
    return rows_of(trend.buckets, state.by)


def _lines_urls(state: TrendState) -> LinesUrl:
    """To the lines behind a number, empty where there is no such search: the picture and the table ask for each."""
    to_search = links_to("pages.search")

    @cache
    def url(phrase: str, bucket: str = "") -> str:
        search = state.search(phrase, bucket)
        return to_search(search) if search else ""

    return url


def _picture(state: TrendState, trend: Trend, lines_url: LinesUrl) -> Markup:
    by_speaker = state.by == By.SPEAKER
    places = (
        trend.buckets[: min(_count_used(trend), MAX_DRAWN_SPEAKERS)]
        if by_speaker
        else scale_of(trend.buckets, state.by)
    )
    at = {bucket.name: place for place, bucket in enumerate(trend.buckets)}
    rows = [
        [
            _dot(state, course.phrase, place, course.points[at[place.name]], lines_url)
            if isinstance(place, Bucket)
            else None
            for place in places
        ]
        for course in trend.courses
    ]
    picture = Picture(
        title=t(_("{phrases}的趋势", phrases="、".join(state.phrases))),
        description=t(_picture_words(state)),
        names=[place.name for place in places],
        rows=rows,
        format=lambda value: format_value(value, state.measure, short=True),
    )
    return bars(picture) if by_speaker else lines(picture)


def _picture_words(state: TrendState) -> Message:
    measure = LABELS["measure"][state.measure]
    match By(state.by):
        case By.YEAR:
            return _("折线图：逐年的{measure}。各点的数都在下面的表里。", measure=measure)
        case By.MONTH:
            return _("折线图：逐月的{measure}。各点的数都在下面的表里。", measure=measure)
        case By.SPEAKER:
            return _("条形图：各位讲话人的{measure}。各条的数都在下面的表里。", measure=measure)


def left_out_words(by: str, count: int) -> Message:
    """How many speeches a trend leaves out, and why."""
    match By(by):
        case By.YEAR:
            return n_("另有 {n} 篇日期不详，没有列入", count)
        case By.MONTH:
            return n_("另有 {n} 篇不知是几月，没有列入", count)
        case By.SPEAKER:
            return n_("另有 {n} 篇没有列入，或只列入一部分，因为不知是谁讲的", count)


def _dot(state: TrendState, phrase: str, bucket: Bucket, point: Point, lines_url: LinesUrl) -> Dot | None:
    value = value_of(point, state.measure)
    if value is None:
        return None
    label = t(
        _(
            "{bucket} · {phrase}：{occurrences}，每万字 {per_10k} 次，{of}里的 {speeches} 篇",
            bucket=bucket.name,
            phrase=phrase,
            occurrences=units.occurrences(point.occurrences),
            per_10k=format_value(point.per_10k, "per_10k"),
            speeches=point.speeches,
            of=units.speeches(bucket.speeches),
        )
    )
    return Dot(value, label, lines_url(phrase, bucket.name))


def value_of(point: Point, measure: str) -> float | None:
    """What a point is in a measure."""
    value: float | None = getattr(point, measure)
    return value


def format_value(value: float | None, measure: str, *, short: bool = False) -> str:
    """A figure as a reader sees it; – where there is nothing to count against."""
    if value is None:
        return "–"
    if measure == "share":
        return f"{100 * value:.0f}%" if short else f"{100 * value:.1f}%"
    if measure == "occurrences":
        return f"{value:,.0f}" if value == int(value) else f"{value:g}"
    return f"{value:g}" if short else f"{value:.2f}"
